/** What the service says of a plan in English, in Chinese: by patterns, whose values `{0}` are translated too if they are phrases. */
import { language, t, tr } from "../../lib/i18n.svelte";
import table from "./phrases.zh.json";

interface Said { code?: string; found?: string; expected?: string; text: string; hint?: string }

type Pattern = readonly [RegExp, string];

const patterns = { problems: read(table.problems), notes: read(table.notes) };

/** Those with the fewest free places first, the longest of them first: `one of {0}` must not take what is more exact. */
function read(texts: Record<string, string>): Pattern[] {
  const free = (text: string): number => text.split(/\{\d\}/).length;
  return Object.entries(texts)
    .sort(([one], [other]) => free(one) - free(other) || other.length - one.length)
    .map(([english, chinese]) => [pattern(english), chinese]);
}

function pattern(english: string): RegExp {
  const parts = english.split(/\{\d\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("(.+?)")}$`, "s");
}

/** A phrase in Chinese; what no pattern knows stays as it is. */
export function chinese(text: string, kind: keyof typeof patterns = "problems", deep = 3): string {
  for (const [english, said] of patterns[kind]) {
    const found = english.exec(text);
    if (!found) continue;
    return said.replace(/\{(\d)\}/g, (_, n: string) => {
      const value = found[Number(n) + 1] ?? "";
      return deep > 0 ? chinese(value, kind, deep - 1) : value;
    });
  }
  return text;
}

/** A problem of a plan in the language of the page. */
export function problem(one: Said): string {
  if (!one.code) return one.text;
  const say = language.current === "zh" ? (text: string): string => chinese(text) : (text: string): string => text;
  const what = tr(`problems.${one.code}`, one.code);
  const line = t("problems.line", { what, found: say(one.found ?? ""), expected: say(one.expected ?? "") });
  return one.hint ? t("problems.hint", { line, hint: say(one.hint) }) : line;
}

/** A line of the simulator in the language of the page. */
export function note(text: string): string {
  return language.current === "zh" ? chinese(text, "notes") : text;
}
