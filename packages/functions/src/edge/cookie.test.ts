import { describe, expect, it } from "vitest";
import { clearCookie, readCookie, setCookie } from "./cookie.ts";

const opened = { realm: "admin", token: "t".repeat(43), maxSeconds: 43_200, expiresAt: "" } as const;

describe("a session's cookie", () => {
  it("is for this host alone, over TLS alone, and no script's", () => {
    expect(setCookie(opened, "https://q2o.example")).toBe(
      `__Host-q2o_admin=${opened.token}; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure`,
    );
  });

  it("does without TLS where there is none, which is on one machine", () => {
    expect(setCookie(opened, "http://127.0.0.1:4321")).toBe(
      `q2o_admin=${opened.token}; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax`,
    );
  });

  it("is taken away under the very name and flags it was given with", () => {
    expect(clearCookie("admin", "https://q2o.example")).toBe(
      "__Host-q2o_admin=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure",
    );
  });

  it("is read by its own portal, and without the prefix not at all where TLS is", () => {
    const header = `a=b; __Host-q2o_admin=${opened.token}; q2o_tenant=${"x".repeat(43)}`;
    expect(readCookie(header, "admin", "https://q2o.example")).toBe(opened.token);
    expect(readCookie(header, "tenant", "https://q2o.example")).toBeUndefined();
    expect(readCookie(header, "client", "https://q2o.example")).toBeUndefined();
    expect(readCookie("q2o_admin=short", "admin", "http://127.0.0.1")).toBeUndefined();
    expect(readCookie(`q2o_admin=${"'".repeat(43)}`, "admin", "http://127.0.0.1")).toBeUndefined();
  });
});
