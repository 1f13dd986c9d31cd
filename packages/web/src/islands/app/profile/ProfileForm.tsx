import info from "lucide-static/icons/info.svg?icon";
import { useState } from "preact/hooks";
import { useAction } from "../../../lib/action.ts";
import { call, Refused } from "../../../lib/api.ts";
import { type Errors, emailRule, fromApi, problems, type Rules } from "../../../lib/rules.ts";
import type { Profile } from "../../../lib/shapes.ts";
import { say } from "../../../lib/toast.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { Notice, Refusal } from "../../../ui/States.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import { ColourField } from "./ColourField.tsx";

type Name = "name" | "email" | "phone" | "logoUrl" | "primaryColor" | "domain";
export type ProfileText = Record<Name, string> & { namesPlatform: boolean };

const rules: Rules<Name> = {
  name: { label: "Name", required: "Say what the company is called.", max: 100 },
  email: emailRule,
  phone: { label: "Phone", max: 40 },
  logoUrl: {
    label: "Logo",
    max: 500,
    pattern: "^https://[^\\s/]+\\.[^\\s]+$",
    hint: "An address that begins with https://.",
  },
  primaryColor: {
    label: "Colour",
    pattern: "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$",
    hint: "A colour such as #1a73e8.",
  },
  domain: { label: "Domain", max: 300, pattern: "^[^\\s]+\\.[^\\s]+$", hint: "A domain such as projects.example.com." },
};

export const textOf = (profile: Profile): ProfileText => ({
  name: profile.name,
  email: profile.email,
  phone: profile.phone ?? "",
  logoUrl: profile.logoUrl ?? "",
  primaryColor: profile.primaryColor ?? "",
  domain: profile.domain ?? "",
  namesPlatform: profile.namesPlatform,
});

/** The profile as it is written. An owner changes it; the others read the same page. */
export function ProfileForm({
  value,
  isChanged,
  mayEdit,
  isKnown,
  onChange,
  onReset,
  onSaved,
}: {
  value: ProfileText;
  isChanged: boolean;
  mayEdit: boolean;
  /** Whether it is known yet who asks. */
  isKnown: boolean;
  onChange(part: Partial<ProfileText>): void;
  onReset(): void;
  onSaved(profile: Profile): void;
}) {
  const [wrong, setWrong] = useState<Errors<Name>>({});
  const save = useAction(async ({ namesPlatform, ...text }: ProfileText) => {
    const trimmed = Object.fromEntries(Object.entries(text).map(([name, typed]) => [name, typed.trim()]));
    try {
      onSaved(await call("put /api/tenant/profile", { ...trimmed, namesPlatform }));
      say("The profile is saved.");
    } catch (error) {
      if (error instanceof Refused) setWrong(fromApi(error.errors, rules).fields);
      throw error;
    }
  });
  const field = (name: Name) => ({
    name,
    value: value[name],
    error: wrong[name],
    onValue(typed: string) {
      onChange({ [name]: typed });
      if (wrong[name]) setWrong({ ...wrong, [name]: undefined });
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const found = problems(value, rules);
        setWrong(found);
        const first = (Object.keys(rules) as Name[]).find((name) => found[name]);
        if (first) form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
        else void save.run(value);
      }}
    >
      <fieldset class="stack" disabled={!mayEdit}>
        <legend class="visually-hidden">Profile</legend>
        {isKnown && !mayEdit && <Notice icon={info}>Only an owner may change the profile.</Notice>}
        <Card title="Company">
          <div class="form">
            <TextField label="Name" required autoComplete="organization" {...field("name")} />
            <div class="form-row">
              <TextField label="E-mail" type="email" required autoComplete="email" {...field("email")} />
              <TextField label="Phone" type="tel" optional autoComplete="tel" {...field("phone")} />
            </div>
          </div>
        </Card>
        <Card title="What clients see">
          <div class="form">
            <TextField
              label="Logo"
              type="url"
              optional
              placeholder="https://example.com/logo.svg"
              hint="The address of a picture. It is shown 36 pixels high."
              {...field("logoUrl")}
            />
            <ColourField {...field("primaryColor")} />
            <TextField
              label="Domain"
              optional
              spellcheck={false}
              placeholder="projects.example.com"
              hint="Where your clients find you, if you have one of your own."
              {...field("domain")}
            />
            <Switch
              label="Name the platform to clients"
              hint="When on, your client's page says that it was built with Q2O."
              isOn={value.namesPlatform}
              onChange={(namesPlatform) => onChange({ namesPlatform })}
            />
          </div>
        </Card>
        <Refusal error={Object.values(wrong).some(Boolean) ? undefined : save.error} />
        {mayEdit && (
          <div class="form-foot">
            <Button type="submit" variant="primary" busy={save.busy}>
              Save profile
            </Button>
            {isChanged && (
              <Button
                variant="quiet"
                onClick={() => {
                  onReset();
                  setWrong({});
                }}
              >
                Undo changes
              </Button>
            )}
          </div>
        )}
      </fieldset>
    </form>
  );
}
