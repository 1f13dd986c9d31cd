import circleCheck from "lucide-static/icons/circle-check.svg?icon";
import circleX from "lucide-static/icons/circle-x.svg?icon";
import { useEffect, useState } from "preact/hooks";
import { call, read } from "../../lib/api.ts";
import { useForm } from "../../lib/form.ts";
import { useResource } from "../../lib/resource.ts";
import { wait } from "../../lib/retry.ts";
import { emailRule, problems, type Rules } from "../../lib/rules.ts";
import type { SlugCheck, TenantDetail } from "../../lib/shapes.ts";
import { slugOf } from "../../lib/slug.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Refusal } from "../../ui/States.tsx";

type Name = "name" | "slug" | "ownerEmail" | "planId";

const rules: Rules<Name> = {
  name: { label: "Name", required: true, max: 100 },
  slug: {
    label: "Slug",
    required: true,
    min: 2,
    max: 40,
    pattern: "^[a-z0-9]+(-[a-z0-9]+)*$",
    hint: "Small letters, digits and single dashes.",
  },
  ownerEmail: { ...emailRule, label: "Owner's e-mail" },
  planId: { label: "Plan" },
};

/** What the API says of a slug, asked 250 ms after the last key. */
function useSlugCheck(slug: string): SlugCheck | undefined {
  const [found, setFound] = useState<SlugCheck | undefined>();
  useEffect(() => {
    setFound(undefined);
    if (problems({ slug }, { slug: rules.slug }).slug) return;
    const abort = new AbortController();
    wait(250, abort.signal)
      .then(() => read("/api/admin/tenants/slug-check", { slug }, { signal: abort.signal }))
      .then((answer) => {
        if (!abort.signal.aborted) setFound({ ...answer, slug });
      })
      .catch(() => {
        // Creating will say what is wrong; the live check is a courtesy.
      });
    return () => abort.abort();
  }, [slug]);
  return found;
}

export function CreateTenant({
  open,
  onClose,
  onCreated,
}: {
  open: boolean;
  onClose(): void;
  onCreated(tenant: TenantDetail): void;
}) {
  return (
    <Dialog open={open} title="New tenant" onClose={onClose}>
      <CreateForm onClose={onClose} onCreated={onCreated} />
    </Dialog>
  );
}

/** Name, slug, owner and plan. The slug follows the name until someone writes it. */
function CreateForm({ onClose, onCreated }: { onClose(): void; onCreated(tenant: TenantDetail): void }) {
  const plans = useResource("/api/public/plans");
  const [values, setValues] = useState<Record<Name, string>>({ name: "", slug: "", ownerEmail: "", planId: "" });
  const [ownSlug, setOwnSlug] = useState(false);
  const check = useSlugCheck(values.slug);
  const choices = Array.isArray(plans.data) ? plans.data : (plans.data?.items ?? []);
  const planId = values.planId || choices[0]?.id || "";

  const set = (part: Partial<Record<Name, string>>) => setValues({ ...values, ...part });
  const { field, ...form } = useForm(
    rules,
    { ...values, planId },
    set,
    async (input, key) => {
      const made = {
        name: input.name.trim(),
        slug: input.slug,
        ownerEmail: input.ownerEmail.trim(),
        ...(input.planId ? { planId: input.planId } : {}),
      };
      onCreated(await call("post /api/admin/tenants", made, { idempotencyKey: key }));
    },
    () => (check?.available === false ? { slug: check.reason ?? "This slug is taken." } : {}),
  );

  return (
    <form class="form" noValidate onSubmit={form.onSubmit}>
      <TextField
        {...field("name")}
        required
        autoComplete="off"
        placeholder="Meridian Studio"
        onValue={(name) => set(ownSlug ? { name } : { name, slug: slugOf(name) })}
      />
      <TextField
        {...field("slug")}
        required
        autoComplete="off"
        spellcheck={false}
        class="mono"
        onValue={(slug) => {
          setOwnSlug(slug !== "");
          set({ slug: slug.toLowerCase() });
        }}
        hint={
          <SlugNote
            check={check}
            onPick={(slug) => {
              setOwnSlug(true);
              set({ slug });
            }}
          />
        }
      />
      <TextField
        {...field("ownerEmail")}
        type="email"
        required
        autoComplete="off"
        placeholder="owner@meridian.example"
        hint="Receives an invitation and signs in with a one-time code."
      />
      <SelectField
        {...field("planId")}
        choices={
          choices.length
            ? choices.map((plan) => ({ value: plan.id, label: plan.name }))
            : [{ value: "", label: plans.error ? "Plans could not be loaded" : "Loading…" }]
        }
      />
      <Refusal error={form.refusal} />
      <footer class="dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Create tenant
        </Button>
      </footer>
    </form>
  );
}

function SlugNote({ check, onPick }: { check: SlugCheck | undefined; onPick(slug: string): void }) {
  if (!check) return <span role="status">The tenant's name in addresses; it stays.</span>;
  if (check.available)
    return (
      <span role="status" class="slug-note good">
        <Icon of={circleCheck} size={14} /> Available
      </span>
    );
  return (
    <span role="status" class="slug-note bad">
      <Icon of={circleX} size={14} /> {check.reason ?? "Taken."}
      {check.suggestions?.map((slug) => (
        <button key={slug} type="button" class="linkish" onClick={() => onPick(slug)}>
          {slug}
        </button>
      ))}
    </span>
  );
}
