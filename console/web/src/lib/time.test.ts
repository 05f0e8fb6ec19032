import { beforeEach, expect, test } from "vitest";
import { atWall, clock, day, instant, isoDay, moment, seconds, setClock, setZone, span, startOf, wall } from "./time";

const AT = Date.parse("2026-11-22T01:05:07Z") / 1000;

beforeEach(() => setZone("Asia/Shanghai", "en"));

test("lengths of time", () => {
  expect(span(7.9)).toBe("0:07");
  expect(span(725)).toBe("12:05");
  expect(span(3725)).toBe("1:02:05");
  expect(span(-3)).toBe("0:00");
});

test("times stand in the centre's zone, not in the browser's", () => {
  expect(clock(AT)).toBe("09:05");
  expect(seconds(AT)).toBe("09:05:07");
  expect(isoDay(AT)).toBe("2026-11-22");
  setZone("America/New_York", "en");
  expect(clock(AT)).toBe("20:05");
  expect(isoDay(AT)).toBe("2026-11-21");
});

test("midnight is 00:00, not 24:00", () => expect(clock(Date.parse("2026-11-21T16:00:00Z") / 1000)).toBe("00:00"));

test("a day begins at the centre's midnight, on the days of a time change too", () => {
  expect(startOf("2026-11-22")).toBe(Date.parse("2026-11-21T16:00:00Z") / 1000);
  setZone("Europe/Berlin", "en");
  expect(startOf("2026-10-25")).toBe(Date.parse("2026-10-24T22:00:00Z") / 1000);
  expect(startOf("2026-10-26")).toBe(Date.parse("2026-10-25T23:00:00Z") / 1000);
});

test("an input's wall clock goes there and back", () => {
  expect(wall(AT)).toBe("2026-11-22T09:05");
  expect(atWall("2026-11-22T09:05")).toBe(AT - 7);
});

test("today only the clock", () => {
  setClock(AT + 60);
  expect(instant()).toBeCloseTo(AT + 60, 0);
  expect(moment(AT)).toBe("09:05");
  expect(moment(AT - 86400)).toBe(`${day(AT - 86400)} 09:05`);
  expect(day(AT - 400 * 86400)).toContain("2025");
});
