import { BlockSkeleton, Bone } from "../../ui/States.tsx";
import { AnotherCode } from "./AnotherCode.tsx";

/** The client's page before the project is here. */
export function ClientSkeleton() {
  return (
    <>
      <header class="client-head">
        <Bone width="m" />
        <AnotherCode />
      </header>
      <section class="client-hero">
        <p class="eyebrow">
          <Bone width="s" />
        </p>
        <h1>
          <Bone width="l" />
        </h1>
        <p class="client-line">
          <Bone width="full" />
        </p>
      </section>
      <BlockSkeleton what="the project" lines={6} />
    </>
  );
}
