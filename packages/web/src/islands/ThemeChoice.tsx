import { useState } from "preact/hooks";

const themes = [
  ["system", "Auto"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;
type Theme = (typeof themes)[number][0];

const current = (): Theme => (document.documentElement.dataset.theme as Theme | undefined) ?? "system";

/** Light, dark, or as the system has it. Stored as a bare word, since layouts/theme.inline.js reads it before anything else runs. */
export function ThemeChoice() {
  const [theme, setTheme] = useState(current);
  const choose = (next: Theme) => {
    setTheme(next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try {
      if (next === "system") localStorage.removeItem("q2o.theme");
      else localStorage.setItem("q2o.theme", next);
    } catch {
      // The choice holds for this page.
    }
  };
  return (
    <fieldset class="theme">
      <legend class="visually-hidden">Theme</legend>
      <div class="segmented">
        {themes.map(([value, label]) => (
          <label key={value}>
            <input type="radio" name="theme" value={value} checked={theme === value} onChange={() => choose(value)} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
