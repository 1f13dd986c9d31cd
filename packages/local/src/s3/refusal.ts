import { escapeXml } from "./xml.ts";

/** What S3 says no to, in its own words: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const statuses = {
  AccessDenied: 403,
  BadDigest: 400,
  BucketAlreadyOwnedByYou: 409,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidBucketName: 400,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedXML: 400,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  NotModified: 304,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  XAmzContentSHA256Mismatch: 400,
} as const;

/** An answer other than success, as S3 would give it. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: keyof typeof statuses;
  readonly status: number;

  constructor(code: keyof typeof statuses, message: string) {
    super(message);
    this.code = code;
    this.status = statuses[code];
  }

  toXml(resource: string, requestId: string): string {
    const tag = (name: string, value: string) => `<${name}>${escapeXml(value)}</${name}>`;
    const inner = tag("Code", this.code) + tag("Message", this.message) + tag("Resource", resource);
    return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}${tag("RequestId", requestId)}</Error>`;
  }
}
