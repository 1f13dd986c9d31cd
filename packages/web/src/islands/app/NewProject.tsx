import { call } from "../../lib/api.ts";
import { useDraft } from "../../lib/stored.ts";
import { DraftNotice } from "../DraftNotice.tsx";
import { type BriefText, ProjectForm } from "./ProjectForm.tsx";

const empty: BriefText = { name: "", clientName: "", description: "", objectives: "" };

/** A new brief. What is written stays in this browser until it is created or discarded. */
export function NewProject() {
  const draft = useDraft("q2o.app.draft", empty);
  return (
    <div class="stack">
      {draft.restored && (
        <DraftNotice onDiscard={draft.discard}>
          Everything you write here is kept in this browser until you create the project.
        </DraftNotice>
      )}
      <div class="card">
        <ProjectForm
          value={draft.value}
          onChange={draft.change}
          action="Create project"
          secondary={{ label: "Cancel", onClick: () => location.assign("/app/projects") }}
          submit={async ({ clientName, ...brief }, key) => {
            const project = await call(
              "post /api/tenant/projects",
              { ...brief, ...(clientName ? { clientName } : {}) },
              { idempotencyKey: key },
            );
            draft.discard();
            location.assign(`/app/projects/${project.id}`);
          }}
        />
      </div>
    </div>
  );
}
