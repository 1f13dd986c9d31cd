import cloudOff from "lucide-static/icons/cloud-off.svg?icon";
import searchX from "lucide-static/icons/search-x.svg?icon";
import triangleAlert from "lucide-static/icons/triangle-alert.svg?icon";
import type { ComponentChildren } from "preact";
import { Refused, Unreachable } from "../lib/api.ts";
import { Button } from "./Button.tsx";
import { Icon, type Shapes } from "./Icon.tsx";

/** Nothing is there yet: what will be, and the way to it. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon: Shapes;
  title: string;
  children?: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class="state">
      <span class="state-icon">
        <Icon of={icon} size={24} />
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** Things are there, but none is what was asked for. */
export function NoMatch({ what, onClear }: { what: string; onClear(): void }) {
  return (
    <Empty
      icon={searchX}
      title={`No ${what} match`}
      action={<Button onClick={onClear}>Clear search and filters</Button>}
    >
      Try fewer words or another filter.
    </Empty>
  );
}

/** It could not be shown: why, whether trying again helps, and the id that support needs. */
export function Failed({ error, what, onRetry }: { error: Error; what: string; onRetry?: () => void }) {
  return (
    <div class="state bad" role="alert">
      <span class="state-icon">
        <Icon of={error instanceof Unreachable ? cloudOff : triangleAlert} size={24} />
      </span>
      <h2>{`${what} could not be loaded`}</h2>
      <p>{error.message}</p>
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
      {error instanceof Refused && error.requestId && <p class="request-id">Request {error.requestId}</p>}
    </div>
  );
}

/** A refusal or failure of something a person did, in place. */
export function Refusal({ error, children }: { error: Error | undefined; children?: ComponentChildren }) {
  return (
    <div role="alert" class="refusal-slot">
      {error && (
        <div class="notice bad">
          <Icon of={triangleAlert} size={18} />
          <div>
            <p>{error.message}</p>
            {children}
            {error instanceof Refused && error.requestId && <p class="request-id">Request {error.requestId}</p>}
          </div>
        </div>
      )}
    </div>
  );
}

export function Notice({
  tone = "neutral",
  icon,
  title,
  children,
  action,
}: {
  tone?: "neutral" | "live" | "warn" | "bad" | "good";
  icon: Shapes;
  title?: string;
  children?: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class={`notice ${tone}`}>
      <Icon of={icon} size={18} />
      <div>
        {title && <strong>{title}</strong>}
        {children && <p>{children}</p>}
      </div>
      {action}
    </div>
  );
}

/** Holds the place of text that is on its way; `width` is a class, since styles in markup are forbidden by our policy. */
export const Bone = ({ width = "m" }: { width?: "s" | "m" | "l" | "full" }) => (
  <span class={`bone ${width}`} aria-hidden="true" />
);

/** As high as the rows it stands for. */
export function RowsSkeleton({ rows = 10, what }: { rows?: number; what: string }) {
  return (
    <div class="rows-skeleton" role="status" aria-label={`Loading ${what}`}>
      {Array.from({ length: rows }, (_, row) => (
        <div class="row-skeleton" key={row}>
          <Bone width={row % 3 === 1 ? "l" : "m"} />
          <Bone width="s" />
          <Bone width="s" />
        </div>
      ))}
    </div>
  );
}

export function BlockSkeleton({ what, lines = 4, tall = false }: { what: string; lines?: number; tall?: boolean }) {
  return (
    <div class={`card block-skeleton${tall ? " tall" : ""}`} role="status" aria-label={`Loading ${what}`}>
      {Array.from({ length: lines }, (_, line) => (
        <Bone key={line} width={line === 0 ? "m" : line % 2 ? "full" : "l"} />
      ))}
    </div>
  );
}

/** A list's page before its island is here: the search, the filters and the rows, all of the final height. */
export function ListSkeleton({ what, filters = 0, rows = 10 }: { what: string; filters?: number; rows?: number }) {
  return (
    <>
      <div class="filters" aria-hidden="true">
        {Array.from({ length: filters + 1 }, (_, index) => (
          <div class="field" key={index}>
            <span class="field-ghost" />
          </div>
        ))}
      </div>
      <div class="table-frame">
        <RowsSkeleton rows={rows} what={what} />
      </div>
    </>
  );
}
