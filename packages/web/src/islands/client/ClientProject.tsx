import ban from "lucide-static/icons/ban.svg?icon";
import check from "lucide-static/icons/check.svg?icon";
import circle from "lucide-static/icons/circle.svg?icon";
import circleAlert from "lucide-static/icons/circle-alert.svg?icon";
import loader from "lucide-static/icons/loader-circle.svg?icon";
import { useEffect, useState } from "preact/hooks";
import { at, Refused } from "../../lib/api.ts";
import { gapsIn } from "../../lib/delivered.ts";
import { idFromPath } from "../../lib/path-id.ts";
import { useResource } from "../../lib/resource.ts";
import type { Picture, ClientProject as Project } from "../../lib/shapes.ts";
import { eta } from "../../lib/time.ts";
import { useTitle } from "../../lib/title.ts";
import { Icon, type Shapes } from "../../ui/Icon.tsx";
import { ProofStrip } from "../../ui/Progress.tsx";
import { Failed } from "../../ui/States.tsx";
import { Ago } from "../../ui/Time.tsx";
import { Comments } from "../Comments.tsx";
import { DownloadCard } from "../Download.tsx";
import { AnotherCode } from "./AnotherCode.tsx";
import { safeLogo, wearBrand } from "./brand.ts";
import { ClientSkeleton } from "./ClientSkeleton.tsx";
import { chapters } from "./story.ts";

const steps: Readonly<Record<string, Shapes>> = { done: check, now: loader, later: circle, stopped: ban };

/** One project, told in plain words under the tenant's brand: where it stands, requirement by requirement, and the download. */
export function ClientProject() {
  const [id] = useState(() => idFromPath(location.pathname));
  const {
    data: project,
    error,
    refresh,
  } = useResource(at("/api/public/projects/{id}", { id }), (now) => (now.state === "running" ? 1_000 : 10_000));
  const run = project?.run ?? undefined;
  const brand = project?.tenant;
  const status = project && project.state !== "pending" ? project.state : undefined;
  useEffect(() => {
    if (brand) wearBrand(brand);
  }, [brand?.primaryColor]);
  useTitle(project?.name, status && run && { status, progress: run.progress });

  if (!project) {
    if (!error) return <ClientSkeleton />;
    if (error instanceof Refused && error.status === 404) return <NotYours />;
    return <Failed error={error} what="The project" onRetry={refresh} />;
  }
  const logo = safeLogo(brand?.logoUrl);
  const requirements = run?.requirements ?? [];
  const gaps = requirements.filter(({ status }) => status === "gap").length;
  const running = project.state === "running";
  return (
    <>
      <header class="client-head">
        {logo ? (
          <img class="client-logo" src={logo} alt={brand?.name ?? ""} height="36" />
        ) : (
          <span class="client-brand">{brand?.name ?? "Your project"}</span>
        )}
        <AnotherCode />
      </header>
      <section class="client-hero">
        <p class="eyebrow">{project.clientName ? `For ${project.clientName}` : "Your project"}</p>
        <h1>{project.name}</h1>
        <p class="client-line" aria-live="polite">
          {project.sentence}
        </p>
        {requirements.length > 0 && (
          <ProofStrip requirements={requirements} label="Requirements verified" live={running} />
        )}
        {running && run?.etaSeconds != null && (
          <p class="small soft">
            {eta(run.etaSeconds)[0]?.toUpperCase() + eta(run.etaSeconds).slice(1)}. This page keeps itself current.
          </p>
        )}
        {run?.endedAt && project.state === "completed" && (
          <p class="small soft">
            Finished <Ago at={run.endedAt} />
            {gaps > 0 && `: ${gapsIn({ verified: requirements.length - gaps, gaps })}`}
          </p>
        )}
      </section>
      {project.artifact && project.scopes.includes("download") && (
        <DownloadCard
          where={at("/api/public/projects/{id}/download", { id })}
          run={{ artifact: project.artifact, requirements: project.state === "completed" ? requirements : [] }}
          heading={project.state === "completed" ? "Download your software" : "Download the last finished version"}
        />
      )}
      <Pictures project={project} />
      <ol class="chapters" aria-label="Progress">
        {chapters(project).map((chapter) => (
          <li key={chapter.id} class={chapter.state} aria-current={chapter.state === "now" ? "step" : undefined}>
            <span class="chapter-icon">
              <Icon of={steps[chapter.state] ?? circle} size={15} class={chapter.state === "now" ? "turning" : ""} />
            </span>
            <strong>{chapter.title}</strong>
            <span class="small soft">{chapter.text}</span>
          </li>
        ))}
      </ol>
      {requirements.length > 0 && (
        <section class="card">
          <header class="card-head">
            <h2>What you asked for</h2>
          </header>
          <ol class="asked">
            {requirements.map((item) => (
              <Asked key={item.id} item={item} running={running} />
            ))}
          </ol>
        </section>
      )}
      {run && run.checks.items.length > 0 && (
        <section class="card">
          <header class="card-head">
            <h2>What was checked</h2>
          </header>
          <ol class="asked">
            {run.checks.items.map((item) => (
              <Checked key={item.text} item={item} />
            ))}
          </ol>
        </section>
      )}
      <Comments door="client" projectId={id} maySay={project.scopes.includes("comment")} />
    </>
  );
}

/** What opens first, on the screen that the client has. */
function Pictures({ project: { id, name, pictures } }: { project: Project }) {
  const of = (screen: "wide" | "narrow") => pictures.find((each) => each.screen === screen);
  const [wide, narrow] = [of("wide"), of("narrow")];
  if (!wide) return null;
  const srcOf = (picture: Picture["name"]) => at("/api/public/projects/{id}/pictures/{name}", { id, name: picture });
  return (
    <section class="card client-picture" aria-labelledby="looks">
      <header class="card-head">
        <h2 id="looks">How it looks</h2>
      </header>
      <picture>
        {narrow && (
          <source media="(max-width: 40rem)" srcset={srcOf(narrow.name)} width={narrow.width} height={narrow.height} />
        )}
        <img
          src={srcOf(wide.name)}
          width={wide.width}
          height={wide.height}
          loading="lazy"
          alt={`First page of ${name}`}
        />
      </picture>
    </section>
  );
}

type CheckLine = NonNullable<Project["run"]>["checks"]["items"][number];

function Checked({ item }: { item: CheckLine }) {
  const [icon, look, words] = (
    {
      passed: [check, "verified", "Yes"],
      failed: [circleAlert, "gap", "Not yet"],
      skipped: [circle, "open", "Not tried"],
    } as const
  )[item.status];
  return (
    <li class={look}>
      <Icon of={icon} size={16} />
      <span>{item.text}</span>
      <span class="small soft nowrap">{words}</span>
    </li>
  );
}

type RequirementLine = NonNullable<Project["run"]>["requirements"][number];

function Asked({ item, running }: { item: RequirementLine; running: boolean }) {
  const [icon, words] = (
    {
      verified: [check, "Built and checked"],
      gap: [circleAlert, "Not included"],
      open: [running ? loader : circle, running ? "In progress" : "Not yet"],
    } as const
  )[item.status];
  return (
    <li class={item.status}>
      <Icon of={icon} size={16} />
      <span>{item.text}</span>
      <span class="small soft nowrap">{words}</span>
    </li>
  );
}

const NotYours = () => (
  <div class="state">
    <h1>This project is not open here</h1>
    <p>The code may have been withdrawn, or you are signed in with another one.</p>
    <a class="button primary size-m" href="/client">
      Enter a code
    </a>
  </div>
);
