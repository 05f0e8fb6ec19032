/** WCAG 2.2: text 4.5 (1.4.3), edges of controls and marks 3 (1.4.11), in both themes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");
const PAIR = /--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g;
const pairs = [...css.matchAll(PAIR)].map(([, name, light, dark]) => ({ name: name!, light: light!, dark: dark! }));
const light = Object.fromEntries(pairs.map((one) => [one.name, one.light]));
const dark = Object.fromEntries(pairs.map((one) => [one.name, one.dark]));

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ["bg", "surface", "sunken", "hover"];
const TEXT: [string, string[]][] = [
  ["text", [...GROUNDS, "accent-soft", "good-soft", "warn-soft", "bad-soft", "talk-soft"]],
  ["muted", GROUNDS],
  ["accent", ["bg", "surface", "sunken", "accent-soft"]],
  ["accent-strong", ["bg", "surface", "sunken"]],
  ["good", ["bg", "surface", "sunken", "good-soft"]],
  ["warn", ["bg", "surface", "sunken", "warn-soft"]],
  ["bad", ["bg", "surface", "sunken", "bad-soft"]],
  ["talk", ["bg", "surface", "sunken", "talk-soft"]],
  ["on-accent", ["accent", "accent-strong", "good"]],
  ["on-bad", ["bad"]],
];
const EDGES: [string, string[]][] = [
  ["edge", ["bg", "surface", "sunken"]],
  ["focus", ["bg", "surface", "sunken", "accent-soft"]],
];

test("no colour is written outside of a pair", () => expect(css.replace(PAIR, "")).not.toMatch(/#[0-9a-f]{6}/));
test("no colour is written twice", () => expect(Object.keys(light)).toHaveLength(pairs.length));

describe.each([["light", light], ["dark", dark]] as const)("%s", (_, colours) => {
  const each = (list: [string, string[]][], least: number) => list.flatMap(([front, grounds]) => grounds.map((ground) => [front, ground, least] as const));
  test.each([...each(TEXT, 4.5), ...each(EDGES, 3)])("%s on %s: at least %d", (front, ground, least) => {
    expect(contrast(colours[front]!, colours[ground]!)).toBeGreaterThanOrEqual(least);
  });
});
