import { createPrivateKey, createPublicKey } from "node:crypto";
import { Device } from "@q2o/core/device";
import { type DeviceKey, Ports } from "@q2o/core/ports";
import { calculateJwkThumbprint, errors, exportJWK, jwtVerify, SignJWT } from "jose";
import type { Recognise } from "./door.ts";

const lifeSeconds = 900;
/** How far the clocks of two machines of ours may be apart. */
const skewSeconds = 5;
const algorithm = "EdDSA";
/** RFC 9068's, so that no other token of ours would be taken for one. */
const type = "at+jwt";

/**
 * The access tokens of devices, signed with a key derived from the product's secret for nothing else: the function that
 * serves devices holds the secret anyway and so needs no part of the key that signs deliveries.
 *
 * See docs/decisions/0019-device-tokens.md.
 */
export function openTokens({
  seal,
  siteUrl: issuer,
  now,
}: Pick<Ports.Ports, "seal" | "siteUrl" | "now">): Ports.Ports["tokens"] {
  const privateKey = createPrivateKey({ key: pkcs8(seal("device-token-key", "1")), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey);
  const audience = `${issuer}/api/device`;
  const known = published();

  async function published(): Promise<DeviceKey> {
    const { x = "" } = await exportJWK(publicKey);
    const jwk = { kty: "OKP", crv: "Ed25519", x } as const;
    return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: algorithm, use: "sig" };
  }

  return {
    issue: async ({ tenantId, deviceId }) => {
      const { kid } = await known;
      const issuedAt = Math.floor(now().getTime() / 1_000);
      const accessToken = await new SignJWT({ tenant: tenantId })
        .setProtectedHeader({ alg: algorithm, kid, typ: type })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(deviceId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifeSeconds)
        .sign(privateKey);
      return { accessToken, expiresInSeconds: lifeSeconds };
    },
    read: async (token) => {
      const { kid } = await known;
      const keyOf = ({ kid: named }: { kid?: string }) => {
        if (named !== kid) throw new errors.JWKSNoMatchingKey();
        return publicKey;
      };
      try {
        const { payload } = await jwtVerify(token, keyOf, {
          ...{ algorithms: [algorithm], typ: type, issuer, audience, currentDate: now() },
          ...{ requiredClaims: ["sub", "exp"], maxTokenAge: lifeSeconds, clockTolerance: skewSeconds },
        });
        return { tenantId: String(payload.tenant), deviceId: String(payload.sub) };
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
    keys: async () => [await known],
  };
}

/** An Ed25519 private key of 32 bytes in the form that others read. https://www.rfc-editor.org/rfc/rfc8410#section-7 */
const pkcs8 = (seed: string) => Buffer.from(`302e020100300506032b657004220420${seed}`, "hex");

/** Who shows a genuine access token, if the device's row says that it still lives. */
export const deviceDoor: Recognise = async (token) => {
  const claim = await Ports.use().tokens.read(token);
  return claim && Device.recognise(claim);
};
