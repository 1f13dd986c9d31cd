import { type App, type AppEntity, type AppField, isComputed, nameIn, partOf } from "./app.ts";

/** What may only be taken while enough of it was given: a handout of a category, covered by its donations. */
export type Floor = { given: Side; taken: Side };
type Side = { entity: AppEntity; via: AppField; amount: AppField };

/** Where the rules let a balance of what came in and what went out never fall below nothing. */
export function floorsOf(app: App): Floor[] {
  return app.entities.flatMap((owner) =>
    owner.rules.flatMap((rule): Floor[] => {
      const [only] = rule.kind === "never" ? rule.when : [];
      const balance = only && partOf(owner, only.field);
      if (!balance || !isComputed(balance) || balance.value.kind !== "combined") return [];
      if (only.op !== "lt" || !only.to || !("literal" in only.to) || only.to.literal !== 0) return [];
      const sides = balance.value.parts.map(({ value, times }) => ({ times, side: sideOf(app, owner, value) }));
      const given = sides.find(({ times, side }) => times > 0 && side)?.side;
      return sides.flatMap(({ times, side }) => (given && side && times < 0 ? [{ given, taken: side }] : []));
    }),
  );
}

function sideOf(app: App, owner: AppEntity, source: string): Side | undefined {
  const sum = partOf(owner, source);
  if (!sum || !isComputed(sum) || sum.value.kind !== "sum") return undefined;
  const { of, via, field } = sum.value;
  const entity = app.entities.find(({ name }) => name === of);
  const [to, amount] = [via, field].map((each) => entity?.fields.find(({ name }) => name === nameIn(entity, each)));
  return entity && to && amount ? { entity, via: to, amount } : undefined;
}
