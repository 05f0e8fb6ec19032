import { expect, test } from "vitest";
import { changes } from "./diff";

test("only what differs, by its path", () => {
  const before = { name: "Li", roles: ["agent"], hours: { from: 9, to: 17 } };
  const after = { name: "Li", roles: ["agent", "admin"], hours: { from: 9, to: 18 } };
  expect(changes(before, after)).toEqual([
    { path: "roles", before: "agent", after: "agent, admin" },
    { path: "hours.to", before: "17", after: "18" },
  ]);
});

test("made and taken away", () => {
  expect(changes(null, { name: "Li" })).toEqual([{ path: "name", before: null, after: "Li" }]);
  expect(changes({ name: "Li" }, null)).toEqual([{ path: "name", before: "Li", after: null }]);
  expect(changes("ready", "paused")).toEqual([{ path: "", before: "ready", after: "paused" }]);
  expect(changes({ a: 1 }, { a: 1 })).toEqual([]);
});

test("lists of things are compared one by one", () => {
  expect(changes([{ id: 1 }], [{ id: 2 }])).toEqual([{ path: "0.id", before: "1", after: "2" }]);
});
