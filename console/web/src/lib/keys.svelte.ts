/** Shortcuts of the keyboard, all in one list, so that `?` can show them. Never while somebody types in a field. */
import { untrack } from "svelte";

export interface Shortcut {
  /** "?", "mod+k" (Ctrl, or Cmd on a Mac), "alt+1", or two strokes "g h". */
  keys: string;
  /** The key of its text in the catalogue. */
  text: string;
  act: () => unknown;
  /** Also while somebody types: only with mod or alt. */
  typing?: boolean;
}

const PAUSE = 1200;

let list = $state.raw<Shortcut[]>([]);
let palette = $state(false);
let help = $state(false);
let before = "";
let since = 0;

export const keys = {
  get list(): Shortcut[] { return list; },
  get palette(): boolean { return palette; },
  set palette(open: boolean) { palette = open; },
  get help(): boolean { return help; },
  set help(open: boolean) { help = open; },
};

export const openPalette = (): void => void (palette = true);
export const openHelp = (): void => void (help = true);

/** Adds a shortcut until the returned function is called. The last one with the same keys wins. */
export function shortcut(one: Shortcut): () => void {
  list = [...untrack(() => list), one]; // who adds one in an effect must not be run again by it
  return () => (list = list.filter((other) => other !== one));
}

export function named(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "code">): string {
  const mod = event.ctrlKey || event.metaKey;
  const digit = event.altKey ? /^Digit(\d)$/.exec(event.code)?.[1] : undefined;
  const key = digit ?? (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  return `${mod ? "mod+" : ""}${event.altKey ? "alt+" : ""}${event.shiftKey && event.key.length > 1 ? "shift+" : ""}${key}`;
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || !!target.closest("input, textarea, select, [role=textbox]"));
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const name = named(event);
  const strong = name.startsWith("mod+") || name.startsWith("alt+");
  if (typing(event.target) && !strong) return;
  if (document.querySelector("dialog[open]") && !strong) return;
  const two = event.timeStamp - since < PAUSE && before ? `${before} ${name}` : "";
  const found = list.findLast((one) => one.keys === two) ?? list.findLast((one) => one.keys === name);
  before = found ? "" : name;
  since = event.timeStamp;
  if (!found || (typing(event.target) && !found.typing && found.keys !== "mod+k")) return;
  event.preventDefault();
  found.act();
}

if (typeof window !== "undefined") addEventListener("keydown", pressed);
