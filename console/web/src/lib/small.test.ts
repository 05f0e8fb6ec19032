import { oneOf } from "./colours";
import { expect, test } from "vitest";
import { draftOf, sent, stateOf, type AccountTold } from "../pages/admin/accounts";
import { ranked } from "../shell/rank";
import { query } from "./api";
import { device } from "./device";
import { named } from "./keys.svelte";
import { lacks } from "./secret";

test("a browser in two words", () => {
  expect(device("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0")).toBe("Edge · Windows");
  expect(device("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Mobile Safari/604.1")).toBe("Safari · iOS");
  expect(device("curl/8")).toBe("curl/8");
});

test("a password is long enough, and typed twice alike", () => {
  expect(lacks("short", "short")).toBe("account.too_short");
  expect(lacks("一二三四五六七八九十一", "一二三四五六七八九十一")).toBe("account.too_short");
  expect(lacks("a horse and a staple", "a horse and a stable")).toBe("account.not_same");
  expect(lacks("a horse and a staple", "a horse and a staple")).toBe("");
});

test("keys by their names", () => {
  const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
    named({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
  expect(press("k", { ctrlKey: true })).toBe("mod+k");
  expect(press("K", { metaKey: true })).toBe("mod+k");
  expect(press("?", { shiftKey: true })).toBe("?");
  expect(press("¡", { altKey: true, code: "Digit1" })).toBe("alt+1");
  expect(press("Enter", { shiftKey: true })).toBe("shift+Enter");
});

test("the palette shows a beginning before the middle of a word", () => {
  const hits = ranked(["Audit log", "Calls", "Callbacks", "My account"].map((text) => ({ text })), "ca");
  expect(hits.map((one) => one.text)).toEqual(["Calls", "Callbacks"]);
  expect(ranked([{ text: "操作记录" }, { text: "通话记录" }], "记录")).toHaveLength(2);
});

test("a query leaves out what is not set", () => {
  expect(query({ user: "li", what: "", since: 0, before: null, tag: ["a", "b"] })).toBe("?user=li&since=0&tag=a&tag=b");
  expect(query({})).toBe("");
});

test("an account's form gives back what it was given", () => {
  const told: AccountTold = {
    user: "li", name: "Li", roles: ["agent"], parts: ["east/sh"], person: "1001", locale: "zh", active: true, has_password: false, made_at: 1, signed_in_at: null,
  };
  expect(sent(draftOf(told))).toEqual({ user: "li", name: "Li", roles: ["agent"], parts: ["east/sh"], person: "1001", locale: "zh" });
  expect(stateOf(told)).toBe("invited");
  expect(stateOf({ ...told, has_password: true })).toBe("active");
  expect(stateOf({ ...told, active: false })).toBe("closed");
});

test("of a pair of colours the one that holds", () => {
  expect(oneOf(" light-dark(#f4f6f8, #10141a)", false)).toBe("#f4f6f8");
  expect(oneOf("light-dark(rgb(24 33 44 / 45%), rgb(0 0 0 / 60%))", true)).toBe("rgb(0 0 0 / 60%)");
  expect(oneOf(" #123456", true)).toBe("#123456");
});
