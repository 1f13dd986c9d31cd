import { describe, expect, it } from "vitest";
import { statusOf } from "./status.ts";

const now = new Date("2026-03-01T12:00:00Z");
const before = new Date("2026-03-01T11:59:59Z");
const after = new Date("2026-03-01T12:00:01Z");
const device = { revokedAt: null, refreshExpiresAt: after };
const code = { revokedAt: null, expiresAt: null };

describe("the status of a device", () => {
  it.each([
    ["active", { device, code }],
    ["active", { device, code: { ...code, expiresAt: after } }],
    ["expired", { device: { ...device, refreshExpiresAt: now }, code }],
    ["expired", { device: { ...device, refreshExpiresAt: before }, code: { ...code, expiresAt: after } }],
    ["expired", { device, code: { ...code, expiresAt: now } }],
    ["revoked", { device: { revokedAt: before, refreshExpiresAt: before }, code }],
    ["revoked", { device, code: { revokedAt: before, expiresAt: before } }],
  ])("is %s of %j: its own and its code's, revoked before expired", (status, facts) =>
    expect(statusOf(facts, now)).toBe(status),
  );
});
