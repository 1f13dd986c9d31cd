import { verb } from "@q2o/core/base";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { at } from "./route.ts";

const input = z.object({});
const forMembers = verb({ as: ["tenant"], may: "build", input }, async () => ({}));
const forAdmins = verb({ as: ["admin"], isFresh: true, input }, async () => ({}));

describe("a route", () => {
  it("does not compile behind a door whose actors may not call its verb", () => {
    at("tenant")("post /api/tenant/x", { summary: "Fits", verb: forMembers });
    // @ts-expect-error an admin's session is no member's
    at("admin")("post /api/admin/x", { summary: "Does not fit", verb: forMembers });
    // @ts-expect-error a member's session is no admin's
    at("tenant")("post /api/tenant/x", { summary: "Does not fit", verb: forAdmins });
    // @ts-expect-error nobody's session is no admin's
    at("public")("post /api/public/x", { summary: "Does not fit", verb: forAdmins });
  });

  it("says what its verb asks of a member and of an admin", () => {
    expect(at("tenant")("post /api/tenant/x", { summary: "x", verb: forMembers })).toMatchObject({
      may: "build",
      isFresh: false,
      refuses: ["forbidden"],
    });
    expect(at("admin")("post /api/admin/x", { summary: "x", verb: forAdmins })).toMatchObject({
      isFresh: true,
      isForArriving: false,
    });
  });
});
