import { describe, expect, it } from "vitest";
import { statusOf } from "./status.ts";

const now = new Date("2026-03-01T12:00:00Z");
const before = new Date("2026-03-01T11:59:59Z");
const after = new Date("2026-03-01T12:00:01Z");
const fresh = { revokedAt: null, expiresAt: null, uses: 0, maxUses: 1 };

describe("the status of a code", () => {
  it.each([
    ["active", fresh],
    ["active", { ...fresh, uses: 1, maxUses: 2 }],
    ["active", { ...fresh, expiresAt: after }],
    ["used", { ...fresh, uses: 1 }],
    ["used", { ...fresh, uses: 1, expiresAt: after }],
    ["expired", { ...fresh, expiresAt: now }],
    ["expired", { ...fresh, uses: 1, expiresAt: before }],
    ["revoked", { ...fresh, revokedAt: before }],
    ["revoked", { ...fresh, revokedAt: before, expiresAt: before }],
    ["revoked", { ...fresh, revokedAt: before, expiresAt: before, uses: 1 }],
  ])("is %s of %j: revoked before expired before used", (status, facts) => expect(statusOf(facts, now)).toBe(status));
});
