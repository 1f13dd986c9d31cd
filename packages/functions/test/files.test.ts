import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { S3 } from "@q2o/local/s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFiles } from "../src/edge/files.ts";

const credentials = { accessKeyId: "AKLOCAL", secretAccessKey: "secret" };
const bucket = "artifacts";
const folder = mkdtempSync(join(tmpdir(), "q2o-files-"));

describe("stored files", () => {
  let s3: S3.Running;
  let files: ReturnType<typeof openFiles>;
  beforeAll(async () => {
    s3 = await S3.start({ folder, port: 0, credentials, buckets: [bucket], corsOrigins: [], now: () => new Date() });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${s3.port}`,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    });
    files = openFiles(bucket);
    const client = new S3Client({ forcePathStyle: true });
    for (const key of ["runs/ten_1/a b&c", "runs/ten_1/d", "runs/ten_10/e"])
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: "file" }));
    for (let index = 0; index < 1_001; index += 91)
      await Promise.all(
        Array.from({ length: 91 }, (_, more) =>
          client.send(new PutObjectCommand({ Bucket: bucket, Key: `runs/ten_2/${index + more}`, Body: "" })),
        ),
      );
  });
  afterAll(async () => {
    await s3.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("are listed by what their keys begin with, and removed by their keys, whatever signs those have", async () => {
    const { items, next } = await files.list("runs/ten_1/");
    expect(items).toEqual([
      { key: "runs/ten_1/a b&c", bytes: 4 },
      { key: "runs/ten_1/d", bytes: 4 },
    ]);
    expect(next).toBeUndefined();
    await files.remove([...items.map(({ key }) => key), "runs/ten_1/never-there"]);
    expect((await files.list("runs/")).items[0]).toEqual({ key: "runs/ten_10/e", bytes: 4 });
  });

  it("come a thousand at a time", async () => {
    const first = await files.list("runs/ten_2/");
    expect(first.items).toHaveLength(1_000);
    const second = await files.list("runs/ten_2/", first.next);
    expect(second).toMatchObject({ items: [{ bytes: 0 }], next: undefined });
    await files.remove(first.items.map(({ key }) => key));
    expect((await files.list("runs/ten_2/")).items).toEqual(second.items);
  });
});
