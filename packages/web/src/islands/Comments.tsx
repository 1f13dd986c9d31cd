import { useState } from "preact/hooks";
import { useAction } from "../lib/action.ts";
import { type Address, at, call, Refused } from "../lib/api.ts";
import { merge, useFeed } from "../lib/feed.ts";
import { problem, type Rule } from "../lib/rules.ts";
import type { Comment } from "../lib/shapes.ts";
import { useDraft } from "../lib/stored.ts";
import { Button } from "../ui/Button.tsx";
import { TextArea, TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { BlockSkeleton, Failed, Refusal } from "../ui/States.tsx";
import { Ago } from "../ui/Time.tsx";
import { DraftNotice } from "./DraftNotice.tsx";

const textRule: Rule = { label: "Comment", required: "Write a few words first.", max: 4_000 };
const nameRule: Rule = { label: "Your name", max: 100 };
const everyMs = 10_000;
const noWords = { text: "" };

const doors = {
  app: {
    path: "/api/tenant/projects/{id}/comments",
    invitation: "Answer your client here, or tell them what comes next.",
    names: false,
  },
  client: {
    path: "/api/public/projects/{id}/comments",
    invitation: "Ask a question, or say what you would like.",
    names: true,
  },
} as const;
type Door = keyof typeof doors;

type Props = { door: Door; projectId: string; maySay: boolean };

/**
 * What the client and the tenant's members say to each other, and a box for who may say something. New ones of others are
 * announced, politely.
 */
export function Comments({ door, projectId, maySay }: Props) {
  const where = at(doors[door].path, { id: projectId });
  const [turn, setTurn] = useState(0);
  const [own, setOwn] = useState<readonly Comment[]>([]);
  return (
    <section class="card" aria-labelledby="comments">
      <header class="card-head">
        <h2 id="comments">Comments</h2>
      </header>
      <CommentList
        key={turn}
        where={where}
        own={own}
        invitation={maySay ? doors[door].invitation : ""}
        onRetry={() => setTurn(turn + 1)}
      />
      {maySay && (
        <CommentBox door={door} projectId={projectId} onSaid={(comment) => setOwn((former) => [...former, comment])} />
      )}
    </section>
  );
}

type Where = Address<(typeof doors)[Door]["path"]>;
type ListProps = { where: Where; own: readonly Comment[]; invitation: string; onRetry(): void };

function CommentList({ where, own, invitation, onRetry }: ListProps) {
  const { items, error } = useFeed(where, true, everyMs);
  if (!items)
    return error ? <Failed error={error} what="The comments" onRetry={onRetry} /> : <BlockSkeleton what="comments" />;
  const all = [...merge(items, own)].sort((one, other) => (one.id < other.id ? -1 : 1));
  return (
    <div aria-live="polite">
      {all.length === 0 ? (
        <p class="soft comments-none">No comments yet. {invitation}</p>
      ) : (
        <ol class="comments">
          {all.map((comment) => (
            <li key={comment.id} class={comment.author.isSelf ? "own" : ""}>
              <p class="small soft">
                <strong>{comment.author.name}</strong> {comment.author.isSelf && "(you) "}
                <Ago at={comment.createdAt} />
              </p>
              <p class="comment-text">{comment.text}</p>
            </li>
          ))}
        </ol>
      )}
      {error && (
        <p class="small">
          New comments are not being loaded. <Button onClick={onRetry}>Try again</Button>
        </p>
      )}
    </div>
  );
}

type BoxProps = { door: Door; projectId: string; onSaid(comment: Comment): void };

function CommentBox({ door, projectId, onSaid }: BoxProps) {
  const { value, change, discard, restored } = useDraft(`q2o.${door}.comment.${projectId}`, noWords);
  const { text } = value;
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const faults = { text: problem(text, textRule), name: problem(name, nameRule) };
  const say = useAction(async (said: { text: string; name?: string }, key) => {
    onSaid(await call(`post ${doors[door].path}`, { id: projectId, ...said }, { idempotencyKey: key }));
    discard();
    setTried(false);
  });
  const wait = say.error instanceof Refused && say.error.retryAfter;
  return (
    <Form
      onSend={() => {
        setTried(true);
        if (!faults.text && !faults.name) void say.run({ text, ...(name.trim() ? { name } : {}) });
      }}
    >
      {restored && text !== "" && <DraftNotice onDiscard={discard}>You have not sent it yet.</DraftNotice>}
      <TextArea
        label="Your comment"
        rows={3}
        limit={4_000}
        value={text}
        onValue={(text) => (text === "" ? discard() : change({ text }))}
        error={tried ? faults.text : undefined}
      />
      {doors[door].names && (
        <TextField
          label="Your name"
          optional
          autoComplete="name"
          value={name}
          onValue={setName}
          error={tried ? faults.name : undefined}
        />
      )}
      <Refusal error={say.error}>{wait ? <p>Try again in {wait} seconds.</p> : undefined}</Refusal>
      <div class="actions-row">
        <Button type="submit" variant="primary" busy={say.busy}>
          Send comment
        </Button>
      </div>
    </Form>
  );
}
