export * as Ports from "./index.ts";

import { AsyncLocalStorage } from "node:async_hooks";
import type { Interval } from "../billing/billing.schema.ts";
import type { Facts } from "../billing/facts.ts";
import type { Database } from "../db/open.ts";
import type { CheckOutcome, KeyedProvider } from "../llm/llm.schema.ts";
import type { Queue } from "../outbox/outbox.schema.ts";
import type { CrashPoint } from "./crash.ts";

/** The exact RunTask input; stored, so that every retry is byte-identical. */
export type LaunchSpec = {
  clientToken: string;
  startedBy: string;
  /** Spot costs less and may be taken away at two minutes' notice. */
  machine: "spot" | "on_demand";
  environment: Record<string, string>;
};

/** What a task engine says of a request to run. */
export type Launched =
  | { kind: "started"; taskArn: string }
  /** Definitely not started; the next attempt needs another token. */
  | { kind: "refused"; reason: string }
  /** Will never start like this: wrong definition, network or rights. */
  | { kind: "impossible"; reason: string };

/** A task as the engine knows it. `startedBy` is what its launch spec said. */
export type RunningTask = { taskArn: string; startedBy: string | undefined; createdAt: Date | undefined };

export type Upload = { key: string; sha256: string; bytes: number; contentType: string };

/** Stripe, as far as it is asked. Every call that makes something carries a key, so that a repeat makes nothing more. */
export type StripePort = {
  createCustomer: (input: { key: string; tenantId: string; name: string; email: string }) => Promise<string>;
  createPrice: (input: {
    key: string;
    planId: string;
    name: string;
    interval: Interval;
    cents: number;
    /** The product that it is another price of; without one, one is made. */
    productId: string | undefined;
  }) => Promise<{ priceId: string; productId: string }>;
  nameProduct: (productId: string, name: string) => Promise<void>;
  openCheckout: (input: {
    key: string;
    customerId: string;
    item: { priceId: string } | { name: string; cents: number };
    backTo: string;
  }) => Promise<{ sessionId: string; url: string }>;
  openPortal: (input: { customerId: string; backTo: string }) => Promise<string>;
  /** Now, charging what is left of the period; or from the next period on. */
  changePrice: (input: {
    key: string;
    subscriptionId: string;
    priceId: string;
    when: "now" | "next_period";
  }) => Promise<void>;
  /** At once. One that has ended already, or that nobody knows, is no failure. */
  /** What was arranged for later does not happen. Of one for which nothing is arranged, nothing. */
  keepPrice: (subscriptionId: string) => Promise<void>;
  endSubscription: (subscriptionId: string) => Promise<void>;
  factsOf: (customerId: string) => Promise<Facts>;
  /** What became of a visit to the payment page. */
  sessionOf: (sessionId: string) => Promise<SessionFact | undefined>;
  /** Whose payment a charge is of, and whether it was paid back in full or is disputed. */
  chargeOf: (chargeId: string) => Promise<ChargeFact | undefined>;
};
export type SessionFact = { customerId: string; isPaid: boolean; paymentId: string | null };
export type ChargeFact = { customerId: string | null; paymentId: string | null; isUndone: boolean };
/** What a provider said to the question for its models. */
export type ModelsCheck = { outcome: CheckOutcome; status: number | null; latencyMs: number };

/** Whose access token it is; whether the device still lives is its row's to say. */
export type DeviceClaim = { tenantId: string; deviceId: string };

/** A public key that checks access tokens: https://www.rfc-editor.org/rfc/rfc8037 */
export type DeviceKey = { kty: "OKP"; crv: "Ed25519"; x: string; kid: string; alg: "EdDSA"; use: "sig" };

/** The outside, by one door. Real at the edge, and on one machine real with other endpoints. */
export type Ports = {
  /** Does nothing, unless a test wants the process to die at this point. */
  crash: (point: CrashPoint) => void;
  db: Database;
  now: () => Date;
  /** The site's public origin, without a slash at the end. */
  siteUrl: string;
  firstAdminEmail: string;
  /** Whether an admin without a passkey must enrol one to sign in. */
  adminPasskey: "required" | "optional";
  /** Keyed hash of a text for a purpose, hex. Pepper and purposes keep one use from serving another. */
  seal: (purpose: string, text: string) => string;
  /** Ed25519 over the bytes of a SHA-256. */
  sign: (sha256: string) => { algorithm: "Ed25519"; keyId: string; publicKey: string; signature: string };
  /** The signed access tokens of devices. */
  tokens: {
    issue: (who: DeviceClaim) => Promise<{ accessToken: string; expiresInSeconds: number }>;
    /** Undefined for one that is not ours, not of now or not for devices. */
    read: (token: string) => Promise<DeviceClaim | undefined>;
    keys: () => Promise<DeviceKey[]>;
  };
  queue: { send: (queue: Queue, body: unknown) => Promise<void> };
  tasks: {
    /** How many there may be at once, of all tenants. */
    places: number;
    run: (spec: LaunchSpec) => Promise<Launched>;
    stop: (taskArn: string, reason: string) => Promise<void>;
    /** Those that nobody told to stop, a hundred at a time. @param after `next` of the page before */
    list: (after?: string) => Promise<{ items: RunningTask[]; next: string | undefined }>;
  };
  files: {
    presignPut: (upload: Upload) => Promise<{ url: string; headers: Record<string, string>; expiresAt: string }>;
    /** @param seconds how long a download may begin; a minute unless said otherwise */
    presignGet: (key: string, fileName: string, seconds?: number) => Promise<{ url: string; expiresAt: string }>;
    /** Size and SHA-256 (hex) as stored; undefined when there is no such file. */
    head: (key: string) => Promise<{ bytes: number; sha256: string | undefined } | undefined>;
    read: (key: string) => Promise<string>;
    bytes: (key: string) => Promise<Uint8Array>;
    /** At most a thousand whose keys begin so. @param after `next` of the page before */
    list: (
      prefix: string,
      after?: string,
    ) => Promise<{ items: { key: string; bytes: number }[]; next: string | undefined }>;
    /** At most a thousand; one that is not there counts as removed. */
    remove: (keys: string[]) => Promise<void>;
  };
  stripe: StripePort;
  models: {
    /** What the environment tells every agent first; empty when it says nothing. */
    systemPrompt: string;
    /** Whom agents ask before an admin says anything; undefined when the environment names nobody. */
    choice: { provider: KeyedProvider; model: string } | undefined;
    isConfigured: (provider: KeyedProvider) => boolean;
    /** Really asks the provider, and waits no longer than a person would. It never throws. */
    check: (provider: KeyedProvider) => Promise<ModelsCheck>;
  };
  mail: { send: (mail: { to: string; subject: string; text: string; html: string }) => Promise<void> };
};

const scope = new AsyncLocalStorage<Ports>();

export const provide = <T>(ports: Ports, work: () => T): T => scope.run(ports, work);

/** @throws Error outside of an edge: nothing in the domain may reach the world by itself */
export function use(): Ports {
  const ports = scope.getStore();
  if (!ports) throw new Error("No ports: an edge must provide them.");
  return ports;
}
