import { BlockSkeleton, Bone } from "../../../ui/States.tsx";

/** The figures and charts before they are known. */
export const AnalyticsSkeleton = () => (
  <>
    <div class="stats wide">
      {Array.from({ length: 8 }, (_, index) => (
        <div class="card stat" key={index}>
          <Bone width="m" />
          <span class="stat-value">
            <Bone width="s" />
          </span>
          <Bone width="m" />
        </div>
      ))}
    </div>
    <div class="pair">
      <BlockSkeleton what="the runs" lines={9} />
      <BlockSkeleton what="the activation" lines={9} />
    </div>
  </>
);
