import { type App, type AppEntity, type AppField, keepsFiles } from "../app.ts";
import { columnKind } from "./entity.ts";
import { messagesTable } from "./notifications.ts";

/** The first migration: every table, referenced ones before those that point at them where there is such an order. */
export function migration(app: App): string {
  const tables = inOrder(app.entities).map((entity) => table(app, entity));
  return `-- Foreign keys keep a record from being deleted while others point at it.\n${app.access ? accessTables : ""}${keepsFiles(app) ? filesTable : ""}${tables.join("")}${messagesTable(app)}`;
}

/** Entities after those they point at. */
export function inOrder(entities: readonly AppEntity[]): AppEntity[] {
  const done = new Set<AppEntity>();
  const visit = (entity: AppEntity, path: AppEntity[]) => {
    if (done.has(entity) || path.includes(entity)) return;
    for (const field of entity.fields) {
      const other = entities.find((each) => each.path === field.target);
      if (other && field.required) visit(other, [...path, entity]);
    }
    done.add(entity);
  };
  for (const entity of entities) visit(entity, []);
  return [...done];
}

function table(app: App, entity: AppEntity): string {
  const columns = [
    "id integer primary key autoincrement",
    ...entity.fields.map((field) => column(app, field)),
    ...(["createdAt", "updatedAt"] as const).flatMap((name) =>
      entity.fields.some((field) => field.name === name)
        ? []
        : [`${name === "createdAt" ? "created_at" : "updated_at"} text not null`],
    ),
  ];
  const indexes = entity.fields.flatMap((field) => {
    const on = `on "${entity.table}" (${field.unique && columnKind(field) === "text" ? `lower("${field.column}")` : `"${field.column}"`})`;
    if (field.unique) return [`create unique index "${entity.table}_unique_${field.column}" ${on};\n`];
    return field.kind === "reference" ? [`create index "${entity.table}_by_${field.column}" ${on};\n`] : [];
  });
  return `\ncreate table "${entity.table}" (\n${columns.map((each) => `  ${each}`).join(",\n")}\n) strict;\n${indexes.join("")}`;
}

function column(app: App, field: AppField): string {
  const kind = columnKind(field);
  const type = kind === "boolean" ? "integer" : kind;
  const check = kind === "boolean" ? ` check ("${field.column}" in (0, 1))` : "";
  const other = app.entities.find((each) => each.path === field.target);
  const target = field.target === undefined ? "" : ` references "${other ? other.table : "user_account"}" (id)`;
  return `"${field.column}" ${type}${field.required ? " not null" : ""}${check}${target}`;
}

const filesTable = `
-- Files in the folder that no record names any more, or not yet.
create table stray_file (
  id text primary key
) strict;
`;

const accessTables = `
create table user_account (
  id integer primary key autoincrement,
  name text not null,
  email text not null unique,
  role text not null,
  password_hash text not null,
  created_at text not null,
  updated_at text not null
) strict;

create table user_session (
  token_hash text primary key,
  account_id integer not null references user_account (id) on delete cascade,
  expires_at text not null
) strict;
create index user_session_by_account on user_session (account_id);
`;
