import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const rewrites = JSON.parse(readFileSync(new URL("./rewrites.json", import.meta.url), "utf8")) as {
  from: string;
  to: string;
}[];
const target = (path: string) => rewrites.find((rewrite) => new RegExp(rewrite.from).test(path))?.to;

describe("paths with an id", () => {
  it.each([
    ["/app/projects/prj_01JA", "/app/projects/detail/index.html"],
    ["/app/projects/prj_01JA/", "/app/projects/detail/index.html"],
    ["/app/projects/newest", "/app/projects/detail/index.html"],
    ["/client/projects/prj_01JA", "/client/projects/detail/index.html"],
    ["/admin/tenants/ten_01JA", "/admin/tenants/detail/index.html"],
    ["/admin/tenants/", undefined],
    ["/app/projects/new", undefined],
    ["/app/projects/new/", undefined],
    ["/app/projects/", undefined],
    ["/app/projects", undefined],
    ["/app/projects/prj_1/other", undefined],
  ])("%s is served by %s", (path, file) => expect(target(path)).toBe(file));
});
