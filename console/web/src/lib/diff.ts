/** What changed between two values of JSON: one line for each leaf that differs, by its path. */
export interface Change {
  path: string;
  before: string | null;
  after: string | null;
}

export function changes(before: unknown, after: unknown, path = ""): Change[] {
  if (same(before, after)) return [];
  if (!branches(before) && !branches(after)) return [{ path, before: shown(before), after: shown(after) }];
  const left = leaves(before);
  const right = leaves(after);
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return names.flatMap((name) => changes(left[name], right[name], path ? `${path}.${name}` : name));
}

function branches(value: unknown): value is object {
  return typeof value === "object" && value !== null && !plain(value);
}

/** A list of words is a leaf: `["agent", "admin"]` reads better whole. */
function plain(value: object): boolean {
  return Array.isArray(value) && value.every((one) => typeof one !== "object" || one === null);
}

function leaves(value: unknown): Record<string, unknown> {
  return branches(value) ? (value as Record<string, unknown>) : value === undefined || value === null ? {} : { "": value };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map(String).join(", ") || "[]";
  return typeof value === "string" ? value : JSON.stringify(value);
}
