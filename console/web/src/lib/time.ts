/** Times as people read them, in the centre's zone, and one clock that ticks for the whole page. */
import { createSubscriber } from "svelte/reactivity";

let zone = "Asia/Shanghai";
let locale = "zh-CN";
let ahead = 0;

/** Where and how times are shown; the session knows. */
export function setZone(name: string, lang: string): void {
  zone = name;
  locale = lang === "en" ? "en-GB" : "zh-CN";
  formats.clear();
}

export function zoneName(): string {
  return zone;
}

/** The service's clock, when it says what time it is: then a wrong clock of this machine does no harm. */
export function setClock(serverNow: number): void {
  ahead = serverNow - Date.now() / 1000;
}

const ticking = createSubscriber((update) => {
  const id = setInterval(update, 1000);
  return () => clearInterval(id);
});

/** Epoch seconds by the service's clock. What reads it in a template or an effect is drawn anew each second. */
export function now(): number {
  ticking();
  return Date.now() / 1000 + ahead;
}

/** The same, without being drawn anew. */
export function instant(): number {
  return Date.now() / 1000 + ahead;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  let found = formats.get(name);
  if (!found) formats.set(name, (found = new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: "h23", ...options })));
  return found;
}

/** 09:05 */
export function clock(at: number): string {
  return format("clock", { hour: "2-digit", minute: "2-digit" }).format(at * 1000);
}

/** 09:05:07 */
export function seconds(at: number): string {
  return format("seconds", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at * 1000);
}

/** 11月22日 周日, Sun 22 Nov; with the year unless it is this year's. */
export function day(at: number): string {
  const thisYear = year(at) === year(instant());
  const base: Intl.DateTimeFormatOptions = { month: "short", day: "numeric", weekday: "short" };
  return format(thisYear ? "day" : "day+year", thisYear ? base : { ...base, year: "numeric" }).format(at * 1000);
}

/** 2026-11-22, as forms and addresses want it. */
export function isoDay(at: number): string {
  const parts = Object.fromEntries(
    format("iso", { year: "numeric", month: "2-digit", day: "2-digit" })
      .formatToParts(at * 1000)
      .map((part) => [part.type, part.value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** Today only the clock, else day and clock. */
export function moment(at: number): string {
  return isoDay(at) === isoDay(instant()) ? clock(at) : `${day(at)} ${clock(at)}`;
}

/** Midnight at the start of this day (2026-11-22) in the centre's zone, in epoch seconds. */
export function startOf(iso: string): number {
  const guess = Date.parse(`${iso}T00:00:00Z`) / 1000;
  const first = guess - offset(guess);
  return guess - offset(first);
}

/** The epoch seconds of a wall clock's time (2026-11-22T09:05, of an input) in the centre's zone. */
export function atWall(local: string): number {
  const guess = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`) / 1000;
  const first = guess - offset(guess);
  return guess - offset(first);
}

/** The wall clock's time in the centre's zone, for an input of type datetime-local. */
export function wall(at: number): string {
  return `${isoDay(at)}T${format("wall", { hour: "2-digit", minute: "2-digit" }).format(at * 1000)}`;
}

function offset(at: number): number {
  const p = Object.fromEntries(
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
    })
      .formatToParts(at * 1000)
      .map((part) => [part.type, Number(part.value)]),
  ) as Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;
  return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) / 1000 - Math.floor(at);
}

function year(at: number): string {
  return format("year", { year: "numeric" }).format(at * 1000);
}

/** 0:07, 12:05, 1:02:05; a length of time in seconds. */
export function span(length: number): string {
  const whole = Math.max(0, Math.floor(length));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
