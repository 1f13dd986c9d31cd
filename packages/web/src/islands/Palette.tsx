import arrowRight from "lucide-static/icons/arrow-right.svg?icon";
import building from "lucide-static/icons/building-2.svg?icon";
import folder from "lucide-static/icons/folder-kanban.svg?icon";
import keyboard from "lucide-static/icons/keyboard.svg?icon";
import plus from "lucide-static/icons/plus.svg?icon";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type Door, navs } from "../layouts/navs.ts";
import { at, read } from "../lib/api.ts";
import { matchRank } from "../lib/find.ts";
import { wait } from "../lib/retry.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Icon, type Shapes } from "../ui/Icon.tsx";

type Goal = { id: string; label: string; note: string; icon: Shapes; href?: string };

const searchPauseMs = 150;
const foundAtMost = 6;

const deeds: Readonly<Record<Door, readonly Goal[]>> = {
  app: [
    { id: "new-project", label: "New project", note: "Do", icon: plus, href: "/app/projects/new" },
    { id: "new-codes", label: "Generate activation codes", note: "Do", icon: plus, href: "/app/codes?generate=1" },
    { id: "invite", label: "Invite a member", note: "Do", icon: plus, href: "/app/members?invite=1" },
    { id: "account", label: "Sessions and mails", note: "Page", icon: arrowRight, href: "/app/account" },
  ],
  admin: [
    { id: "new-tenant", label: "New tenant", note: "Do", icon: plus, href: "/admin/tenants?create=1" },
    { id: "new-codes", label: "Generate activation codes", note: "Do", icon: plus, href: "/admin/codes?generate=1" },
    {
      id: "account",
      label: "Passkeys, sessions and admins",
      note: "Page",
      icon: arrowRight,
      href: "/admin/account",
    },
  ],
};
const keys: Goal = { id: "keys", label: "Keyboard shortcuts", note: "Help", icon: keyboard };

/** The things of a portal that have a name: what is typed finds them in the API. */
const finders: Readonly<Record<Door, (search: string, signal: AbortSignal) => Promise<Goal[]>>> = {
  app: async (search, signal) => {
    const found = await read(at("/api/tenant/projects", { search, page: 1, pageSize: 10 }), {}, { signal });
    return found.items.map(({ id, name, clientName }) => ({
      id,
      label: name,
      note: clientName ?? "Project",
      icon: folder,
      href: `/app/projects/${id}`,
    }));
  },
  admin: async (search, signal) => {
    const found = await read(at("/api/admin/tenants", { search, page: 1, pageSize: 10 }), {}, { signal });
    return found.items.map(({ id, name, slug }) => ({
      id,
      label: name,
      note: slug,
      icon: building,
      href: `/admin/tenants/${id}`,
    }));
  },
};

type Props = { door: Door; open: boolean; onClose(): void; onKeys(): void };

/** One field that leads to every page, to what is done most, and to whatever has a name. */
export function Palette({ door, open, onClose, onKeys }: Props) {
  return (
    <Dialog open={open} title="Go to" onClose={onClose}>
      <Finder door={door} onClose={onClose} onKeys={onKeys} />
    </Dialog>
  );
}

function Finder({ door, onClose, onKeys }: Omit<Props, "open">) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const found = useFound(door, typed);
  const list = useRef<HTMLDivElement>(null);
  const goals = [...fixed(door, typed), ...found.goals];
  const chosen = Math.min(at, goals.length - 1);

  const go = (goal: Goal | undefined, aside = false) => {
    if (!goal) return;
    if (!goal.href) return onKeys();
    if (aside) open(goal.href, "_blank");
    else location.assign(goal.href);
    onClose();
  };
  const moveTo = (next: number) => {
    const index = (next + goals.length) % Math.max(1, goals.length);
    setAt(index);
    list.current?.children[index]?.scrollIntoView({ block: "nearest" });
  };
  const moves: Readonly<Record<string, () => void>> = {
    ArrowDown: () => moveTo(chosen + 1),
    ArrowUp: () => moveTo(chosen - 1),
    Home: () => moveTo(0),
    End: () => moveTo(goals.length - 1),
  };

  return (
    <div class="palette">
      <div class="control">
        <input
          type="text"
          role="combobox"
          aria-label="A page, a deed or a name"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={goals[chosen] ? `${id}-${goals[chosen].id}` : undefined}
          placeholder="A page, a deed or a name"
          autoComplete="off"
          spellcheck={false}
          autofocus
          value={typed}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") go(goals[chosen], event.metaKey || event.ctrlKey);
            else if (moves[event.key]) moves[event.key]?.();
            else if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey)) onClose();
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <div ref={list} id={`${id}-list`} class="palette-list" role="listbox" aria-label="Where to">
        {goals.map((goal, index) => (
          <div
            key={goal.id}
            tabIndex={-1}
            id={`${id}-${goal.id}`}
            role="option"
            aria-selected={index === chosen}
            onPointerMove={() => setAt(index)}
            // The keyboard stays with the field.
            onMouseDown={(event) => event.preventDefault()}
            onClick={(event) => go(goal, event.metaKey || event.ctrlKey)}
            onKeyDown={(event) => event.key === "Enter" && go(goal)}
          >
            <Icon of={goal.icon} size={16} />
            <span class="break">{goal.label}</span>
            <span class="small soft">{goal.note}</span>
          </div>
        ))}
      </div>
      <p class="small soft" role="status">
        {found.failed ?? (goals.length === 0 && !found.isAsking ? "Nothing has such a name." : "")}
      </p>
    </div>
  );
}

/** Pages and deeds, those that answer best first. */
function fixed(door: Door, typed: string): Goal[] {
  const pages = navs[door].entries.map(
    ({ label, href, icon }): Goal => ({ id: href.replace(/\W+/g, "-"), label, note: "Page", icon, href }),
  );
  return [...pages, ...deeds[door], keys]
    .flatMap((goal) => {
      const rank = matchRank(goal.label, typed);
      return rank === undefined ? [] : [{ goal, rank }];
    })
    .sort((one, other) => one.rank - other.rank)
    .map(({ goal }) => goal);
}

/** What the API finds under the name, when the typing pauses. */
function useFound(door: Door, typed: string) {
  const [state, setState] = useState<{ goals: Goal[]; isAsking: boolean; failed?: string }>({
    goals: [],
    isAsking: false,
  });
  const search = typed.trim();
  useEffect(() => {
    if (search === "") return setState({ goals: [], isAsking: false });
    const abort = new AbortController();
    setState((former) => ({ goals: former.goals, isAsking: true }));
    wait(searchPauseMs, abort.signal)
      .then(() => finders[door](search, abort.signal))
      .then((goals) => setState({ goals: goals.slice(0, foundAtMost), isAsking: false }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted)
          setState({ goals: [], isAsking: false, failed: error instanceof Error ? error.message : String(error) });
      });
    return () => abort.abort();
  }, [door, search]);
  return state;
}

const shortcuts: readonly (readonly [keys: readonly string[], what: string])[] = [
  [["Ctrl K", "⌘ K"], "Go to a page, a deed or a name"],
  [["/"], "Search this page"],
  [["?"], "These shortcuts"],
  [["Esc"], "Close what is open; empty the search"],
  [["←", "→"], "From tab to tab"],
];

/** Which keys there are. */
export function KeyList({ open, onClose }: { open: boolean; onClose(): void }) {
  return (
    <Dialog open={open} title="Keyboard shortcuts" onClose={onClose}>
      <dl class="facts key-list">
        {shortcuts.map(([pressed, what]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {pressed.map((key, index) => (
                <span key={key}>
                  {index > 0 && <span class="soft small"> or </span>}
                  <kbd>{key}</kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p class="small soft">None of them works while you write.</p>
    </Dialog>
  );
}
