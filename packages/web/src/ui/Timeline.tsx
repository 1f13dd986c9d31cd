import type { ComponentChildren } from "preact";
import type { Tone } from "./Badge.tsx";
import { Icon, type Shapes } from "./Icon.tsx";
import { Ago } from "./Time.tsx";

export type Moment = {
  id: string;
  at?: string | null | undefined;
  icon: Shapes;
  tone?: Tone;
  title: ComponentChildren;
  text?: ComponentChildren;
};

/** What happened, in order. */
export function Timeline({ moments }: { moments: readonly Moment[] }) {
  return (
    <ol class="timeline">
      {moments.map((moment) => (
        <li key={moment.id} class={moment.tone ?? "neutral"}>
          <span class="timeline-icon">
            <Icon of={moment.icon} size={14} class={moment.tone === "live" ? "turning" : ""} />
          </span>
          <div>
            <p class="timeline-title">
              {moment.title}
              {moment.at && <Ago at={moment.at} />}
            </p>
            {moment.text && <p class="timeline-text">{moment.text}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
