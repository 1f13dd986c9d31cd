import type { Entity } from "../../artefacts.ts";
import { type App, type AppEntity, nameIn } from "../app.ts";
import { tableOf } from "../conditions.ts";
import { array, code, literal, type Node, object, print } from "../print.ts";

/** What rights speak of. */
export type Verb = "see" | "create" | "change" | "delete";

const verbs: readonly Verb[] = ["see", "create", "change", "delete"];

/** Records that are a person's own: the field that says whose, and through which record where it names no account. */
export type Own = {
  roles: string[];
  verbs: ("see" | "change" | "delete")[];
  field: string;
  via?: { entity: AppEntity; field: string };
};

/**
 * Who may do what with an entity, in the names of the application. Whoever is told by a record of their own must not
 * write such records, or they could make themselves somebody else.
 */
export function rightsOf(app: App, entity: AppEntity): { [verb in Verb]?: string[] } & { own: Own[] } {
  const told = entity.rights;
  if (!app.access) return { own: [] };
  const own = (told?.own ?? []).flatMap((each) => ownOf(app, entity, each));
  const all = app.access.roles.map(({ name }) => name);
  const known = (roles: readonly string[] | undefined) => roles?.filter((role) => all.includes(role));
  const found: { [verb in Verb]?: string[] } = {};
  for (const verb of verbs) {
    const roles = known(told?.[verb]);
    if (roles && roles.length > 0) found[verb] = roles;
  }
  const themselves = tellingField(app, entity)?.roles ?? [];
  if (themselves.length > 0)
    for (const verb of ["create", "change", "delete"] as const)
      found[verb] = (found[verb] ?? all).filter((role) => !themselves.includes(role));
  return { ...found, own };
}

function ownOf(app: App, entity: AppEntity, own: NonNullable<NonNullable<Entity["rights"]>["own"]>[number]): Own[] {
  const [source = "", inner] = own.field.split(".");
  const field = entity.fields.find((each) => each.source === source);
  if (field?.kind !== "reference") return [];
  const plain = { roles: own.roles, verbs: own.verbs, field: field.name };
  if (inner === undefined) return field.target === app.access?.path ? [plain] : [];
  const target = app.entities.find((each) => each.path === field.target);
  const named = target && nameIn(target, inner);
  return target && named ? [{ ...plain, via: { entity: target, field: named } }] : [];
}

/** The field of an entity that tells which account a record stands for, and the roles of those who are told so. */
export function tellingField(app: App, entity: AppEntity): { field: string; roles: string[] } | undefined {
  const told = app.entities
    .flatMap((other) => (other.rights?.own ?? []).flatMap((own) => ownOf(app, other, own)))
    .filter(({ via }) => via?.entity === entity);
  const field = told[0]?.via?.field;
  return field === undefined ? undefined : { field, roles: [...new Set(told.flatMap(({ roles }) => roles))] };
}

/** What makes records of an entity a person's own, where a test can make them so. */
export const limitsIn = (app: App, entity: AppEntity): Own[] =>
  rightsOf(app, entity).own.filter(({ field }) => entity.fields.some((each) => each.name === field && !each.readOnly));

export const hasRights = (app: App): boolean =>
  app.access !== undefined && app.entities.some(({ rights }) => rights !== undefined);

/** Whether anybody is kept from seeing some records of an entity. */
export const hidesSome = (app: App, entity: AppEntity): boolean => {
  const { see, own } = rightsOf(app, entity);
  return see !== undefined || own.some((each) => each.verbs.includes("see"));
};

/** The roles that may do this with any record of the entity, or with their own when `evenOwn`. */
export function rolesThatMay(app: App, entity: AppEntity, verb: Verb, evenOwn = false): string[] {
  const rights = rightsOf(app, entity);
  const may = (each: Verb, role: string) => rights[each]?.includes(role) ?? true;
  return (app.access?.roles ?? [])
    .map(({ name }) => name)
    .filter(
      (role) =>
        may(verb, role) && (verb === "create" || may("see", role)) && (evenOwn || !isLimited(app, entity, role, verb)),
    );
}

/** Whether people of a role do this with no record but their own. Whoever sees no others touches no others. */
export const isLimited = (app: App, entity: AppEntity, role: string, verb?: Verb): boolean =>
  rightsOf(app, entity).own.some(
    (own) =>
      own.roles.includes(role) && (verb === undefined || own.verbs.some((each) => each === verb || each === "see")),
  );

/** A role whose people may do everything with everything, a managing one where there is one. */
export function fullRole(app: App): string | undefined {
  const roles = [...(app.access?.roles ?? [])].sort((a, b) => Number(b.manages) - Number(a.manages));
  return roles.find(({ name }) =>
    app.entities.every(
      (entity) =>
        verbs.every((verb) => rolesThatMay(app, entity, verb).includes(name)) && !isLimited(app, entity, name),
    ),
  )?.name;
}

/** Whether whoever opens the first page in a test sees all records of an entity. */
export const managesAll = (app: App, entity: AppEntity): boolean => {
  const role = fullRole(app) ?? app.access?.roles.find((each) => each.manages)?.name ?? "";
  return rolesThatMay(app, entity, "see").includes(role);
};

/** Who does this in a test that is about something else: the client of somebody who may. */
export function whoMay(app: App, entity: AppEntity, verb: Verb): string {
  if (!hasRights(app) || fullRole(app) !== undefined) return "api";
  const [role] = doersOf(app, entity, verb);
  return role === undefined ? "api" : `app.as(${JSON.stringify(role)})`;
}

/** Whether people of a role see whatever a record of the entity has to point at. */
export const seesTargets = (app: App, entity: AppEntity, role: string): boolean =>
  entity.fields.every((field) => {
    const target = app.entities.find((each) => each.path === field.target);
    return !target || !field.required || field.readOnly || rolesThatMay(app, target, "see").includes(role);
  });

/** Those who may, of all records; who sees what these point at before others, then who manages. */
export function doersOf(app: App, entity: AppEntity, verb: Verb): string[] {
  const free = rolesThatMay(app, entity, verb).filter((role) => verb !== "create" || !isLimited(app, entity, role));
  const manages = (role: string) => app.access?.roles.find(({ name }) => name === role)?.manages ?? false;
  const rank = (role: string) => 2 * unseen(app, entity, role) - Number(manages(role));
  return free.sort((a, b) => rank(a) - rank(b));
}

const unseen = (app: App, entity: AppEntity, role: string): number =>
  app.entities.filter(
    (other) =>
      entity.fields.some(({ target }) => target === other.path) && !rolesThatMay(app, other, "see").includes(role),
  ).length;

/** The rights of an entity as code; undefined when everybody may do everything. */
function rightsCode(app: App, entity: AppEntity): Node | undefined {
  const { own, ...roles } = rightsOf(app, entity);
  const told = verbs.filter((verb) => roles[verb] !== undefined);
  if (told.length === 0 && own.length === 0) return undefined;
  return object({
    ...Object.fromEntries(told.map((verb) => [verb, literal(roles[verb])])),
    own:
      own.length === 0
        ? undefined
        : array(
            own.map((each) =>
              object({
                roles: literal(each.roles),
                verbs: literal(each.verbs),
                field: literal(each.field),
                via: each.via
                  ? object({ table: code(tableOf(each.via.entity)), field: literal(each.via.field) })
                  : undefined,
              }),
            ),
          ),
  });
}

/** `rights.ts` of an entity, alone because figures of others ask it what counts. */
export function rightsFile(app: App, entity: AppEntity): string | undefined {
  const rights = rightsCode(app, entity);
  if (rights === undefined) return undefined;
  const tables = [...new Set(rightsOf(app, entity).own.flatMap(({ via }) => (via ? [via.entity] : [])))];
  const imports = tables
    .map((other) => `import { ${tableOf(other)} } from "${other === entity ? "." : `../${other.folder}`}/table.ts";\n`)
    .sort();
  return `${imports.join("")}import type { Rights } from "../../resource/rights.ts";

/** Who may do what with ${entity.plural.toLowerCase().replaceAll("*/", "* /")}; a verb that is not here is everybody's. */
export const rights: Rights = ${print(rights, 0, 30)};
`;
}
