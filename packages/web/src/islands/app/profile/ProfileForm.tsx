import info from "lucide-static/icons/info.svg?icon";
import { call } from "../../../lib/api.ts";
import { useForm } from "../../../lib/form.ts";
import { emailRule, type Rules } from "../../../lib/rules.ts";
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
  const { field, ...form } = useForm(rules, value, onChange, async ({ namesPlatform, ...text }) => {
    const trimmed = Object.fromEntries(Object.entries(text).map(([name, typed]) => [name, typed.trim()]));
    onSaved(await call("put /api/tenant/profile", { ...trimmed, namesPlatform }));
    say("The profile is saved.");
  });
  return (
    <form noValidate onSubmit={form.onSubmit}>
      <fieldset class="stack" disabled={!mayEdit}>
        <legend class="visually-hidden">Profile</legend>
        {isKnown && !mayEdit && <Notice icon={info}>Only an owner may change the profile.</Notice>}
        <Card title="Company">
          <div class="form">
            <TextField {...field("name")} required autoComplete="organization" />
            <div class="form-row">
              <TextField {...field("email")} type="email" required autoComplete="email" />
              <TextField {...field("phone")} type="tel" optional autoComplete="tel" />
            </div>
          </div>
        </Card>
        <Card title="What clients see">
          <div class="form">
            <TextField
              {...field("logoUrl")}
              type="url"
              optional
              placeholder="https://example.com/logo.svg"
              hint="The address of a picture. It is shown 36 pixels high."
            />
            <ColourField {...field("primaryColor")} />
            <TextField
              {...field("domain")}
              optional
              spellcheck={false}
              placeholder="projects.example.com"
              hint="Where your clients find you, if you have one of your own."
            />
            <Switch
              label="Name the platform to clients"
              hint="When on, your client's page says that it was built with Q2O."
              isOn={value.namesPlatform}
              onChange={(namesPlatform) => onChange({ namesPlatform })}
            />
          </div>
        </Card>
        <Refusal error={form.refusal} />
        {mayEdit && (
          <div class="form-foot">
            <Button type="submit" variant="primary" busy={form.busy}>
              Save profile
            </Button>
            {isChanged && (
              <Button variant="quiet" onClick={onReset}>
                Undo changes
              </Button>
            )}
          </div>
        )}
      </fieldset>
    </form>
  );
}
