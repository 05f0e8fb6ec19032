import { describe, expect, it } from "vitest";
import { daysOf, weekOf, written, wrong } from "./week";

describe("a week of hours", () => {
  it("is read day by day, and written again as it was", () => {
    const week = { "mon-fri": "09:00-18:00", sat: ["09:00-12:00", "13:00-17:00"] };
    expect(daysOf(week)).toEqual(["09:00-18:00", "09:00-18:00", "09:00-18:00", "09:00-18:00", "09:00-18:00", "09:00-12:00, 13:00-17:00", ""]);
    expect(weekOf(daysOf(week))).toEqual(week);
  });

  it("parts days that differ", () => {
    expect(weekOf(["09:00-18:00", "09:00-18:00", "", "10:00-18:00", "", "", ""])).toEqual({ "mon-tue": "09:00-18:00", thu: "10:00-18:00" });
  });

  it("knows what is no hours", () => {
    expect([wrong("09:00-18:00"), wrong("9-18"), wrong("09:00-12:00, 13:00-17:00"), wrong("")]).toEqual([false, true, false, false]);
    expect(written("")).toBe("closed");
  });
});
