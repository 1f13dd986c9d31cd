import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Running, start } from "./index.ts";

const credentials = { accessKeyId: "AKLOCAL", secretAccessKey: "secret" };
const folder = mkdtempSync(join(tmpdir(), "q2o-s3-"));
const Bucket = "artifacts";
let aheadSeconds = 0;
let s3: Running;
let client: S3Client;

const open = async (port = 0) => {
  const now = () => new Date(Date.now() + aheadSeconds * 1_000);
  const corsOrigins = ["http://site.test"];
  s3 = await start({ folder, port, credentials, buckets: [Bucket], corsOrigins, now });
};
const endpoint = () => `http://127.0.0.1:${s3.port}`;
const make = (more: object = {}) => new S3Client({ region: "us-east-1", endpoint: endpoint(), credentials, ...more });
const put = (Key: string, Body: string | Buffer, more: object = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more: object = {}) => client.send(new GetObjectCommand({ Bucket, Key, ...more }));
const text = async (Key: string) => (await get(Key)).Body?.transformToString();
const status = (work: Promise<unknown>) =>
  work.then(
    () => 200,
    (error: { $metadata?: { httpStatusCode?: number } }) => error.$metadata?.httpStatusCode,
  );

beforeAll(async () => {
  await open();
  client = make();
});
afterAll(async () => {
  await s3.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("the service", () => {
  it("says what time it is by the product's clock, for clients set theirs by it", async () => {
    aheadSeconds = 32 * 86_400;
    const { headers } = await fetch(endpoint());
    aheadSeconds = 0;
    const ahead = Date.parse(headers.get("date") ?? "") - Date.now();
    expect(Math.round(ahead / 86_400_000)).toBe(32);
  });
});

describe("objects", () => {
  it("come back byte for byte with their headers", async () => {
    const body = randomBytes(12_000_000);
    const sent = { ContentType: "application/zip", Metadata: { run: "run_1" }, CacheControl: "no-store" };
    await put("a/b c+d&é'(1).zip", body, sent);
    const answer = await get("a/b c+d&é'(1).zip");
    expect(answer).toMatchObject(sent);
    expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: "a/b c+d&é'(1).zip" }))).toMatchObject({
      ContentLength: 12_000_000,
      ContentType: "application/zip",
    });
  });

  it("take a stream, chunked by the SDK with its checksum at the end", async () => {
    const chunks = Array.from({ length: 40 }, () => randomBytes(70_001));
    const ContentLength = 40 * 70_001;
    await client.send(new PutObjectCommand({ Bucket, Key: "stream", Body: Readable.from(chunks), ContentLength }));
    const body = Buffer.from((await (await get("stream")).Body?.transformToByteArray()) ?? []);
    expect(body.equals(Buffer.concat(chunks))).toBe(true);
    expect((await get("stream")).ContentEncoding).toBeUndefined();
  });

  it.each(["CRC32", "CRC32C", "SHA1", "SHA256"])("keep and check %s", async (ChecksumAlgorithm) => {
    await put(`sum-${ChecksumAlgorithm}`, "123456789", { ChecksumAlgorithm });
    const answer = await get(`sum-${ChecksumAlgorithm}`, { ChecksumMode: "ENABLED" });
    const expected: Record<string, string> = {
      CRC32: "y/Q5Jg==",
      CRC32C: "4waSgw==",
      SHA1: "98O8HYCOBHMq32eZZczDTKeuNEE=",
    };
    const name = `Checksum${ChecksumAlgorithm}` as "ChecksumCRC32";
    expect(answer[name]).toBe(expected[ChecksumAlgorithm] ?? "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=");
    expect(await answer.Body?.transformToString()).toBe("123456789");
  });

  it("are refused, and the old one kept, when a checksum lies", async () => {
    await put("lie", "old");
    expect(await status(put("lie", "new", { ChecksumSHA256: "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=" }))).toBe(
      400,
    );
    expect(await status(put("lie", "new", { ContentMD5: "AAAAAAAAAAAAAAAAAAAAAA==" }))).toBe(400);
    expect(await text("lie")).toBe("old");
  });

  it("are written once under If-None-Match, also by racers", async () => {
    const race = await Promise.all(
      Array.from({ length: 8 }, (_, i) => status(put("once", `writer ${i}`, { IfNoneMatch: "*" }))),
    );
    expect(race.filter((code) => code === 200)).toHaveLength(1);
    expect(race.filter((code) => code === 412)).toHaveLength(7);
    expect(await status(put("once", "late", { IfNoneMatch: "*" }))).toBe(412);
    expect(await text("once")).toMatch(/^writer/);
  });

  it("are given in ranges", async () => {
    await put("digits", "0123456789");
    const part = async (Range: string) => {
      const answer = await get("digits", { Range });
      return [answer.$metadata.httpStatusCode, await answer.Body?.transformToString(), answer.ContentRange];
    };
    expect(await part("bytes=2-4")).toEqual([206, "234", "bytes 2-4/10"]);
    expect(await part("bytes=7-")).toEqual([206, "789", "bytes 7-9/10"]);
    expect(await part("bytes=-3")).toEqual([206, "789", "bytes 7-9/10"]);
    expect(await status(get("digits", { Range: "bytes=10-" }))).toBe(416);
  });

  it("are copied, deleted one by one and many at once", async () => {
    await put("x1", "one", { ContentType: "text/x" });
    await client.send(new CopyObjectCommand({ Bucket, Key: "x2", CopySource: `${Bucket}/x1` }));
    expect(await get("x2")).toMatchObject({ ContentType: "text/x" });
    await client.send(new DeleteObjectCommand({ Bucket, Key: "x1" }));
    expect(await status(get("x1"))).toBe(404);
    await put("x&<3", "three");
    const Objects = [{ Key: "x2" }, { Key: "x&<3" }, { Key: "never" }];
    const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted).toHaveLength(3);
    expect(await status(get("x&<3"))).toBe(404);
  });

  it("stay within the folder whatever the key says", async () => {
    for (const Key of ["../../escape", "/etc/passwd", "a/../../b", "..", "%2e%2e/x"]) {
      await put(Key, Key);
      expect(await text(Key)).toBe(Key);
    }
    expect(readdirSync(folder).filter((name) => !name.startsWith("index.sqlite"))).toEqual(["blobs"]);
  });
});

describe("listing", () => {
  it("pages by keys and groups by a delimiter", async () => {
    for (const key of ["l/a", "l/b/1", "l/b/2", "l/c", "l/d/1", "l/é"]) await put(key, key);
    const seen: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix: "l/", Delimiter: "/", MaxKeys: 2, ContinuationToken }),
      );
      seen.push(
        ...(page.Contents ?? []).map((one) => one.Key),
        ...(page.CommonPrefixes ?? []).map((one) => one.Prefix),
      );
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(seen).toEqual(["l/a", "l/b/", "l/c", "l/d/", "l/é"]);
    const rest = await client.send(new ListObjectsV2Command({ Bucket, Prefix: "l/", StartAfter: "l/c" }));
    expect(rest.Contents?.map((one) => one.Key)).toEqual(["l/d/1", "l/é"]);
  });
});

describe("multipart", () => {
  it("joins its parts in order, and refuses a part that is not there", async () => {
    const Key = "big";
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: "text/big" }));
    const bodies = [randomBytes(5 * 1024 ** 2), randomBytes(1_000)];
    const Parts = await Promise.all(
      bodies.map(async (Body, i) => {
        const PartNumber = i + 1;
        const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
        return { ETag, PartNumber };
      }),
    );
    const complete = (parts: object[]) =>
      client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: parts } }));
    expect(await status(complete([...Parts, { ETag: '"no"', PartNumber: 3 }]))).toBe(400);
    expect(await status(get(Key))).toBe(404);
    expect((await complete(Parts)).ETag).toMatch(/-2"$/);
    const answer = await get(Key);
    expect(answer.ContentType).toBe("text/big");
    const whole = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
    expect(whole.equals(Buffer.concat(bodies))).toBe(true);
    expect(await status(complete(Parts))).toBe(404);
  });
});

describe("presigned addresses", () => {
  const signed = (command: GetObjectCommand | PutObjectCommand, expiresIn = 60, more: object = {}) =>
    getSignedUrl(make({ requestChecksumCalculation: "WHEN_REQUIRED" }), command, { expiresIn, ...more });

  it("upload with exactly the signed headers, once", async () => {
    const command = new PutObjectCommand({ Bucket, Key: "pre", ContentType: "application/zip", IfNoneMatch: "*" });
    const headers = { "content-type": "application/zip", "if-none-match": "*" };
    const names = new Set(Object.keys(headers));
    const url = await signed(command, 60, { signableHeaders: names, unhoistableHeaders: names });
    const send = (more: object) => fetch(url, { method: "PUT", body: "bytes", headers: { ...headers, ...more } });
    expect((await send({ "content-type": "text/html" })).status).toBe(403);
    expect((await send({ "x-amz-meta-sneaked": "in" })).status).toBe(403);
    expect((await send({})).status).toBe(200);
    expect((await send({})).status).toBe(412);
    expect(await get("pre")).toMatchObject({ ContentType: "application/zip", ContentLength: 5 });
  });

  it("download under the name and type that were signed", async () => {
    await put("down", "bytes");
    const ResponseContentDisposition = `attachment; filename="bike hire.zip"`;
    const command = new GetObjectCommand({
      Bucket,
      Key: "down",
      ResponseContentDisposition,
      ResponseContentType: "a/b",
    });
    const url = await signed(command);
    const answer = await fetch(url);
    expect(answer.headers.get("content-disposition")).toBe(ResponseContentDisposition);
    expect(answer.headers.get("content-type")).toBe("a/b");
    expect(await answer.text()).toBe("bytes");
    expect((await fetch(url.replace("bike%20hire", "other"))).status).toBe(403);
    expect((await fetch(url.replace("/down", "/digits"))).status).toBe(403);
    expect((await fetch(url.replace("X-Amz-Expires=60", "X-Amz-Expires=600"))).status).toBe(403);
    expect((await fetch(url, { method: "PUT", body: "x" })).status).toBe(403);
  });

  it("expire by the product's clock", async () => {
    const url = await signed(new GetObjectCommand({ Bucket, Key: "down" }), 60);
    expect((await fetch(url)).status).toBe(200);
    aheadSeconds = 62;
    const late = await fetch(url);
    aheadSeconds = 0;
    expect(late.status).toBe(403);
    expect(await late.text()).toContain("Request has expired");
  });
});

describe("refusals", () => {
  it("meet the unsigned, the wrongly signed and the stale", async () => {
    expect((await fetch(`${endpoint()}/${Bucket}/down`)).status).toBe(403);
    const wrong = make({ credentials: { ...credentials, secretAccessKey: "other" } });
    await expect(wrong.send(new GetObjectCommand({ Bucket, Key: "down" }))).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
    });
    const stranger = make({ credentials: { ...credentials, accessKeyId: "AKOTHER" } });
    await expect(stranger.send(new GetObjectCommand({ Bucket, Key: "down" }))).rejects.toMatchObject({
      name: "InvalidAccessKeyId",
    });
    aheadSeconds = 16 * 60;
    expect(await status(make({ maxAttempts: 1 }).send(new GetObjectCommand({ Bucket, Key: "down" })))).toBe(403);
    aheadSeconds = 0;
  });

  it("meet what is not spoken here with 501, and what is not there with 404", async () => {
    expect(await status(client.send(new GetObjectTaggingCommand({ Bucket, Key: "down" })))).toBe(501);
    expect(await status(put("acl", "x", { ACL: "public-read" }))).toBe(501);
    await expect(get("nothing")).rejects.toMatchObject({ name: "NoSuchKey" });
    const elsewhere = new GetObjectCommand({ Bucket: "elsewhere", Key: "down" });
    await expect(client.send(elsewhere)).rejects.toMatchObject({ name: "NoSuchBucket" });
  });

  it("are CORS-free for the site alone", async () => {
    const ask = (origin: string) =>
      fetch(`${endpoint()}/${Bucket}/down`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "PUT" },
      });
    expect((await ask("http://site.test")).headers.get("access-control-allow-origin")).toBe("http://site.test");
    expect((await ask("http://evil.test")).headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("a restart", () => {
  it("keeps every object and removes files that nothing names", async () => {
    await put("kept", "still here");
    const { port } = s3;
    await s3.stop();
    const before = readdirSync(join(folder, "blobs")).length;
    rmSync(join(folder, "blobs/orphan"), { force: true });
    const { writeFileSync } = await import("node:fs");
    writeFileSync(join(folder, "blobs/orphan"), "half an upload");
    await open(port);
    expect(await text("kept")).toBe("still here");
    expect(readdirSync(join(folder, "blobs"))).toHaveLength(before);
  });
});
