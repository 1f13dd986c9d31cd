import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { type JWTHeaderParameters, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import { sealer } from "./secret.ts";
import { openTokens } from "./tokens.ts";

const siteUrl = "https://q2o.example";
const at = new Date("2026-03-01T12:00:00Z");
const seconds = at.getTime() / 1_000;
const seal = sealer("a secret of the tests, long enough");
const tokens = openTokens({ seal, siteUrl, now: () => at });
const who = { tenantId: "ten_01JQZ3M8S4T6V8X0Z2B4D6F8H0", deviceId: "dev_01JQZ3M8S4T6V8X0Z2B4D6F8H0" };

const { privateKey: strange, publicKey: strangePublic } = generateKeyPairSync("ed25519");
const own = createPrivateKey({
  key: Buffer.from(`302e020100300506032b657004220420${seal("device-token-key", "1")}`, "hex"),
  format: "der",
  type: "pkcs8",
});

const claims: JWTPayload = {
  iss: siteUrl,
  aud: `${siteUrl}/api/device`,
  sub: who.deviceId,
  tenant: who.tenantId,
  iat: seconds,
  exp: seconds + 900,
};
type Key = Parameters<SignJWT["sign"]>[0];
const sign = async (payload: JWTPayload = {}, head: Partial<JWTHeaderParameters> = {}, key: Key = own) => {
  const [{ kid } = { kid: "" }] = await tokens.keys();
  return new SignJWT({ ...claims, ...payload })
    .setProtectedHeader({ alg: "EdDSA", kid, typ: "at+jwt", ...head })
    .sign(key);
};
const without = (name: string) => Object.fromEntries(Object.entries(claims).filter(([each]) => each !== name));
const x = async () => (await tokens.keys())[0]?.x ?? "";
const raw = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

describe("access tokens of devices", () => {
  it("say who it is", async () => {
    const { accessToken, expiresInSeconds } = await tokens.issue(who);
    expect(expiresInSeconds).toBe(900);
    expect(await tokens.read(accessToken)).toEqual(who);
    expect(await tokens.read(await sign())).toEqual(who);
  });

  it("are signed with the same key by every copy of the function, and with another for another secret", async () => {
    const [other] = await openTokens({ seal, siteUrl, now: () => at }).keys();
    expect(await tokens.keys()).toEqual([other]);
    const elsewhere = openTokens({ seal: sealer("another secret, long enough as well"), siteUrl, now: () => at });
    expect((await elsewhere.keys())[0]?.kid).not.toBe(other?.kid);
    expect(await tokens.read((await elsewhere.issue(who)).accessToken)).toBeUndefined();
  });

  const forged: [string, () => Promise<string>][] = [
    ["of no algorithm", async () => new UnsecuredJWT(claims).encode()],
    [
      "of no algorithm, with our key's id",
      async () => `${raw({ alg: "none", kid: (await tokens.keys())[0]?.kid, typ: "at+jwt" })}.${raw(claims)}.`,
    ],
    [
      "keyed with our public key as a secret",
      async () => sign({}, { alg: "HS256" }, Buffer.from(await x(), "base64url")),
    ],
    ["keyed with our public key's text", async () => sign({}, { alg: "HS256" }, Buffer.from(await x()))],
    ["of another key", () => sign({}, {}, strange)],
    ["of another key that it brings along", () => sign({}, { jwk: strangePublic.export({ format: "jwk" }) }, strange)],
    ["of an unknown key's id", () => sign({}, { kid: "other" })],
    ["of no key's id", () => sign({}, { kid: undefined as unknown as string })],
    ["of another kind", () => sign({}, { typ: "JWT" })],
    ["that expired", () => sign({ iat: seconds - 910, exp: seconds - 10 })],
    [
      "that never expires",
      async () =>
        new SignJWT(without("exp"))
          .setProtectedHeader({ alg: "EdDSA", kid: (await tokens.keys())[0]?.kid ?? "", typ: "at+jwt" })
          .sign(own),
    ],
    ["that lives longer than we give", () => sign({ iat: seconds - 2_000, exp: seconds + 90_000 })],
    ["of the future", () => sign({ iat: seconds + 60, exp: seconds + 960 })],
    ["that does not serve yet", () => sign({ nbf: seconds + 60 })],
    ["for others", () => sign({ aud: `${siteUrl}/api/tenant` })],
    ["from elsewhere", () => sign({ iss: "https://evil.example" })],
    [
      "of nobody",
      async () =>
        new SignJWT(without("sub"))
          .setProtectedHeader({ alg: "EdDSA", kid: (await tokens.keys())[0]?.kid ?? "", typ: "at+jwt" })
          .sign(own),
    ],
    [
      "with a condition that we do not know",
      async () => {
        const parts = (await sign()).split(".");
        return [
          raw({ alg: "EdDSA", kid: (await tokens.keys())[0]?.kid, typ: "at+jwt", crit: ["exp2"], exp2: 1 }),
          ...parts.slice(1),
        ].join(".");
      },
    ],
    [
      "changed after it was signed",
      async () => {
        const [head, , signature] = (await sign()).split(".");
        return [head, raw({ ...claims, sub: "dev_01JQZ3M8S4T6V8X0Z2B4D6F8H1" }), signature].join(".");
      },
    ],
    ["cut short", async () => (await sign()).slice(0, -8)],
    ["that is none", async () => "hello"],
    ["that is empty", async () => ""],
  ];
  it.each(forged)("are refused %s", async (_, make) => expect(await tokens.read(await make())).toBeUndefined());
});
