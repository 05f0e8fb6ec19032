/** The words of the pages: `t("floor.title", {n: 3})`, from `src/i18n/<subject>.<zh|en>.json`. Chinese first, switchable. */
import { setZone, zoneName } from "./time";

export type Lang = "zh" | "en";
export type Values = Record<string, string | number>;
type Catalogue = Record<string, string>;

const KEPT = "hotline.lang";
const load: Record<Lang, () => Promise<{ default: Catalogue }>> = {
  zh: () => import("./words.zh"),
  en: () => import("./words.en"),
};

let lang = $state<Lang>("zh");
let words = $state.raw<Catalogue>({});

export const language = {
  get current(): Lang {
    return lang;
  },
};

/** The text of this key with its `{values}`. `one|many`: the first for n = 1. A key without a text is shown as it is. */
export function t(key: string, values?: Values): string {
  const found = words[key];
  if (found === undefined) return key;
  return filled(found, values);
}

/** Whether there is a text: for keys that come from the service (a reason, an error's code). */
export function has(key: string): boolean {
  return key in words;
}

/** The text of this key if there is one, else `text`. */
export function tr(key: string, text: string, values?: Values): string {
  return has(key) ? t(key, values) : text;
}

export function filled(text: string, values: Values = {}): string {
  const forms = text.split("|");
  const form = forms.length === 2 && values.n !== undefined ? forms[values.n === 1 ? 0 : 1] : text;
  return (form ?? text).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Shows the pages in this language, and remembers it on this machine. */
export async function speak(wanted: Lang, keep = true): Promise<void> {
  words = (await load[wanted]()).default;
  lang = wanted;
  document.documentElement.lang = wanted === "zh" ? "zh-CN" : "en";
  setZone(zoneName(), wanted);
  if (keep) remember(wanted);
}

/** The language chosen on this machine, if one was. */
export function chosen(): Lang | null {
  try {
    const kept = localStorage.getItem(KEPT);
    return kept === "zh" || kept === "en" ? kept : null;
  } catch {
    return null; // storage is blocked
  }
}

function remember(wanted: Lang): void {
  try {
    localStorage.setItem(KEPT, wanted);
  } catch {
    return; // storage is blocked: the session's language holds next time
  }
}
