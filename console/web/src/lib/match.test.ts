import { expect, test } from "vitest";
import { match, type Route } from "./match";

const route = (path: string): Route => ({ path, name: "", action: null, load: () => Promise.reject(new Error("not asked for")) });
const ROUTES = ["/", "/calls", "/calls/:id", "/calls/:id/explanation", "/people/new", "/people/:id"].map(route);
const found = (path: string): [string, Record<string, string>] | null => {
  const hit = match(ROUTES, path);
  return hit && [hit.route.path, hit.params];
};

test("a path is one page, with what stands in its places", () => {
  expect(found("/")).toEqual(["/", {}]);
  expect(found("/calls")).toEqual(["/calls", {}]);
  expect(found("/calls/")).toEqual(["/calls", {}]);
  expect(found("/calls/c-7/explanation")).toEqual(["/calls/:id/explanation", { id: "c-7" }]);
});

test("what stands first wins", () => expect(found("/people/new")).toEqual(["/people/new", {}]));

test("places are decoded, and a wrong escape is taken as it is", () => {
  expect(found("/calls/a%2Fb")).toEqual(["/calls/:id", { id: "a/b" }]);
  expect(found("/calls/100%")).toEqual(["/calls/:id", { id: "100%" }]);
});

test("no page", () => {
  expect(found("/nothing")).toBeNull();
  expect(found("/calls/1/2/3")).toBeNull();
});
