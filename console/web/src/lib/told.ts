/** Words for what the service tells by a value of its own: who hung up, why an offer came to nothing, what a lookup found. */
import { language, t, tr, type Values } from "./i18n.svelte";

export type Told = "by" | "offer" | "why" | "found" | "language";
export interface ToldStep { kind: string; fields: Record<string, unknown>; text: string }

/** ITU-T Q.850, as calls/causes.py tells them apart; the number is what a step has. */
const CAUSES: Record<number, string> = {
  0: "unknown", 1: "unallocated", 3: "no route", 16: "normal", 17: "busy", 18: "no response", 19: "no answer", 20: "absent",
  21: "rejected", 26: "answered elsewhere", 27: "out of order", 31: "unspecified", 34: "congestion", 38: "network out of order",
  41: "temporary failure", 44: "no channel", 52: "barred", 102: "recovery on timer", 127: "interworking",
};

/** Which field of which step holds what; the others are names, numbers and what people wrote. */
const FIELDS: Record<string, Record<string, Told | "cause" | "to">> = {
  Parted: { by: "by", cause: "cause" },
  Ended: { by: "by", cause: "cause", why: "why" },
  OfferClosed: { outcome: "offer", reason: "why" },
  LookedUp: { outcome: "found" },
  ProfileRead: { outcome: "found" },
  Missed: { why: "why" },
  Recalled: { why: "why" },
  RecallMissed: { why: "why" },
  GivenAway: { to: "to", because: "why" },
  Gap: { why: "why" },
  Spoke: { language: "language" },
};
/** What is empty more often than not stands in brackets, or not at all. */
const ASIDE = new Set(["OfferClosed.reason", "Ended.why"]);

/** Reasons with a figure or a name in them. */
const COMPOSED: readonly [RegExp, string, ...string[]][] = [
  [/^the queue is full: (\d+) wait$/, "calls.why_full", "n"],
  [/^(\d+) wait$/, "calls.why_length", "n"],
  [/^waited (\d+) s$/, "calls.why_waited", "seconds"],
  [/^(\d+) s expected$/, "calls.why_expected", "seconds"],
  [/^(\d+%) would give up in the (\d+) s expected$/, "calls.why_balks", "share", "seconds"],
  [/^the plan has no queue (.+) any more$/, "calls.why_queue_gone", "queue"],
];
const LAPSED = "the lease ran out: ";
const ONWARD = /^(queue|person|flow) (.+)$/;

/** `no answer` -> `calls.why_no_answer` */
export function keyOf(of: Told, value: string): string {
  return `calls.${of}_${slug(value)}`;
}

function slug(value: string): string {
  return value.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "");
}

/** The key and the values of a reason that has some in it; null for the others. */
export function composed(value: string): { key: string; values: Values } | null {
  for (const [pattern, key, ...names] of COMPOSED) {
    const found = pattern.exec(value);
    if (found) return { key, values: Object.fromEntries(names.map((name, i) => [name, found[i + 1] ?? ""])) };
  }
  return null;
}

/** The word for it in the language of the page; what has none is shown as the service tells it. */
export function word(of: Told, value: string): string {
  if (value.startsWith(LAPSED)) return t("calls.why_lapsed", { why: word(of, value.slice(LAPSED.length)) });
  const found = of === "why" ? composed(value) : null;
  return found ? t(found.key, found.values) : tr(keyOf(of, value), value);
}

/** One step of a call as a sentence. */
export function stepWords(step: ToldStep): string {
  if (language.current === "en") return step.text;
  const values = Object.entries(step.fields).map(([name, value]) => [name, shown(step.kind, name, value)]);
  return tr(`calls.step_${step.kind}`, step.text, Object.fromEntries(values) as Values);
}

function shown(kind: string, name: string, value: unknown): string | number {
  const of = FIELDS[kind]?.[name];
  if (of === "cause") return word("why", CAUSES[Number(value)] ?? "unknown");
  if (of && typeof value === "string") {
    const text = value && (of === "to" ? onward(value) : word(of, value));
    return text && ASIDE.has(`${kind}.${name}`) ? t("calls.aside", { text }) : text;
  }
  return plain(value);
}

function onward(to: string): string {
  const found = ONWARD.exec(to);
  return found ? t(`calls.to_${found[1]}`, { name: found[2] ?? "" }) : tr(`calls.to_${to}`, to);
}

function plain(value: unknown): string | number {
  if (Array.isArray(value)) return value.map(plain).join("、");
  if (typeof value === "number") return Math.round(value * 10) / 10;
  return value === null || value === undefined ? "" : String(value);
}
