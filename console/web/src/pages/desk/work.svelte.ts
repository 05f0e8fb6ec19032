/** An agent's cards as they come and go, what he may choose from, and what he still has to finish. One for all pages. */
import { SvelteMap } from "svelte/reactivity";
import { get, post } from "../../lib/api";
import { language } from "../../lib/i18n.svelte";
import { live } from "../../lib/live.svelte";
import { may } from "../../lib/session.svelte";
import { failed } from "../../lib/toasts.svelte";
import type { Card, Choice, Choices, How, Words, WrapUp } from "./types";

const cards = new SvelteMap<string, Card>();
let chosen = $state("");
let lists = $state.raw<Choices>({ scenarios: [], dispositions: [] });
let unfinished = $state.raw<WrapUp[]>([]);
let closed = $state.raw<{ call: string; reason: string; refusal: string } | null>(null);

const ORDER: Record<string, number> = { ringing: 0, picked_up: 0, offered: 0, accepted: 1, talking: 2, talked: 3, lost: 4 };
const all = $derived([...cards.values()].sort((a, b) => (ORDER[a.stage] ?? 9) - (ORDER[b.stage] ?? 9) || b.made_at - a.made_at));
const shown = $derived(cards.get(chosen) ?? all[0] ?? null);

export const work = {
  /** Those that ring first, then those that talk, then what is to be written down. */
  get cards(): Card[] { return all; },
  get card(): Card | null { return shown; },
  get lists(): Choices { return lists; },
  get unfinished(): WrapUp[] { return unfinished; },
  /** The last offer that came to nothing, for what is to be said of it. */
  get closed(): { call: string; reason: string; refusal: string } | null { return closed; },
  show(call: string): void { chosen = call; },
};

/** Words in the language of the page, or in any. */
export function inWords(words: Words | undefined, otherwise = ""): string {
  return words?.[language.current] || Object.values(words ?? {})[0] || otherwise;
}

export function named(list: readonly Choice[], id: string): string {
  return inWords(list.find((one) => one.id === id)?.label, id);
}

/** The lists to choose from, for pages that only show words. */
export function learnLists(found: Choices): void {
  lists = found;
}

let followers = 0;
let unfollow: (() => void) | null = null;

/** Follows the service until the returned function is called; the shell does, and a page that shows cards. */
export function follow(): () => void {
  followers += 1;
  if (followers === 1) unfollow = begin();
  return () => {
    followers -= 1;
    if (followers > 0) return;
    unfollow?.();
    cards.clear();
  };
}

function begin(): () => void {
  const off = [
    live.on("offer", (data) => put(data as Card)),
    live.on("talk", (data) => put(data as Card)),
    live.on("talk_ended", (data) => {
      put(data as Card);
      void refresh();
    }),
    live.on("offer_closed", (data) => gone(data as { call: string; reason: string; refusal: string })),
    live.on("fresh", () => void refresh()),
    live.use(),
  ];
  void refresh();
  get<Choices>("/wrapups/choices").then((found) => (lists = found), failed);
  return () => off.forEach((done) => done());
}

/** Everything anew: after a start, and whenever something may have been missed. */
export async function refresh(): Promise<void> {
  try {
    const [mine, left] = await Promise.all([get<Card[]>("/offers"), get<WrapUp[]>("/wrapups")]);
    const there = new Set(mine.map((card) => card.call));
    for (const [call, card] of cards) if (!there.has(call) && card.stage !== "talked") cards.delete(call);
    mine.forEach(put);
    unfinished = left;
  } catch (error) {
    failed(error);
  }
}

/** The card of something to be finished comes back to the middle. */
export async function open(call: string): Promise<void> {
  try {
    cards.set(call, await get<Card>(`/calls/${call}/card`));
    chosen = call;
  } catch (error) {
    failed(error);
  }
}

export async function answer(card: Card, how: How): Promise<void> {
  try {
    await post(`/offers/${card.offer}/answer`, { how });
  } catch (error) {
    failed(error);
  }
}

/** It is finished: the card goes. */
export async function finished(call: string): Promise<void> {
  const card = cards.get(call);
  if (!card || card.stage === "talked" || card.stage === "lost") cards.delete(call);
  if (chosen === call) chosen = "";
  await refresh();
}

function put(card: Card): void {
  const before = cards.get(card.call);
  const whole = { ...card, history: card.history ?? before?.history ?? null };
  if (before && card.who.number.includes("*") && !before.who.number.includes("*")) whole.who = before.who;
  cards.set(card.call, whole);
  if (!before) {
    closed = null;
    chosen = "";
    if (may("see_numbers") && card.who.number.includes("*") && card.offer) void unmask(card);
  }
}

/** Events come without numbers: who may see them asks for the card. */
async function unmask(card: Card): Promise<void> {
  try {
    const whole = await get<Card>(`/offers/${card.offer}`);
    const now = cards.get(card.call);
    if (now) cards.set(card.call, { ...now, who: whole.who, path: whole.path, history: whole.history });
  } catch (error) {
    failed(error);
  }
}

function gone(what: { call: string; reason: string; refusal: string }): void {
  const before = cards.get(what.call);
  if (!before || before.stage === "talking" || before.stage === "talked") return;
  cards.delete(what.call);
  closed = what;
}
