import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import type { passkeyTable } from "../admin/admin.sql.ts";
import { log } from "../base/index.ts";
import type { Assertion, Attestation } from "./passkey.schema.ts";

/**
 * The rules of the protocol, by the library that knows them; nothing here knows of a database. It is loaded when it is
 * needed: who signs in by a code alone does not wait for it. https://www.w3.org/TR/webauthn-3/
 */
const library = () => import("@simplewebauthn/server");
const helpers = () => import("@simplewebauthn/server/helpers");

type Known = Pick<typeof passkeyTable.$inferSelect, "id" | "transports">;
type Stored = Known & Pick<typeof passkeyTable.$inferSelect, "publicKey" | "counter">;

const name = "Q2O";
/** EdDSA, ES256, RS256: https://www.iana.org/assignments/cose */
const algorithms = [-8, -7, -257];

export async function enrolmentOptions(
  siteUrl: string,
  admin: { id: string; email: string },
  challenge: string,
  known: readonly Known[],
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpName: name,
    rpID: rpOf(siteUrl),
    userName: admin.email,
    userDisplayName: admin.email,
    userID: new TextEncoder().encode(admin.id),
    challenge: bytesOf(challenge),
    timeout: timeoutMs,
    attestationType: "none",
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
    supportedAlgorithmIDs: algorithms,
  });
}

export async function proofOptions(
  siteUrl: string,
  challenge: string,
  known: readonly Known[],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({
    rpID: rpOf(siteUrl),
    challenge: bytesOf(challenge),
    timeout: timeoutMs,
    userVerification: "required",
    allowCredentials: known.map(({ id, transports }) => ({ id, transports })),
  });
}

/** @returns the new passkey, or undefined when what was said is not what a true authenticator says to this challenge */
export const readAttestation = (siteUrl: string, challenge: string, said: Attestation) =>
  orRefused(async () => {
    const { verifyRegistrationResponse } = await library();
    const { decodeAttestationObject } = await helpers();
    // A maker's certificates were not asked for, and checking them would ask addresses that they themselves name.
    const attested = decodeAttestationObject(bytesOf(said.response.attestationObject));
    const isPlain = attested.get("fmt") === "none" || attested.get("fmt") === "packed";
    if (!isPlain || attested.get("attStmt").get("x5c") !== undefined) return undefined;
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...said, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: new URL(siteUrl).origin,
      expectedRPID: rpOf(siteUrl),
      supportedAlgorithmIDs: algorithms,
    });
    if (!registrationInfo) return undefined;
    const { credential, credentialBackedUp } = registrationInfo;
    return {
      id: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString("base64url"),
      counter: credential.counter,
      transports: said.response.transports,
      isBackedUp: credentialBackedUp,
    };
  });

/** @returns what to remember of the passkey, or undefined when it did not sign this challenge, here and just now */
export const readAssertion = (siteUrl: string, challenge: string, said: Assertion, passkey: Stored) =>
  orRefused(async () => {
    const { verifyAuthenticationResponse } = await library();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...said, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: new URL(siteUrl).origin,
      expectedRPID: rpOf(siteUrl),
      credential: { id: passkey.id, publicKey: bytesOf(passkey.publicKey), counter: passkey.counter },
    });
    return verified
      ? { counter: authenticationInfo.newCounter, isBackedUp: authenticationInfo.credentialBackedUp }
      : undefined;
  });

/** The challenge that an authenticator says it signed; empty when there is none that could be ours. */
export function challengeOf({ response }: Attestation | Assertion): string {
  try {
    const { challenge }: { challenge?: unknown } = JSON.parse(bytesOf(response.clientDataJSON).toString());
    return typeof challenge === "string" && /^[\w-]{20,200}$/.test(challenge) ? challenge : "";
  } catch {
    return "";
  }
}

/** The library throws at whatever is not as it should be; its messages quote what came, so they go nowhere. */
async function orRefused<T>(read: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    log.info("passkey.refused", { error: error instanceof Error ? error.name : typeof error });
    return undefined;
  }
}

/** How long a browser waits for the person; the challenge itself serves a little longer. */
const timeoutMs = 120_000;

/** A passkey is bound to the host name of the site. */
const rpOf = (siteUrl: string): string => new URL(siteUrl).hostname;

const bytesOf = (base64url: string) => Buffer.from(base64url, "base64url");
