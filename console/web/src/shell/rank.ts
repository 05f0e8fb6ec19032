/** Which entries fit a few letters, the best first: a beginning before a word's beginning before anywhere before letters in order. */
export function ranked<T extends { text: string }>(entries: readonly T[], words: string): T[] {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return [...entries];
  return entries
    .map((entry) => ({ entry, score: scored(entry.text.toLowerCase(), wanted) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((one) => one.entry);
}

export function scored(text: string, wanted: string): number {
  if (text.startsWith(wanted)) return 4;
  if (text.split(/[\s/·-]+/).some((word) => word.startsWith(wanted))) return 3;
  if (text.includes(wanted)) return 2;
  return inOrder(text, wanted) ? 1 : 0;
}

function inOrder(text: string, wanted: string): boolean {
  let at = -1;
  for (const sign of wanted) {
    at = text.indexOf(sign, at + 1);
    if (at < 0) return false;
  }
  return true;
}
