import { FirstSteps } from "./FirstSteps.tsx";
import { ProjectList } from "./ProjectList.tsx";

/** In one piece: steps that came by themselves would push down a list that is there already. */
export function Projects() {
  return (
    <>
      <FirstSteps />
      <ProjectList />
    </>
  );
}
