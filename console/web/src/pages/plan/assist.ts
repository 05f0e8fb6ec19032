/** Completion and hints: the keys come from the JSON Schema, the names from what the draft and the house know. */
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { Names } from "./types";
import { placeAt } from "./yaml_place";

export interface Schema {
  description?: string; type?: string; enum?: unknown[]; const?: unknown; anyOf?: Schema[]; oneOf?: Schema[]; $ref?: string;
  properties?: Record<string, Schema>; additionalProperties?: boolean | Schema; items?: Schema; $defs?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
}

/** Which names stand behind which key. */
const NAMED: Record<string, keyof Names> = {
  go: "flows", goto: "flows", then: "flows", after: "flows", otherwise: "flows", closed: "flows", failed: "flows", flow: "flows", call: "flows",
  balk: "flows", operator: "flows", queue: "queues", enqueue: "queues", queues: "queues", hours: "hours", of: "hours", person: "people",
  deputy: "people", manager: "people", say: "prompts", prompt: "prompts", prompts: "prompts", name: "prompts", skills: "skills", skill: "skills",
  ideal: "skills", music: "music", language: "languages", languages: "languages",
};

/** Every schema that may hold at this place, references followed. */
export function schemasAt(root: Schema, path: readonly string[]): Schema[] {
  let here = spread(root, root);
  for (const key of path) here = here.flatMap((one) => below(root, one, key)).flatMap((one) => spread(root, one));
  return here;
}

function below(root: Schema, one: Schema, key: string): Schema[] {
  const item = one.items ? spread(root, one.items).flatMap((each) => below(root, each, key)) : [];
  const own = one.properties?.[key];
  if (own) return [own, ...item];
  const any = Object.entries(one.patternProperties ?? {}).filter(([pattern]) => new RegExp(pattern).test(key)).map(([, each]) => each);
  const more = typeof one.additionalProperties === "object" ? [one.additionalProperties] : [];
  return [...any, ...more, ...item];
}

function spread(root: Schema, one: Schema): Schema[] {
  const to = one.$ref?.startsWith("#/$defs/") ? root.$defs?.[one.$ref.slice(8)] : undefined;
  return [one, ...(to ? spread(root, to) : []), ...[...(one.anyOf ?? []), ...(one.oneOf ?? [])].flatMap((each) => spread(root, each))];
}

function keysOf(root: Schema, here: Schema[]): Completion[] {
  const items = here.flatMap((one) => (one.items ? spread(root, one.items) : []));
  const found = new Map<string, string>();
  for (const one of [...here, ...items]) {
    for (const [key, each] of Object.entries(one.properties ?? {})) if (!found.get(key)) found.set(key, each.description ?? "");
  }
  return [...found].map(([label, info]) => ({ label, info: info || undefined, type: "property", apply: `${label}: ` }));
}

export function completer(schema: () => Schema | null, names: () => Names | null) {
  return (context: CompletionContext): CompletionResult | null => {
    const root = schema();
    if (!root) return null;
    const place = placeAt(context.state, context.pos);
    if (!context.explicit && place.from === context.pos) return null;
    const here = schemasAt(root, place.path);
    const options = place.key ? [...keysOf(root, here), ...named(place.path, names(), ": ")] : [...words(here), ...named(place.path, names(), "")];
    return options.length ? { from: place.from, options, validFor: /^[\w.-]*$/ } : null;
  };
}

function words(here: Schema[]): Completion[] {
  const found = here.flatMap((one) => [...(one.enum ?? []), ...(one.const === undefined ? [] : [one.const])]);
  return [...new Set(found.map((each) => (each === true ? "yes" : each === false ? "no" : String(each))))].map((label) => ({ label, type: "enum" }));
}

function named(path: readonly string[], names: Names | null, behind: string): Completion[] {
  const last = path[path.length - 1] ?? "";
  const kind = NAMED[last];
  if (!kind || !names || (behind && kind !== "skills")) return [];
  return names[kind].map((label) => ({ label, type: kind === "prompts" ? "text" : "variable", detail: kind, apply: label + behind }));
}

/** What the schema says of a key. */
export function described(root: Schema, path: readonly string[], word: string): string {
  const here = schemasAt(root, path);
  const items = here.flatMap((one) => (one.items ? spread(root, one.items) : []));
  return [...here, ...items].map((one) => one.properties?.[word]?.description ?? "").find(Boolean) ?? "";
}
