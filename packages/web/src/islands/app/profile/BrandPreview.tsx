import { useEffect, useRef, useState } from "preact/hooks";
import { hexColour } from "../../../lib/contrast.ts";
import { Card } from "../../../ui/Card.tsx";
import { ProofStrip } from "../../../ui/Progress.tsx";

const requirements = ["verified", "verified", "verified", "open"].map((status, index) => ({
  id: `R${index + 1}`,
  text: "A requirement",
  status: status as "verified" | "open",
}));

/** The top of a client's page under the colour, logo and name as they stand in the form. */
export function BrandPreview({
  brand,
}: {
  brand: { name: string; logoUrl: string; primaryColor: string; namesPlatform: boolean };
}) {
  const element = useRef<HTMLElement>(null);
  const [broken, setBroken] = useState("");
  const colour = hexColour(brand.primaryColor);
  const logo = brand.logoUrl.trim();
  useEffect(() => {
    if (colour) element.current?.style.setProperty("--brand", colour);
    else element.current?.style.removeProperty("--brand");
  }, [colour]);
  const isShown = /^https:\/\//i.test(logo) && logo !== broken;
  return (
    <Card title="Your client's page">
      <figure ref={element} class="branded preview" aria-label="Preview of the client's page">
        {isShown ? (
          <img class="client-logo" src={logo} alt={brand.name} height="36" onError={() => setBroken(logo)} />
        ) : (
          <p class="client-brand">{brand.name.trim() || "Your company"}</p>
        )}
        <div class="preview-text">
          <p class="eyebrow">For Northwind Bikes</p>
          <p class="preview-title">Bike hire</p>
          <p class="soft">Three of four things you asked for are built and checked.</p>
        </div>
        <ProofStrip requirements={requirements} label="Requirements verified, in the preview" />
        <span class="button primary size-m" aria-hidden="true">
          Download your software
        </span>
        {brand.namesPlatform && <p class="small soft">Built and checked with Q2O</p>}
      </figure>
      <p class="hint preview-note">
        {logo && logo === broken
          ? "The logo could not be loaded from its address, so clients see the name."
          : "Shown as you type. Clients see it when you save."}
      </p>
    </Card>
  );
}
