import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NotFound,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Ports, Upload } from "@q2o/core/ports";

const putSeconds = 900;
const getSeconds = 60;

/** Artifacts in S3. Loaded at the first use: a function that touches no file pays nothing. */
export function openFiles(bucket: string): Ports["files"] {
  const client = new S3Client({
    requestChecksumCalculation: "WHEN_REQUIRED",
    forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined,
  });
  const at = (Key: string) => ({ Bucket: bucket, Key });
  return {
    presignPut: async ({ key, sha256, bytes, contentType }: Upload) => {
      // All of it is signed: another body, type or size, or a second file under the key, is refused by S3 itself.
      const headers = {
        "content-type": contentType,
        "if-none-match": "*",
        "x-amz-checksum-sha256": Buffer.from(sha256, "hex").toString("base64"),
      };
      const command = new PutObjectCommand({
        ...at(key),
        ContentType: contentType,
        ContentLength: bytes,
        IfNoneMatch: "*",
        ChecksumSHA256: headers["x-amz-checksum-sha256"],
      });
      const names = new Set([...Object.keys(headers), "content-length"]);
      const url = await getSignedUrl(client, command, {
        expiresIn: putSeconds,
        signableHeaders: names,
        unhoistableHeaders: names,
      });
      return { url, headers, expiresAt: inSeconds(putSeconds) };
    },
    presignGet: async (key, fileName, seconds = getSeconds) => {
      const command = new GetObjectCommand({
        ...at(key),
        ResponseContentDisposition: `attachment; filename="${fileName}"`,
      });
      return { url: await getSignedUrl(client, command, { expiresIn: seconds }), expiresAt: inSeconds(seconds) };
    },
    head: async (key) => {
      try {
        const { ContentLength, ChecksumSHA256 } = await client.send(
          new HeadObjectCommand({ ...at(key), ChecksumMode: "ENABLED" }),
        );
        return {
          bytes: ContentLength ?? 0,
          sha256: ChecksumSHA256 && Buffer.from(ChecksumSHA256, "base64").toString("hex"),
        };
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw error;
      }
    },
    read: async (key) => {
      const { Body } = await client.send(new GetObjectCommand(at(key)));
      return (await Body?.transformToString()) ?? "";
    },
    bytes: async (key) => {
      const { Body } = await client.send(new GetObjectCommand(at(key)));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },
    list: async (prefix, after) => {
      const { Contents = [], NextContinuationToken } = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: after }),
      );
      const items = Contents.map(({ Key = "", Size = 0 }) => ({ key: Key, bytes: Size }));
      return { items, next: NextContinuationToken };
    },
    remove: async (keys) => {
      const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }));
      if (Errors.length > 0) throw new Error(`S3 kept ${Errors.length} files: ${Errors[0]?.Code ?? "unknown"}`);
    },
  };
}

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
