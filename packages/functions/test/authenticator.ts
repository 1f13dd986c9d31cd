import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

type Options = { challenge: string; rp?: { id: string }; rpId?: string };

/** What may be otherwise than a true authenticator and an honest browser would have it. */
type Bent = {
  origin?: string;
  rpId?: string;
  type?: string;
  challenge?: string;
  counter?: number;
  isVerified?: boolean;
  id?: string;
  attestation?: Map<string, unknown>;
  format?: string;
};

/**
 * An authenticator in software, with the browser in front of it: an ES256 key pair, attestation `none`, and the bytes
 * that https://www.w3.org/TR/webauthn-3/ asks for. What it makes goes over the wire as `toJSON()` would give it.
 */
export function authenticator(site: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(32);
  let counter = 0;

  const clientData = (type: string, challenge: string, bent: Bent) =>
    Buffer.from(
      JSON.stringify({
        type: bent.type ?? type,
        challenge: bent.challenge ?? challenge,
        origin: bent.origin ?? site,
        crossOrigin: false,
      }),
    );
  const authData = (rpId: string, bent: Bent, attested?: Buffer) => {
    counter = bent.counter ?? counter + 1;
    const present = 0x01;
    const flags = present | (bent.isVerified === false ? 0 : 0x04) | (attested ? 0x40 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(bent.rpId ?? rpId), Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
  };
  const name = (bent: Bent) => bent.id ?? id.toString("base64url");

  return {
    id: id.toString("base64url"),
    /** `navigator.credentials.create` */
    create: (options: unknown, bent: Bent = {}) => {
      const { challenge, rp } = options as Options;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, cose(publicKey)]);
      const client = clientData("webauthn.create", challenge, bent);
      const data = authData(rp?.id ?? "", bent, attested);
      const isSelf = bent.format?.startsWith("self") ?? false;
      const signed = bent.format === "self" ? Buffer.concat([data, sha256(client)]) : data;
      const self = new Map<string, unknown>([
        ["alg", -7],
        ["sig", sign("sha256", signed, privateKey)],
      ]);
      const attestationObject = cbor(
        new Map<string, unknown>([
          ["fmt", isSelf ? "packed" : (bent.format ?? "none")],
          ["attStmt", isSelf ? self : (bent.attestation ?? new Map())],
          ["authData", data],
        ]),
      );
      return {
        id: name(bent),
        rawId: name(bent),
        type: "public-key",
        response: {
          clientDataJSON: client.toString("base64url"),
          attestationObject: attestationObject.toString("base64url"),
          transports: ["internal"],
        },
        clientExtensionResults: {},
      };
    },
    /** `navigator.credentials.get` */
    get: (options: unknown, bent: Bent = {}) => {
      const { challenge, rpId } = options as Options;
      const client = clientData("webauthn.get", challenge, bent);
      const data = authData(rpId ?? "", bent);
      return {
        id: name(bent),
        rawId: name(bent),
        type: "public-key",
        response: {
          clientDataJSON: client.toString("base64url"),
          authenticatorData: data.toString("base64url"),
          signature: sign("sha256", Buffer.concat([data, sha256(client)]), privateKey).toString("base64url"),
        },
        clientExtensionResults: {},
      };
    },
  };
}

const sha256 = (of: string | Buffer) => createHash("sha256").update(of).digest();

/** https://www.rfc-editor.org/rfc/rfc9053#name-double-coordinate-curves */
function cose(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: "jwk" });
  return cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x ?? "", "base64url")],
      [-3, Buffer.from(y ?? "", "base64url")],
    ]),
  );
}

/** As much of https://www.rfc-editor.org/rfc/rfc8949 as an attestation has. */
function cbor(value: unknown): Buffer {
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  if (value instanceof Map)
    return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)])]);
  throw new Error("Not a thing that an attestation has.");
}

function head(major: number, amount: number): Buffer {
  if (amount < 24) return Buffer.from([(major << 5) | amount]);
  if (amount < 256) return Buffer.from([(major << 5) | 24, amount]);
  return Buffer.from([(major << 5) | 25, amount >> 8, amount & 0xff]);
}
