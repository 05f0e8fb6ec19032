/** The agent's phone in the browser. One for all pages: it rings and talks on while one goes from page to page. */
import type { RTCSession } from "jssip/lib/RTCSession";
import { ApiError, get } from "../lib/api";
import { t } from "../lib/i18n.svelte";
import { session } from "../lib/session.svelte";
import { Line, type Account } from "./line";
import { shown } from "./numbers";
import { listenForFirstTouch, lookForDevices, ring } from "./sound.svelte";
import { after, LINE, type LineEvent, type LineState } from "./states";
import { queue, type Turn } from "./tabs";
import { Talk } from "./talk.svelte";

const DESK = "hotline.phone.desk";

/** Why there is no phone here: a key below `phone.no.`, or what the service says. */
export type Trouble = "" | "insecure" | "no_seat" | "off" | "offline" | "busy_elsewhere";

let state = $state<LineState>("off");
let calls = $state.raw<readonly Talk[]>([]);
let account = $state.raw<Account | null>(null);
let trouble = $state<Trouble>("");
let said = $state("");
let desk = $state(prefersDesk());
let last = $state.raw<Talk | null>(null);
let line: Line | null = null;
let turn: Turn | null = null;
let wanted = "";

const main = $derived(calls[0] ?? null);
const aside = $derived(calls[1] ?? null);

export const phone = {
  get state(): LineState { return state; },
  get account(): Account | null { return account; },
  /** Calls can be made and taken here. */
  get ready(): boolean { return state === "ready"; },
  /** The call with the caller; then the one to a colleague beside it. */
  get call(): Talk | null { return main; },
  get aside(): Talk | null { return aside; },
  get calls(): readonly Talk[] { return calls; },
  /** The call that ended last, for what is to be said of it. */
  get last(): Talk | null { return last; },
  get busy(): boolean { return calls.length > 0; },
  get trouble(): Trouble { return trouble; },
  /** What the service says of the trouble. */
  get said(): string { return said; },
  /** He would rather use the phone on his desk: this page does not register. */
  get desk(): boolean { return desk; },
};

/** Brings the phone up, once; called by whoever shows it. It goes on until somebody signs out. */
export async function startPhone(): Promise<void> {
  const user = session.me?.user ?? "";
  if (!user || desk || wanted === user) return;
  wanted = user;
  listenForFirstTouch();
  if (!session.me?.person) return give("no_seat");
  if (!navigator.mediaDevices || !navigator.locks) return give("insecure");
  try {
    account = await get<Account>("/phone");
  } catch (error) {
    return refused(error);
  }
  trouble = "";
  await lookForDevices();
  turn ??= queue(`hotline-phone-${user}`, { mine: register, waiting: () => news("taken"), gone, busy: () => phone.busy });
}

/** Takes the phone down: signed out, or the desk phone is preferred. */
export function stopPhone(): void {
  wanted = "";
  turn?.leave();
  turn = null;
  gone();
  news("stop");
  trouble = "";
}

/** Uses the phone in this tab instead of the one that has it. */
export async function takeOver(): Promise<void> {
  const free = (await turn?.take()) ?? false;
  trouble = free ? "" : "busy_elsewhere";
}

/** The phone on the desk rings instead, until this is turned off again; remembered on this machine. */
export async function useDesk(yes: boolean): Promise<void> {
  desk = yes;
  try {
    localStorage.setItem(DESK, yes ? "yes" : "");
  } catch {
    // storage is blocked: it holds until the page is left
  }
  if (yes) stopPhone();
  else await startPhone();
}

/** Calls a number or a seat; with a call up already, that one is put on hold: he asks somebody. */
export async function dial(number: string): Promise<Talk | null> {
  const to = number.replace(/[\s()-]/g, "");
  if (!/^[0-9A-Za-z*#+_-]{1,32}$/.test(to) || calls.length > 1 || !line) return null;
  if (main?.state === "talking") await main.hold();
  const made = line.call(to);
  return made ? follow(new Talk(made, to, over)) : null;
}

/** Joins the caller with the colleague who was asked; both go on without us. */
export function join(): void {
  if (main && aside) main.send(aside);
}

/** Back to the caller: the colleague's call is over. */
export async function backToCaller(): Promise<void> {
  aside?.end();
  await main?.hold(false);
}

async function register(): Promise<void> {
  if (!account) return;
  news("start");
  trouble = "";
  line = new Line(account, { state: news, back: () => calls.forEach((one) => one.mend()), rings });
  await line.start();
}

function gone(): void {
  line?.stop();
  line = null;
  news("taken");
}

function rings(made: RTCSession): void {
  // He was hearing his own echo: a caller is worth more.
  const testing = calls.find((one) => one.number === account?.echo);
  testing?.end();
  const up = calls.filter((one) => one !== testing);
  // While he holds a caller a second call may ring: the service reminds him so. Nothing else rings into a talk.
  if (up.length > 1 || up.some((one) => one.state !== "held")) made.terminate({ status_code: 486 });
  else follow(new Talk(made, "", over));
}

function follow(talk: Talk): Talk {
  calls = [...calls, talk];
  last = null;
  if (talk.incoming) announce(talk);
  return talk;
}

function over(talk: Talk): void {
  calls = calls.filter((one) => one !== talk);
  last = talk;
  void lookForDevices();
}

function news(event: LineEvent): void {
  state = after(LINE, state, event);
}

function give(what: Trouble, words = ""): void {
  trouble = what;
  said = words;
}

function refused(error: unknown): void {
  wanted = "";
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 404) return give("no_seat", error.remedy);
  if (error.status === 409) return give("off", `${error.text}. ${error.remedy}`);
  give("offline", error.text);
}

/** Rings, writes it into the tab's title, and tells the desktop where it may; until it is answered or gone. */
function announce(talk: Talk): void {
  const title = document.title;
  const who = talk.name || shown(talk.number);
  const tone = ring();
  document.title = `(${t("phone.rings")}) ${who}`;
  const note = notice(who);
  const done = $effect.root(() => {
    $effect(() => {
      if (talk.state === "ringing") return;
      tone?.stop();
      note?.close();
      document.title = title;
      queueMicrotask(done);
    });
  });
}

function notice(who: string): Notification | null {
  if (!("Notification" in globalThis) || Notification.permission !== "granted" || document.hasFocus()) return null;
  const note = new Notification(t("phone.rings"), { body: who, tag: "hotline-phone", requireInteraction: true });
  note.onclick = () => globalThis.focus();
  return note;
}

function prefersDesk(): boolean {
  try {
    return localStorage.getItem(DESK) === "yes";
  } catch {
    return false;
  }
}

if (typeof addEventListener === "function") {
  addEventListener("beforeunload", (event) => phone.busy && event.preventDefault());
  addEventListener("pagehide", () => line?.stop());
}
