import * as z from "zod";
import { Instant, text } from "../base/base.schema.ts";

/** What an authenticator says, as `PublicKeyCredential.toJSON()` gives it. https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson */
const bytes = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]+$/, "Bytes in base64url.");

/** An authenticator's id of a passkey has at most 1023 bytes. */
const CredentialId = bytes(1_364);

const credential = { id: CredentialId, rawId: CredentialId, type: z.literal("public-key") };

const Transport = z
  .string()
  .max(20)
  .regex(/^[a-z-]+$/, "A transport such as internal or usb.");

const Attestation = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes(4_000),
    attestationObject: bytes(20_000),
    transports: z.array(Transport).max(8).default([]),
  }),
});
export type Attestation = z.output<typeof Attestation>;

const Assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes(4_000),
    authenticatorData: bytes(4_000),
    signature: bytes(4_000),
  }),
});
export type Assertion = z.output<typeof Assertion>;

export const EnrolPasskey = z.object({
  name: text(60).trim().min(1, "Say which passkey this is, such as Ann's laptop."),
  credential: Attestation,
});
export const ShowPasskey = z.object({ credential: Assertion });

/** Whatever is no such id reads as unknown. */
export const PasskeyId = z.object({
  id: z
    .string()
    .max(2_000)
    .transform((typed) => (CredentialId.safeParse(typed).success ? typed : "unknown")),
});

export const Passkey = z.object({
  id: z.string(),
  name: z.string(),
  /** Kept by the maker of the device too, so that losing the device does not lose it. */
  isBackedUp: z.boolean(),
  createdAt: Instant,
  usedAt: Instant.nullable(),
});
export const PasskeyList = z.object({ items: z.array(Passkey) });

/** For `PublicKeyCredential.parseCreationOptionsFromJSON`. */
export const EnrolmentOptions = z.looseObject({ challenge: z.string(), rp: z.object({ id: z.string() }).loose() });
/** For `PublicKeyCredential.parseRequestOptionsFromJSON`. */
export const ProofOptions = z.looseObject({ challenge: z.string(), rpId: z.string() });
