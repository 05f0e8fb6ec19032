import { expect, test } from "vitest";
import { filled } from "./i18n.svelte";
import { gathered } from "./words";

test("values stand in their places, and a missing one is seen", () => {
  expect(filled("{name} waits {n} s", { name: "Li", n: 3 })).toBe("Li waits 3 s");
  expect(filled("{name} waits", {})).toBe("{name} waits");
});

test("one and many", () => {
  expect(filled("{n} call|{n} calls", { n: 1 })).toBe("1 call");
  expect(filled("{n} call|{n} calls", { n: 0 })).toBe("0 calls");
  expect(filled("{n} 个电话", { n: 1 })).toBe("1 个电话");
});

test("a key is the file's subject and the name in it", () => {
  const files = { "../i18n/floor.zh.json": { title: "现场" }, "../i18n/shell.zh.json": { title: "壳" } };
  expect(gathered(files)).toEqual({ "floor.title": "现场", "shell.title": "壳" });
});
