export type Form = { [name: string]: string | Form | (string | Form)[] };

/**
 * Reads what Stripe's SDK writes: `items[0][price]=x&metadata[a]=b`. A level whose names are all numbers is a list.
 * https://docs.stripe.com/api (request bodies are form-encoded)
 */
export function readForm(text: string): Form {
  const root: Form = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = [...name.matchAll(/[^[\]]+/g)].map(([part]) => part);
    let level = root;
    for (const part of path.slice(0, -1)) {
      const next = Object.hasOwn(level, part) ? level[part] : undefined;
      const inner = typeof next === "object" && !Array.isArray(next) ? next : {};
      // Names come from outside: one that everything inherits must be a name like any other.
      define(level, part, inner);
      level = inner;
    }
    define(level, path.at(-1) ?? "", value);
  }
  return withLists(root);
}

const define = (level: Form, name: string, value: Form[string]) =>
  Object.defineProperty(level, name, { value, enumerable: true, configurable: true, writable: true });

function withLists(level: Form): Form {
  for (const [name, value] of Object.entries(level)) {
    if (typeof value !== "object" || Array.isArray(value)) continue;
    const inner = withLists(value);
    const names = Object.keys(inner);
    const isList = names.length > 0 && names.every((each) => /^\d*$/.test(each));
    define(level, name, isList ? (Object.values(inner) as (string | Form)[]) : inner);
  }
  return level;
}

export const textOf = (form: Form, name: string): string | undefined => {
  const value = Object.hasOwn(form, name) ? form[name] : undefined;
  return typeof value === "string" ? value : undefined;
};

export const formOf = (form: Form, name: string): Form => {
  const value = Object.hasOwn(form, name) ? form[name] : undefined;
  return typeof value === "object" && !Array.isArray(value) ? value : {};
};

export const formsOf = (form: Form, name: string): Form[] => {
  const value = Object.hasOwn(form, name) ? form[name] : undefined;
  return Array.isArray(value) ? value.filter((each): each is Form => typeof each === "object") : [];
};
