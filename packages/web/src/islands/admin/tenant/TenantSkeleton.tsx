import { BlockSkeleton, Bone } from "../../../ui/States.tsx";

/** The tenant's page before it is known. */
export const TenantSkeleton = () => (
  <>
    <div class="page-head">
      <div>
        <Bone width="s" />
        <h1>
          <Bone width="l" />
        </h1>
      </div>
    </div>
    <div class="columns">
      <div class="stack">
        <BlockSkeleton what="the tenant" lines={8} />
        <BlockSkeleton what="its limits" lines={3} />
        <BlockSkeleton what="its history" lines={8} />
      </div>
      <aside class="stack">
        <BlockSkeleton what="its usage" lines={7} />
        <BlockSkeleton what="its details" lines={10} />
      </aside>
    </div>
  </>
);
