import { expect, test } from "vitest";
import { composed, keyOf } from "./told";

test("a value of the service is a key of the catalogue", () => {
  expect(keyOf("why", "no answer")).toBe("calls.why_no_answer");
  expect(keyOf("offer", "ACCEPTED")).toBe("calls.offer_accepted");
  expect(keyOf("by", "caller")).toBe("calls.by_caller");
});

test("a reason with figures keeps them", () => {
  expect(composed("waited 60 s")).toEqual({ key: "calls.why_waited", values: { seconds: "60" } });
  expect(composed("the queue is full: 12 wait")).toEqual({ key: "calls.why_full", values: { n: "12" } });
  expect(composed("61% would give up in the 90 s expected")).toEqual({ key: "calls.why_balks", values: { share: "61%", seconds: "90" } });
  expect(composed("no answer")).toBeNull();
});
