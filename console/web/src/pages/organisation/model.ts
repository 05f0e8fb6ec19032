/** People and queues as forms hold them: texts as they are written in the plan, and back to what the plan shall say. */
import { entries, fileOf } from "../plan/draft.svelte";
import type { Change } from "../plan/types";

export type Kind = "agents" | "managers" | "queues";
export type Written = Record<string, unknown>;

export interface Entry { kind: Kind; name: string; data: Written; file: string; line: number }

export function all(kinds: readonly Kind[]): Entry[] {
  return kinds.flatMap((kind) => entries(kind).map((one) => ({ ...one, kind, data: typeof one.data === "object" && one.data !== null ? (one.data as Written) : {} })));
}

export const text = (value: unknown): string => (typeof value === "string" ? value : "");
export const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : typeof value === "string" && value ? [value] : []);
export const scores = (value: unknown): Record<string, string> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, String(v)])) : {};

/** A number stays one (8, not "8"); what is no number stays text, and the check tells it. */
export function plain(value: string): string | number {
  const trimmed = value.trim();
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed;
}

export const numbered = (value: Record<string, string>): Record<string, string | number> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name.trim()).map(([name, score]) => [name.trim(), plain(score)]));

/** `a, b、c` as a list. */
export const split = (value: string): string[] => value.split(/[,，、;；\s]+/).map((one) => one.trim()).filter(Boolean);

/** What a form says of an entry: keys that are empty are not written, keys that the form does not know stay. */
export function merged(before: Written, now: Written): Written {
  const out: Written = {};
  for (const [key, value] of Object.entries({ ...before, ...now })) {
    if (key in now ? filled(now[key]) : true) out[key] = value;
  }
  return out;
}

function filled(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

/** The changes that make this entry so; a new one is written where its like are. */
export function changesFor(kind: Kind, before: Entry | null, name: string, data: Written): Change[] {
  const file = before?.file ?? fileOf(kind, kind === "queues" ? "queue" : "people");
  const renames: Change[] = before && before.name !== name ? [{ file, do: "rename", path: [kind, before.name], name }] : [];
  return [...renames, { file, do: "set", path: [kind, name], value: Object.keys(data).length ? data : null }];
}

export const removed = (one: Entry): Change => ({ file: one.file, do: "remove", path: [one.kind, one.name] });
