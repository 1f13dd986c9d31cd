import type { ClientProject } from "../../lib/shapes.ts";

/** Puts the page under the tenant's colour and name. Every shade is derived in CSS, so that text stays readable on any of them. */
export function wearBrand(brand: Pick<ClientProject["tenant"], "primaryColor">): void {
  if (brand.primaryColor && /^#[0-9a-f]{6}$/i.test(brand.primaryColor))
    document.documentElement.style.setProperty("--brand", brand.primaryColor);
}

/** Only pictures from the web, never `javascript:` or the like. */
export const safeLogo = (url: string | null | undefined): string | undefined =>
  url && /^https?:\/\//i.test(url) ? url : undefined;
