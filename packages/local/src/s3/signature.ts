import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { Refusal } from "./refusal.ts";
import { param, type S3Request } from "./request.ts";

export type Credentials = { accessKeyId: string; secretAccessKey: string };

const algorithm = "AWS4-HMAC-SHA256";
const maxSkewMs = 15 * 60 * 1_000;
const maxExpiresSeconds = 7 * 24 * 3_600;

/**
 * Verifies Signature Version 4, in the header or in the query (presigned), and that it is of now.
 *
 * @returns the payload's declared hash: hex, or one of S3's words for an unsigned or streamed body
 * @throws Refusal `AccessDenied`, `InvalidAccessKeyId`, `RequestTimeTooSkewed`, `SignatureDoesNotMatch`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
 */
export function verify(request: S3Request, credentials: Credentials, now: Date): string {
  const claim = param(request, "X-Amz-Signature") === undefined ? inHeader(request, now) : inQuery(request, now);
  const [accessKeyId = "", date = "", region = "", service = "", end = ""] = claim.credential.split("/");
  if (accessKeyId !== credentials.accessKeyId)
    throw new Refusal("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
  if (service !== "s3" || end !== "aws4_request" || !claim.at.startsWith(date))
    throw new Refusal("AccessDenied", "The credential's scope does not fit the request.");
  refuseUnsigned(request, claim.signedHeaders);

  const scope = `${date}/${region}/${service}/${end}`;
  const toSign = [algorithm, claim.at, scope, sha256(canonical(request, claim))].join("\n");
  let key: Buffer | string = `AWS4${credentials.secretAccessKey}`;
  for (const part of [date, region, service, end]) key = createHmac("sha256", key).update(part).digest();
  const expected = createHmac("sha256", key).update(toSign).digest("hex");
  const given = Buffer.from(claim.signature);
  if (given.length !== expected.length || !timingSafeEqual(given, Buffer.from(expected)))
    throw new Refusal("SignatureDoesNotMatch", "The request signature we calculated does not match the one provided.");
  return claim.payload;
}

type Claim = { credential: string; at: string; signedHeaders: string[]; signature: string; payload: string };

function inHeader(request: S3Request, now: Date): Claim {
  const match = /^AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]+)$/.exec(
    request.headers.authorization ?? "",
  );
  if (!match) throw new Refusal("AccessDenied", "Access Denied");
  const [, credential = "", signedHeaders = "", signature = ""] = match;
  const at = request.headers["x-amz-date"] ?? "";
  if (Math.abs(instant(at) - now.getTime()) > maxSkewMs)
    throw new Refusal(
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large.",
    );
  const payload = request.headers["x-amz-content-sha256"];
  if (payload === undefined) throw new Refusal("InvalidArgument", "Missing required header: x-amz-content-sha256");
  return { credential, at, signedHeaders: signedHeaders.split(";"), signature, payload };
}

function inQuery(request: S3Request, now: Date): Claim {
  const need = (name: string) => {
    const value = param(request, name);
    if (value === undefined) throw new Refusal("AccessDenied", `Query-string authentication requires ${name}.`);
    return value;
  };
  if (need("X-Amz-Algorithm") !== algorithm) throw new Refusal("AccessDenied", "Unknown signing algorithm.");
  const at = need("X-Amz-Date");
  const expiresSeconds = Number(need("X-Amz-Expires"));
  if (!Number.isInteger(expiresSeconds) || expiresSeconds < 0 || expiresSeconds > maxExpiresSeconds)
    throw new Refusal("AccessDenied", "X-Amz-Expires must be between 0 and 604800 seconds.");
  const age = now.getTime() - instant(at);
  if (age > expiresSeconds * 1_000) throw new Refusal("AccessDenied", "Request has expired");
  if (age < -maxSkewMs) throw new Refusal("AccessDenied", "Request is not yet valid");
  return {
    credential: need("X-Amz-Credential"),
    at,
    signedHeaders: need("X-Amz-SignedHeaders").split(";"),
    signature: need("X-Amz-Signature"),
    payload: param(request, "X-Amz-Content-Sha256") ?? request.headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD",
  };
}

/** `20261124T030000Z` in milliseconds; NaN would compare as neither early nor late, so it is refused. */
function instant(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) throw new Refusal("AccessDenied", "X-Amz-Date must be like 20261124T030000Z.");
  return Date.parse(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`);
}

function refuseUnsigned(request: S3Request, signed: string[]): void {
  const loose = Object.keys(request.headers).filter((name) => name.startsWith("x-amz-") && !signed.includes(name));
  // The payload's hash is part of what is signed even where the header is not.
  if (loose.some((name) => name !== "x-amz-content-sha256") || !signed.includes("host"))
    throw new Refusal("AccessDenied", "There were headers present in the request which were not signed");
}

function canonical(request: S3Request, { signedHeaders, payload }: Claim): string {
  const query = request.query
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]): [string, string] => [encode(name), encode(value)])
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const headers = signedHeaders.map((name) => `${name}:${(request.headers[name] ?? "").trim().replace(/ +/g, " ")}\n`);
  const path = request.rawPath
    .split("/")
    .map((segment) => encode(decodeURIComponent(segment)))
    .join("/");
  return [request.method, path, query, headers.join(""), signedHeaders.join(";"), payload].join("\n");
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
