/**
 * What happens on the floor, live: rows by key that follow the service, and what concerns the person who looks on.
 *
 * `live.people.get(id)` in a template is drawn anew only when that row changes. Changes are put in once a drawn frame, however
 * many came. `live.on("offer", fn)` hears what is for this person alone; `on("fresh", fn)` that everything was read anew, and
 * what was told in between may be lost. `heard(fn)` is told which rows changed, for pages that count and draw by themselves.
 */
import { SvelteMap } from "svelte/reactivity";
import { ROOT, get } from "./api";
import { streaming } from "./net.svelte";
import type { AlarmRow, CallRow, PersonRow, QueueRow, Rows, Topic } from "./rows";

export type { Aside, CallRow, PersonRow, PersonState, QueueRow, Topic } from "./rows";
export type Changed = Record<Topic, Set<string>>;
type Told = { [T in Topic]?: Record<string, Partial<Rows[T]> | null> };
type Listener = (data: unknown) => void;

export const TOPICS: readonly Topic[] = ["people", "queues", "calls", "alarms"];
/** Events for one person alone; a page may listen to others too. */
const KNOWN = ["offer", "offer_closed", "talk", "talk_ended", "callback", "supervised"];
const PAUSES = [500, 1000, 2000, 4000, 8000];
const SILENT = 40_000;

const maps = {
  people: new SvelteMap<string, PersonRow>(),
  queues: new SvelteMap<string, QueueRow>(),
  calls: new SvelteMap<string, CallRow>(),
  alarms: new SvelteMap<string, AlarmRow>(),
};
/** The same rows for code that reads all of them and must not be drawn anew for each. */
export const plain: { [T in Topic]: Map<string, Rows[T]> } = {
  people: new Map(), queues: new Map(), calls: new Map(), alarms: new Map(),
};

let state = $state<"off" | "connecting" | "open" | "lost">("off");
let fresh = $state(0);
let source: EventSource | null = null;
let last = "";
let users = 0;
let tries = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let watch: ReturnType<typeof setInterval> | undefined;
let seen = 0;
let waiting: Told[] = [];
let planned = false;
const listeners = new Map<string, Set<Listener>>();
const hearing = new Set<(changed: Changed, all: boolean) => void>();

export const live = {
  people: maps.people,
  queues: maps.queues,
  calls: maps.calls,
  alarms: maps.alarms,
  /** Whether rows follow the service now. */
  get state(): "off" | "connecting" | "open" | "lost" { return state; },
  /** Counts how often everything was read anew. */
  get fresh(): number { return fresh; },
  on,
  /** Keeps the stream open until the returned function is called. A page that shows rows does this in an effect. */
  use,
};

/** Hears an event until the returned function is called. */
export function on(name: string, listener: Listener): () => void {
  const those = listeners.get(name) ?? new Set();
  if (!listeners.has(name)) {
    listeners.set(name, those);
    if (source && !KNOWN.includes(name) && name !== "fresh") listenTo(source, name);
  }
  those.add(listener);
  return () => void those.delete(listener);
}

/** Is told, once a drawn frame, which rows changed; `all`: everything was read anew. */
export function heard(listener: (changed: Changed, all: boolean) => void): () => void {
  hearing.add(listener);
  return () => void hearing.delete(listener);
}

export function use(): () => void {
  users += 1;
  if (users === 1) open();
  return () => {
    users -= 1;
    // A change of page lets go and takes up again in one turn: the stream stays.
    setTimeout(() => users === 0 && close(), 1500);
  };
}

function open(): void {
  close();
  state = tries ? "lost" : "connecting";
  seen = Date.now();
  const stream = (source = new EventSource(`${ROOT}/live${last ? `?resume=${encodeURIComponent(last)}` : ""}`));
  stream.addEventListener("snapshot", (event) => received(event, true));
  stream.addEventListener("delta", (event) => received(event, false));
  stream.addEventListener("bye", bye);
  for (const name of new Set([...KNOWN, ...listeners.keys()])) if (name !== "fresh") listenTo(stream, name);
  stream.onopen = opened;
  stream.onerror = () => again();
  watch = setInterval(() => Date.now() - seen > SILENT && stream.readyState !== EventSource.OPEN && again(), 5000);
}

function opened(): void {
  tries = 0;
  seen = Date.now();
  state = "open";
  streaming(true);
}

function close(): void {
  clearTimeout(timer);
  clearInterval(watch);
  source?.close();
  source = null;
  if (users === 0) {
    state = "off";
    streaming(true);
  }
}

/** The stream is gone: try again, later each time; a session that is over leads to the sign-in page by the request. */
function again(): void {
  close();
  if (users === 0) return;
  state = "lost";
  streaming(false);
  const pause = PAUSES[Math.min(tries, PAUSES.length - 1)] ?? 8000;
  tries += 1;
  timer = setTimeout(() => void attempt(), pause * (0.7 + 0.6 * Math.random()));
}

async function attempt(): Promise<void> {
  try {
    await get("/session");
    if (users > 0) open();
  } catch {
    if (users > 0 && source === null) again();
  }
}

function bye(event: MessageEvent<string>): void {
  note(event);
  again();
}

function listenTo(stream: EventSource, name: string): void {
  stream.addEventListener(name, (event: MessageEvent<string>) => {
    note(event);
    const data: unknown = JSON.parse(event.data);
    for (const listener of listeners.get(name) ?? []) listener(data);
  });
}

function note(event: MessageEvent<string>): void {
  seen = Date.now();
  if (event.lastEventId) last = event.lastEventId;
}

function received(event: MessageEvent<string>, whole: boolean): void {
  note(event);
  const told = JSON.parse(event.data) as Told;
  if (whole) {
    waiting = [];
    renew(told);
    return;
  }
  waiting.push(told);
  plan();
}

/** Once a drawn frame; a page that nobody sees is not drawn, and is kept up by a timer. */
function plan(): void {
  if (planned) return;
  planned = true;
  if (document.hidden) setTimeout(apply, 250);
  else requestAnimationFrame(apply);
}

function apply(): void {
  planned = false;
  const frames = waiting;
  waiting = [];
  if (!frames.length) return;
  const changed = nothing();
  for (const told of frames) for (const topic of TOPICS) put(topic, told[topic], changed[topic]);
  for (const topic of TOPICS) for (const key of changed[topic]) show(topic, key);
  for (const listener of hearing) listener(changed, false);
}

function put<T extends Topic>(topic: T, rows: Told[T], changed: Set<string>): void {
  const known = plain[topic] as Map<string, Rows[T]>;
  for (const [key, row] of Object.entries(rows ?? {}) as [string, Partial<Rows[T]> | null][]) {
    changed.add(key);
    if (row === null) known.delete(key);
    else known.set(key, { ...known.get(key), ...row } as Rows[T]);
  }
}

function show<T extends Topic>(topic: T, key: string): void {
  const row = plain[topic].get(key) as Rows[T] | undefined;
  const map = maps[topic] as SvelteMap<string, Rows[T]>;
  if (row) map.set(key, row);
  else map.delete(key);
}

function renew(told: Told): void {
  const changed = nothing();
  for (const topic of TOPICS) {
    const rows = told[topic] ?? {};
    for (const key of plain[topic].keys()) if (!(key in rows)) changed[topic].add(key);
    plain[topic].clear();
    put(topic, rows as never, changed[topic]);
    for (const key of changed[topic]) show(topic, key);
  }
  fresh += 1;
  for (const listener of hearing) listener(changed, true);
  for (const listener of listeners.get("fresh") ?? []) listener(null);
}

function nothing(): Changed {
  return { people: new Set(), queues: new Set(), calls: new Set(), alarms: new Set() };
}
