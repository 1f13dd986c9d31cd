// What the status poll is held against: `node:http` alone, asking PostgreSQL the one thing it is told, for each request.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { argv } from "node:process";
import { open } from "@q2o/core/db";

const { url, sql, params } = JSON.parse(readFileSync(argv[2] ?? "", "utf8")) as {
  url: string;
  sql: string;
  params: unknown[];
};
const database = open({ url });
const server = createServer(async (_, response) => {
  const client = await database.connect();
  const { rows } = await client.query(sql, params);
  client.release();
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(rows));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.(typeof address === "object" ? address?.port : 0);
});
