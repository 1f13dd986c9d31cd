import { Breadcrumb } from "../../ui/Breadcrumb.tsx";
import { BlockSkeleton, Bone } from "../../ui/States.tsx";

export const trail = [["Projects", "/app/projects"]] as const;

/** The project page before its project is here. */
export function ProjectSkeleton() {
  return (
    <>
      <div class="page-head">
        <div>
          <Breadcrumb trail={trail} />
          <h1>
            <Bone width="m" />
          </h1>
          <p class="lede">
            <Bone width="l" />
          </p>
        </div>
        <div class="actions-row" aria-hidden="true">
          <span class="field-ghost button-ghost" />
          <span class="field-ghost button-ghost" />
        </div>
      </div>
      <div class="columns">
        <BlockSkeleton what="the project" lines={8} tall />
        <BlockSkeleton what="the run" lines={3} />
      </div>
    </>
  );
}
