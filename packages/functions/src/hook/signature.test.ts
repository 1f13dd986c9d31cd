import { createHmac } from "node:crypto";
import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { verify } from "./signature.ts";

const secret = "whsec_of_the_tests";
const now = () => Math.floor(Date.now() / 1_000);
const event = { id: "evt_1", object: "event", type: "invoice.paid", data: { object: { id: "in_1" } } };
const body = JSON.stringify(event);

const mac = (time: number | string, text: string, key = secret) =>
  createHmac("sha256", key).update(`${time}.${text}`).digest("hex");
const signed = (text: string, time: number | string = now(), key = secret) => `t=${time},v1=${mac(time, text, key)}`;

describe("a Stripe event", () => {
  it("is taken when Stripe signed it just now", () => {
    expect(verify(body, signed(body), [secret])).toEqual({ id: "evt_1", type: "invoice.paid" });
  });

  it("is taken with one right signature among several, as while a secret is being changed", () => {
    const time = now();
    const header = `t=${time},v1=${mac(time, body, "whsec_old")},v1=${mac(time, body)}`;
    expect(verify(body, header, [secret])).toMatchObject({ id: "evt_1" });
  });

  it.each([
    ["no signature", ""],
    ["another secret", signed(body, now(), "whsec_other")],
    ["another body", signed(`${body} `)],
    ["six minutes ago", signed(body, now() - 360)],
    ["six minutes ahead", signed(body, now() + 360)],
    ["a time that is not one", signed(body, "abc")],
    ["an empty time", signed(body, "")],
    ["a negative time", signed(body, -1)],
    ["no time", `v1=${mac(now(), body)}`],
    ["only the test scheme", `t=${now()},v0=${mac(now(), body)}`],
    ["a cut signature", signed(body).slice(0, -2)],
    ["a longer signature", `${signed(body)}00`],
    ["capital letters", signed(body).toUpperCase()],
    ["two times", `t=1,${signed(body)}`],
  ])("is refused with %s", (_, header) => {
    expect(verify(body, header, [secret])).toBeUndefined();
  });

  it.each([
    ["null", "null"],
    ["a list", "[]"],
    ["an empty object", "{}"],
    ["no JSON", "x"],
    ["nothing", ""],
    ["an id of another shape", JSON.stringify({ ...event, id: "evt_1'; --" })],
    ["no id", JSON.stringify({ ...event, id: undefined })],
    ["another object", JSON.stringify({ ...event, object: "charge" })],
    ["a type that is a number", JSON.stringify({ ...event, type: 1 })],
    ["no data", JSON.stringify({ ...event, data: null })],
    ["a zero character, which a database would refuse", JSON.stringify({ ...event, note: "\0" })],
  ])("is refused, though signed, when it is %s", (_, text) => {
    expect(verify(text, signed(text), [secret])).toBeUndefined();
  });

  it("is taken by either of two secrets while one is being changed", () => {
    expect(verify(body, signed(body, now(), "whsec_new"), [secret, "whsec_new"])).toMatchObject({ id: "evt_1" });
    expect(verify(body, signed(body, now(), "whsec_other"), [secret, "whsec_new"])).toBeUndefined();
  });

  it("is refused when it is larger than any that Stripe sends", () => {
    const large = JSON.stringify({ ...event, note: "x".repeat(600_000) });
    expect(verify(large, signed(large), [secret])).toBeUndefined();
  });

  it("is refused with any one bit of body or signature turned, as Stripe's library refuses it", async () => {
    const header = signed(body);
    const flips = Number(process.env.Q2O_FLIPS ?? 2_000);
    const flip = (text: string, bit: number) => {
      const bytes = Buffer.from(text);
      const place = Math.floor(bit / 8) % bytes.length;
      bytes[place] = (bytes[place] ?? 0) ^ (1 << (bit % 8));
      return bytes.toString("latin1");
    };
    for (let turn = 0; turn < flips; turn++) {
      const bit = Math.floor(Math.random() * 1e6);
      const [altered, under] = turn % 2 ? [flip(body, bit), header] : [body, flip(header, bit)];
      expect(verify(altered, under, [secret]), `bit ${bit}, turn ${turn}`).toBeUndefined();
    }
    for (let turn = 0; turn < 200; turn++) {
      const altered = flip(body, Math.floor(Math.random() * 1e6));
      await expect(Stripe.webhooks.constructEventAsync(altered, header, secret)).rejects.toThrow();
    }
    const theirs = Stripe.webhooks.generateTestHeaderString({ payload: body, secret });
    expect(verify(body, theirs, [secret])).toMatchObject({ id: "evt_1" });
  });
});
