import * as z from "zod";
import { Instant, id, text } from "../base/base.schema.ts";
import { CodeScope, RedeemCode } from "../code/code.schema.ts";
import { ProjectState } from "../project/project.schema.ts";

export const ActivateDevice = RedeemCode.extend({
  /** Whatever tells this machine from others and stays the same; kept as a keyed hash. */
  fingerprint: text(500).trim().min(8, "A fingerprint has at least 8 characters."),
  label: text(100).trim().optional(),
});

export const RefreshDevice = z.object({ refreshToken: z.string().min(1).max(500) });

export const DeviceTokens = z.object({
  device: z.object({ id: id("device"), label: z.string().nullable() }),
  /** For the `Authorization` header, after `Bearer`. */
  accessToken: z.string(),
  /** How long the access token serves. */
  expiresInSeconds: z.int(),
  /** Serves once, for the next pair. */
  refreshToken: z.string(),
});

export const Heard = z.object({
  /** Other than the one of the policy that the device has: read the policy again. */
  policyVersion: z.string(),
  /** When to come again at the latest. */
  heartbeatSeconds: z.int(),
});

/** What a device may, and what it shows. */
export const DevicePolicy = z.object({
  version: z.string(),
  device: z.object({ id: id("device"), label: z.string().nullable() }),
  scopes: z.array(CodeScope),
  tenant: z.object({
    name: z.string(),
    logoUrl: z.string().nullable(),
    primaryColor: z.string().nullable(),
    /** Whether the platform may be named beside the tenant. */
    namesPlatform: z.boolean(),
  }),
  projects: z.array(z.object({ id: id("project"), name: z.string(), state: ProjectState })),
  limits: z.object({ maxDevices: z.int().nullable(), expiresAt: Instant.nullable() }),
  intervals: z.object({ heartbeatSeconds: z.int(), refreshSeconds: z.int() }),
});
export type DevicePolicy = z.infer<typeof DevicePolicy>;

/** https://www.rfc-editor.org/rfc/rfc7517#section-5 */
export const DeviceKeys = z.object({
  keys: z.array(
    z.object({
      kty: z.literal("OKP"),
      crv: z.literal("Ed25519"),
      x: z.string(),
      kid: z.string(),
      alg: z.literal("EdDSA"),
      use: z.literal("sig"),
    }),
  ),
});
