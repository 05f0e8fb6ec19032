/**
 * The draft of the dialplan that this browser works on: text, editor and forms change the same one. It is kept on this machine
 * until it is published or thrown away; the service keeps nothing of it.
 */
import { ApiError, get, post } from "../../lib/api";
import { failed } from "../../lib/toasts.svelte";
import type { Change, Checked, Document, LiveView, PlanText, Published } from "./types";

const KEPT = "hotline.draft";
const LATER = 400;

interface Kept { base: number; digest: string; plan: PlanText }

let live = $state.raw<LiveView | null>(null);
let base = $state(0);
let plan = $state.raw<PlanText>({ main: "main.yaml", texts: {} });
let checked = $state.raw<Checked | null>(null);
let documents = $state.raw<Record<string, Document>>({});
let changes = $state.raw<Record<string, string>[] | null>(null);
let checking = $state(false);
let elsewhere = $state.raw<LiveView | null>(null);
let found = $state(false);
let timer: ReturnType<typeof setTimeout> | undefined;
let asked = 0;

const dirty = $derived(live !== null && !same(plan, live.plan));

export const draft = {
  get live() { return live; },
  /** The version that the draft was made from. */
  get base() { return base; },
  get plan() { return plan; },
  get checked() { return checked; },
  /** Each file as data, as of the last check. */
  get documents() { return documents; },
  /** What the draft changes, in words; null while it cannot be read. */
  get changes() { return changes; },
  get checking() { return checking; },
  get dirty() { return dirty; },
  /** Somebody else has made another version live since the draft was begun. */
  get elsewhere() { return elsewhere; },
  /** The draft was found on this machine, from an earlier visit. */
  get found() { return found; },
};

export function which(): { draft: PlanText } {
  return { draft: plan };
}

/** Reads what is live; a draft that was kept on this machine is gone on with. */
export async function open(): Promise<void> {
  if (live) return void (await look());
  const fresh = await get<LiveView>("/plan");
  const kept = recalled();
  live = fresh;
  if (kept && !same(kept.plan, fresh.plan)) {
    plan = kept.plan;
    base = kept.base;
    found = true;
    if (fresh.version !== kept.base) elsewhere = fresh;
  } else {
    plan = fresh.plan;
    base = fresh.version;
  }
  await check();
}

/** Whether something else is live by now. */
export async function look(): Promise<void> {
  const fresh = await get<LiveView>("/plan");
  if (live && fresh.version === live.version && fresh.digest === live.digest) {
    if (fresh.trouble !== live.trouble) live = fresh;
    return;
  }
  const was = dirty;
  live = fresh;
  if (!was) return void (await start(fresh));
  elsewhere = fresh.version === base ? null : fresh;
  await compare();
}

/** Throws the draft away: what is live is the beginning of the next one. */
export async function discard(): Promise<void> {
  await start(live ?? (await get<LiveView>("/plan")));
}

/** Goes on with this draft on top of what is live now: it has been looked at. */
export function rebase(): void {
  if (!live) return;
  base = live.version;
  elsewhere = null;
  remember();
}

async function start(from: LiveView): Promise<void> {
  live = from;
  plan = from.plan;
  base = from.version;
  elsewhere = null;
  found = false;
  remember();
  await check();
}

/** One file, typed into. */
export function write(file: string, text: string): void {
  if (plan.texts[file] === text) return;
  plan = { ...plan, texts: { ...plan.texts, [file]: text } };
  remember();
  soon();
}

export function addFile(file: string): void {
  write(file, "\n");
}

export function removeFile(file: string): void {
  const { [file]: _gone, ...texts } = plan.texts;
  plan = { ...plan, texts };
  remember();
  soon();
}

/** Changes of a form: only their lines are written anew. False: refused, and shown. */
export async function edit(wanted: Change[]): Promise<boolean> {
  if (!wanted.length) return true;
  try {
    const texts = await post<Record<string, string>>("/plan/edit", { draft: plan, changes: wanted });
    plan = { ...plan, texts: { ...plan.texts, ...texts } };
    remember();
    await check();
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

export async function publish(message: string): Promise<Published> {
  try {
    const done = await post<Published>("/plan/publish", { draft: plan, message, based_on: base });
    await start(await get<LiveView>("/plan"));
    return done;
  } catch (error) {
    if (error instanceof ApiError && error.status === 409) await look();
    throw error;
  }
}

export async function rollback(version: number, message: string): Promise<Published> {
  const done = await post<Published>("/plan/rollback", { version, message });
  await look();
  return done;
}

/** The same checks as the command line, what the draft says as data, and what it changes. */
export async function check(): Promise<void> {
  clearTimeout(timer);
  const mine = ++asked;
  checking = true;
  try {
    const [fresh, read] = await Promise.all([
      post<Checked>("/plan/check", { draft: plan }),
      post<Record<string, Document>>("/plan/read", { draft: plan }),
    ]);
    if (mine !== asked) return;
    checked = fresh;
    documents = read;
    await compare();
  } catch (error) {
    failed(error);
  } finally {
    if (mine === asked) checking = false;
  }
}

async function compare(): Promise<void> {
  if (!dirty) return void (changes = []);
  try {
    changes = await post<Record<string, string>[]>("/plan/diff", { draft: plan });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 422) throw error;
    changes = null;
  }
}

function soon(): void {
  clearTimeout(timer);
  checking = true;
  timer = setTimeout(() => void check(), LATER);
}

/** The file in which a section is written, and else the one where it would best be. */
export function fileOf(section: string, like = ""): string {
  for (const [file, document] of Object.entries(documents)) {
    const data = document.data;
    if (typeof data === "object" && !Array.isArray(data) && section in data) return file;
  }
  return Object.keys(documents).find((file) => like && file.includes(like)) ?? plan.main;
}

/** Every entry of a section, in all files: its name, its data and where it stands. */
export function entries(section: string): { name: string; data: unknown; file: string; line: number }[] {
  return Object.entries(documents).flatMap(([file, document]) => {
    const data = (document.data as Record<string, unknown>)[section];
    if (typeof data !== "object" || data === null || Array.isArray(data)) return [];
    return Object.entries(data).map(([name, each]) => ({ name, data: each, file, line: document.lines[`${section}/${name}`] ?? 1 }));
  });
}

function same(one: PlanText, other: PlanText): boolean {
  const names = Object.keys(one.texts);
  return one.main === other.main && names.length === Object.keys(other.texts).length && names.every((name) => one.texts[name] === other.texts[name]);
}

function remember(): void {
  try {
    if (live && !same(plan, live.plan)) localStorage.setItem(KEPT, JSON.stringify({ base, digest: live.digest, plan } satisfies Kept));
    else localStorage.removeItem(KEPT);
  } catch {
    return; // storage is full or blocked: the draft lasts as long as the page
  }
}

function recalled(): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null") as Kept | null;
    return kept && typeof kept.plan?.main === "string" && kept.plan.texts ? kept : null;
  } catch {
    return null;
  }
}
