/** What the palette finds beside pages: people, queues, calls, callers, accounts. Each asks only what its visitor may. */
import { get, query } from "../lib/api";
import { may, type Action } from "../lib/session.svelte";
import { moment } from "../lib/time";
import { ranked } from "./rank";
import { findBy, type Hit } from "./slots.svelte";

const MOST = 5;
const FRESH = 20_000;

/** A list that hardly changes while somebody types: asked for once in a while. */
function kept<T>(path: string): (signal: AbortSignal) => Promise<T[]> {
  let at = -Infinity;
  let list: T[] = [];
  return async (signal) => {
    if (Date.now() - at > FRESH) {
      list = await get<T[]>(path, { signal });
      at = Date.now();
    }
    return list;
  };
}

const people = kept<{ id: string; name: string }>("/people");
const queues = kept<{ name: string }>("/queues");
const accounts = kept<{ user: string; name: string }>("/accounts");

type Finder = (words: string, signal: AbortSignal) => Promise<Hit[]>;

const best = (hits: Hit[], words: string): Hit[] => ranked(hits, words).slice(0, MOST);

const FINDERS: readonly [string, Action, Finder][] = [
  ["people", "see_floor", async (words, signal) =>
    best((await people(signal)).map(({ id, name }) => ({ text: name === id ? id : `${name} ${id}`, icon: "user-round", to: `/floor${query({ q: id })}` })), words)],
  ["queues", "see_floor", async (words, signal) =>
    best((await queues(signal)).map(({ name }) => ({ text: name, icon: "list-ordered", to: `/floor${query({ queue: name })}` })), words)],
  ["calls", "see_calls", async (words, signal) => {
    const page = await get<{ calls: { call: string; number: string; name: string; arrived_at: number }[] }>(`/calls${query({ text: words, limit: MOST })}`, { signal });
    return page.calls.map((one) => ({ text: one.name || one.number, note: moment(one.arrived_at), icon: "phone-call", to: `/calls/${encodeURIComponent(one.call)}` }));
  }],
  ["contacts", "see_contacts", async (words, signal) => {
    const found = await get<{ number: string; name: string; call: string }[]>(`/contacts${query({ q: words })}`, { signal });
    return found.slice(0, MOST).map((one) => ({ text: one.name || one.number, note: one.number, icon: "circle-user", to: `/contacts/${encodeURIComponent(one.call)}` }));
  }],
  ["accounts", "manage_accounts", async (words, signal) =>
    best((await accounts(signal)).map(({ user, name }) => ({ text: `${name} ${user}`, icon: "key-round", to: `/accounts/${encodeURIComponent(user)}` })), words)],
];

/** Until the returned function is called. */
export function findEverything(): () => void {
  const off = FINDERS.filter(([, action]) => may(action)).map(([id, , finder]) => findBy(id, finder));
  return () => off.forEach((done) => done());
}
