import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./root.ts";

// SST asks who it is before it builds; that is all it needs of AWS.
let sts: Server;
const asked: string[] = [];
beforeAll(async () => {
  sts = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += String(chunk);
    });
    request.on("end", () => {
      asked.push(new URLSearchParams(body).get("Action") ?? request.url ?? "");
      response.setHeader("Content-Type", "text/xml");
      response.end(
        `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111111111111:user/test</Arn><UserId>TEST</UserId><Account>111111111111</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
      );
    });
  });
  await new Promise<void>((resolve) => sts.listen(0, "127.0.0.1", resolve));
});
afterAll(() => sts.close());

test("sst build makes every stack from sst.config.ts", { timeout: 180_000 }, async () => {
  expect(existsSync(join(root, "packages/web/dist")), "build the portals first: npm test -- portals").toBe(true);
  const { port } = sts.address() as AddressInfo;
  const child = spawn(join(root, "node_modules/.bin/sst"), ["build", "--stage", "test", "--to", "cdk.out/sst-build"], {
    cwd: root,
    env: {
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      HOME: process.env.HOME ?? "",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "eu-central-1",
      AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${port}`,
      SST_TELEMETRY_DISABLED: "1",
      Q2O_DOMAIN: "test.q2o.example",
      Q2O_CERTIFICATE_ARN: "arn:aws:acm:us-east-1:111111111111:certificate/22222222-2222-2222-2222-222222222222",
      Q2O_MAIL_FROM: "hello@q2o.example",
      Q2O_FIRST_ADMIN_EMAIL: "admin@q2o.example",
      Q2O_ALARM_EMAIL: "alarms@q2o.example",
    },
    timeout: 150_000,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said += String(chunk);
    });
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect(code, said.slice(-2_000)).toBe(0);
  expect(asked).toContain("GetCallerIdentity");
  const made = readdirSync(join(root, "cdk.out/sst-build")).filter((file) => file.endsWith(".template.json"));
  for (const stack of ["storage", "network", "database", "mail", "runs", "api", "schedules", "web", "alarms"])
    expect(made).toContain(`q2o-test-${stack}.template.json`);
});
