/** What `GET /reports` tells (service/report_fields.py): counts, sums in seconds, shares from 0 to 1; null: no such figure. */

export interface Named {
  name: string;
  [figure: string]: unknown;
}

export interface Report {
  from: string;
  until: string;
  by: string;
  total: Record<string, unknown>;
  lines: Named[];
}

export interface Figure {
  name: string;
  unit: "share" | "s" | "agents";
  text: string;
}

export const BYS = ["half-hour", "day", "queue", "person", "region", "class"] as const;
export type By = (typeof BYS)[number];

/** The figures of the table, in order; the rest is in the CSV. */
export const SHOWN = [
  "calls", "offered", "waits_answered", "waits_abandoned", "service_level", "abandonment", "speed_of_answer", "longest_wait",
  "handled", "handling_time", "occupancy", "first_contact_resolution",
] as const;

/** Those at the head of the page. */
export const HEAD = ["calls", "service_level", "abandonment", "speed_of_answer", "handling_time", "occupancy"] as const;

export const SHARES: ReadonlySet<string> = new Set(["service_level", "abandonment", "occupancy", "first_contact_resolution", "containment"]);
export const TIMES: ReadonlySet<string> = new Set(["speed_of_answer", "longest_wait", "handling_time", "wait_of_everybody", "wait_of_abandoned"]);

/** A figure of a line, if it has that one. */
export function figure(line: Record<string, unknown>, name: string): number | null {
  const value = line[name];
  return typeof value === "number" ? value : null;
}
