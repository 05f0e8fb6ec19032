/** A week of hours as an admin reads it, day by day, and as the plan has it. Pure. */

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const SPAN = /^([01]?\d|2[0-4]):([0-5]\d) ?- ?([01]?\d|2[0-4]):([0-5]\d)$/;

/** `09:00-12:00, 13:00-17:00` for each day; '' is closed. */
export function daysOf(week: unknown): string[] {
  const days = DAYS.map(() => "");
  if (typeof week !== "object" || week === null) return days;
  for (const [key, value] of Object.entries(week)) {
    const [first = "", last = first] = key.trim().toLowerCase().split("-");
    const [from, to] = [DAYS.indexOf(first as (typeof DAYS)[number]), DAYS.indexOf(last as (typeof DAYS)[number])];
    for (let day = from; from >= 0 && day <= to; day++) days[day] = spansOf(value);
  }
  return days;
}

export function spansOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" && value !== "closed" ? value : "";
}

/** What the plan says of spans: a text, a list where there is a break, `closed`. */
export function written(spans: string): string | string[] {
  const list = spans.split(/[,，、;；]/).map((one) => one.trim()).filter(Boolean);
  return list.length > 1 ? list : (list[0] ?? "closed");
}

export const wrong = (spans: string): boolean => spans.split(/[,，、;；]/).some((one) => one.trim() && !SPAN.test(one.trim()));

/** Days in a row with the same hours are written as one: `mon-fri`. Closed days are left out. */
export function weekOf(days: readonly string[]): Record<string, string | string[]> {
  const out: Record<string, string | string[]> = {};
  for (let first = 0; first < 7; ) {
    let last = first;
    while (last < 6 && same(days[last + 1], days[first])) last++;
    if (days[first]?.trim()) out[first === last ? DAYS[first]! : `${DAYS[first]}-${DAYS[last]}`] = written(days[first] ?? "");
    first = last + 1;
  }
  return out;
}

const same = (one = "", other = ""): boolean => JSON.stringify(written(one)) === JSON.stringify(written(other));
