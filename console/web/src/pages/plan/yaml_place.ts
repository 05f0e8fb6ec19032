/** Where in a YAML document the cursor is: the keys above it, and whether a key or a value is typed. */
import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

export interface Place { path: string[]; key: boolean; from: number }

/** By indentation and brackets: it works in a text that is not complete yet. */
export function placeAt(state: EditorState, at: number): Place {
  const line = state.doc.lineAt(at);
  const before = line.text.slice(0, at - line.from);
  const word = /[\w.*#"'一-鿿-]*$/.exec(before)?.[0] ?? "";
  const from = at - word.length;
  const inside = brackets(before.slice(0, before.length - word.length));
  const path = [...above(state, line.number, indentOf(line.text)), ...ownKeys(line.text, before)];
  path.push(...inside.keys);
  return { path, key: inside.key ?? isKey(before.slice(0, before.length - word.length)), from };
}

function indentOf(text: string): number {
  return /^[ ]*(?:- )*/.exec(text)?.[0].length ?? 0;
}

function above(state: EditorState, number: number, indent: number): string[] {
  const keys: string[] = [];
  let least = indent;
  for (let n = number - 1; n >= 1 && least > 0; n--) {
    const text = state.doc.line(n).text;
    if (!text.trim() || text.trimStart().startsWith("#")) continue;
    for (const found of lineKeys(text).reverse()) {
      if (found.column < least) {
        keys.unshift(found.name);
        least = found.column;
      }
    }
  }
  return keys;
}

/** Keys that a line begins with, with their columns: `- menu:` is `menu` at column 2. */
function lineKeys(text: string): { name: string; column: number }[] {
  const found = /^([ ]*(?:- )*)("(?:[^"]*)"|'[^']*'|[^\s:#[\]{},][^:#[\]{},]*?):(?:\s|$)/.exec(text);
  if (!found) return [];
  const start = (found[1] ?? "").length;
  return [{ name: plain(found[2] ?? ""), column: start }];
}

function ownKeys(text: string, before: string): string[] {
  const [own] = lineKeys(text);
  return own && before.length > own.column + own.name.length ? [own.name] : [];
}

function isKey(before: string): boolean {
  return /^[ ]*(?:- )*$/.test(before);
}

/** What of `{a: {b` is open: its keys, and whether a key comes next. */
function brackets(text: string): { keys: string[]; key: boolean | null } {
  const open: { list: boolean; key: string; value: boolean }[] = [];
  let word = "";
  let quote = "";
  for (const sign of text) {
    if (quote) {
      if (sign === quote) quote = "";
      else word += sign;
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "{" || sign === "[") {
      open.push({ list: sign === "[", key: "", value: false });
      word = "";
    } else if (sign === "}" || sign === "]") open.pop();
    else if (sign === "," && open.length) {
      const top = open[open.length - 1];
      if (top) top.value = top.list;
      word = "";
    } else if (sign === ":" && open.length) {
      const top = open[open.length - 1];
      if (top && !top.list) Object.assign(top, { key: word.trim(), value: true });
      word = "";
    } else word += sign;
  }
  const top = open[open.length - 1];
  const keys = open.filter((one) => !one.list && one.value && one.key).map((one) => one.key);
  return { keys, key: top ? !top.list && !top.value : null };
}

const plain = (text: string): string => text.replace(/^["']|["']$/g, "");

/** The word at a place, with its bounds: for hints. */
export function wordAt(state: EditorState, at: number): { from: number; to: number; text: string } | null {
  const node: SyntaxNode = syntaxTree(state).resolveInner(at, 1);
  if (node.name === "Comment") return null;
  const line = state.doc.lineAt(at);
  const text = line.text;
  let from = at - line.from;
  let to = from;
  while (from > 0 && /[\w.-]/.test(text[from - 1] ?? "")) from--;
  while (to < text.length && /[\w.-]/.test(text[to] ?? "")) to++;
  return to > from ? { from: line.from + from, to: line.from + to, text: text.slice(from, to) } : null;
}
