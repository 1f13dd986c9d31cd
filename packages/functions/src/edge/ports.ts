import { open } from "@q2o/core/db";
import { usualModels } from "@q2o/core/llm/schema";
import { Ports } from "@q2o/core/ports";
import { crash } from "./crash.ts";
import { sealer, signer } from "./secret.ts";
import { type Group, type Settings, settings } from "./settings.ts";

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** What is too large to be part of functions that do not need it. */
type Further = {
  openStripe?: (place: Settings<"stripe">) => Ports["stripe"] | Promise<Ports["stripe"]>;
  openModels?: (place: Settings<"models">) => Omit<Ports["models"], "systemPrompt" | "choice">;
  openTokens?: (own: Pick<Ports.Ports, "seal" | "siteUrl" | "now">) => Ports.Ports["tokens"];
};

/**
 * The outside, for a function that uses these groups of the environment; reaching for another is a bug and says so.
 * AWS's and Stripe's clients are loaded at the first call that needs one: they would double every cold start.
 */
function openPorts(uses: readonly Group[], { openStripe, openTokens, openModels }: Further): Ports {
  const given = new Map(uses.map((group) => [group, settings(group)]));
  const read = <G extends Group>(group: G) => {
    if (!given.has(group)) throw new Error(`This function was not given: ${group}`);
    return given.get(group) as ReturnType<typeof settings<G>>;
  };
  const queues = once(async () => (await import("./queues.ts")).openQueues(read("queues")));
  const files = once(async () => (await import("./files.ts")).openFiles(read("files").BUCKET));
  const tasks = once(async () => (await import("./tasks.ts")).openTasks(read("tasks")));
  const mail = once(async () => (await import("./letters.ts")).openMail(read("mail").MAIL_FROM));
  const models = once(() => {
    if (!openModels) throw new Error("This function was not given: models");
    return openModels(read("models"));
  });
  const seal = once(() => sealer(read("secret").APP_SECRET));
  const sign = once(() => signer(read("signing").SIGNING_KEY));
  const stripe = once(async () => {
    if (!openStripe) throw new Error("This function was not given: stripe");
    return openStripe(read("stripe"));
  });
  const tokens = once(() => {
    if (!openTokens) throw new Error("This function was not given: tokens");
    return openTokens({ seal: seal(), siteUrl: read("site").SITE_URL, now });
  });
  const database = uses.includes("owner") ? ownerDatabase() : loginDatabase();
  return {
    crash,
    db: database,
    now,
    get siteUrl() {
      return read("site").SITE_URL;
    },
    get firstAdminEmail() {
      return read("admin").FIRST_ADMIN_EMAIL;
    },
    get adminPasskey() {
      return read("passkeys").ADMIN_PASSKEY;
    },
    seal: (purpose, text) => seal()(purpose, text),
    sign: (sha256) => sign()(sha256),
    get tokens() {
      return tokens();
    },
    queue: { send: async (queue, body) => (await queues()).send(queue, body) },
    tasks: {
      get places() {
        return read("tasks").TASK_PLACES;
      },
      run: async (spec) => (await tasks()).run(spec),
      stop: async (taskArn, reason) => (await tasks()).stop(taskArn, reason),
      list: async (after) => (await tasks()).list(after),
    },
    files: {
      presignPut: async (upload) => (await files()).presignPut(upload),
      presignGet: async (key, fileName, seconds) => (await files()).presignGet(key, fileName, seconds),
      head: async (key) => (await files()).head(key),
      read: async (key) => (await files()).read(key),
      bytes: async (key) => (await files()).bytes(key),
      list: async (prefix, after) => (await files()).list(prefix, after),
      remove: async (keys) => (await files()).remove(keys),
    },
    stripe: {
      createCustomer: async (wanted) => (await stripe()).createCustomer(wanted),
      createPrice: async (wanted) => (await stripe()).createPrice(wanted),
      nameProduct: async (id, name) => (await stripe()).nameProduct(id, name),
      openCheckout: async (wanted) => (await stripe()).openCheckout(wanted),
      openPortal: async (wanted) => (await stripe()).openPortal(wanted),
      changePrice: async (wanted) => (await stripe()).changePrice(wanted),
      keepPrice: async (id) => (await stripe()).keepPrice(id),
      endSubscription: async (id) => (await stripe()).endSubscription(id),
      factsOf: async (customerId) => (await stripe()).factsOf(customerId),
      sessionOf: async (id) => (await stripe()).sessionOf(id),
      chargeOf: async (id) => (await stripe()).chargeOf(id),
    },
    mail: { send: async (letter) => (await mail()).send(letter) },
    models: {
      get systemPrompt() {
        return read("agents").LLM_SYSTEM_PROMPT;
      },
      get choice() {
        const { LLM_PROVIDER: provider, LLM_MODEL } = read("agents");
        return provider && { provider, model: LLM_MODEL ?? usualModels[provider] };
      },
      isConfigured: (provider) => models().isConfigured(provider),
      check: (provider) => models().check(provider),
    },
  };
}

const now = () => new Date();

function loginDatabase() {
  const { DATABASE_URL } = settings("database");
  return open({ url: DATABASE_URL });
}

/** Used once in a long time: its connections are not kept. */
function ownerDatabase() {
  const { DATABASE_OWNER_URL } = settings("owner");
  return open({ url: DATABASE_OWNER_URL, max: 1, maxUses: 1 });
}

/** Runs a function's work with its ports, opened at the first call and kept. */
export function withPorts<Args extends unknown[], R>(
  uses: readonly Group[],
  work: (...args: Args) => R | Promise<R>,
  further: Further = {},
) {
  const ports = once(() => openPorts(uses, further));
  return async (...args: Args): Promise<R> => Ports.provide(ports(), () => work(...args));
}
