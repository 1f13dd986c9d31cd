import { describe, expect, it } from "vitest";
import { moved, readState, writeState } from "./url-state.ts";

const defaults = { page: 1, pageSize: 10, search: "", sort: "createdAt:desc" };

describe("a list's address", () => {
  it("is plain for a plain list", () => expect(writeState("", defaults, defaults)).toBe(""));

  it("says what differs, and survives the way there and back", () => {
    const state = { ...defaults, page: 3, search: "bike & co", sort: "name:asc" };
    const text = writeState("", state, defaults);
    expect(text).toBe("?page=3&search=bike+%26+co&sort=name%3Aasc");
    expect(readState(text, defaults)).toEqual(state);
  });

  it("leaves other parameters alone", () =>
    expect(writeState("?tenant=demo&page=2", defaults, defaults)).toBe("?tenant=demo"));

  it.each(["0", "-1", "2.5", "x", "", "99999999"])("takes page=%s for the first page", (page) =>
    expect(readState(`?page=${page}`, defaults).page).toBe(1),
  );

  it("starts again at page one when the question changes", () =>
    expect(moved({ ...defaults, page: 4 }, { search: "bike" })).toEqual({ ...defaults, search: "bike" }));

  it("stays on the page it is sent to", () => expect(moved({ ...defaults, page: 4 }, { page: 5 }).page).toBe(5));

  it("adds no page to what has none", () => expect(moved({ days: "7" }, { days: "30" })).toEqual({ days: "30" }));
});
