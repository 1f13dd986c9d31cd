import { eq } from "drizzle-orm";
import { missing, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { BrandingOf, Domain } from "./tenant.schema.ts";
import { tenantTable as t } from "./tenant.sql.ts";

/** How a tenant looks to its clients, also while it is suspended. Nothing else of it is said. @throws Failure `branding.missing` */
export const branding = verb({ as: ["public"], input: BrandingOf }, ({ slug, domain }) =>
  Db.tx(async () => {
    // What is no domain is nobody's.
    const host = slug ? undefined : Domain.safeParse(domain).data;
    if (!slug && host === undefined) throw missing("branding");
    const [row] = await Db.use()
      .select({
        name: t.name,
        slug: t.slug,
        logoUrl: t.logoUrl,
        primaryColor: t.primaryColor,
        namesPlatform: t.namesPlatform,
      })
      .from(t)
      .where(slug ? eq(t.slug, slug.trim().toLowerCase()) : eq(t.domain, host ?? ""));
    if (!row) throw missing("branding");
    return row;
  }),
);
