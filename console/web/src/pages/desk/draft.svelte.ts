/** What is written of one call, kept with every key: on this machine at once, at the service a moment later. */
import { ApiError, get, put } from "../../lib/api";
import { instant } from "../../lib/time";
import { me } from "../../lib/session.svelte";
import { failed } from "../../lib/toasts.svelte";
import type { WrapUp } from "./types";

const PAUSE = 700;
const AGAIN = 4000;

interface Kept { scenario: string; disposition: string; note: string; at: number }

export class Draft {
  scenario = $state("");
  disposition = $state("");
  note = $state("");
  /** "new": nothing was written; "typing": here only; "saving", "saved": at the service; "away": it does not answer. */
  state = $state<"new" | "typing" | "saving" | "saved" | "away">("new");
  done = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly call: string) {
    void this.#load();
  }

  /** Something was changed. */
  touched(): void {
    this.state = "typing";
    this.#remember();
    this.#later(PAUSE);
  }

  /** Finished. Whether it is at the service now. */
  async finish(): Promise<boolean> {
    clearTimeout(this.#timer);
    const kept = await this.#send(true);
    if (kept) this.done = true;
    return kept;
  }

  /** The page goes to another call: what is here only is sent at once. */
  leave(): void {
    clearTimeout(this.#timer);
    if (this.state === "typing") void this.#send(this.done);
  }

  async #load(): Promise<void> {
    try {
      const there = await get<WrapUp>(`/calls/${this.call}/wrapup`);
      const here = this.#kept();
      this.done = there.done_at !== null;
      if (this.state !== "new") return this.#joined(there);
      const newer = here && here.at > (there.saved_at ?? 0) && !there.done_at;
      Object.assign(this, newer ? pick(here) : pick(there));
      this.state = newer ? "typing" : there.saved_at ? "saved" : "new";
      if (newer) this.#later(0);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) failed(error);
      const here = this.#kept();
      if (here && this.state === "new") Object.assign(this, pick(here), { state: "typing" });
    }
  }

  /** He typed before we knew what there is already: his words win, what he left empty is filled. */
  #joined(there: WrapUp): void {
    this.scenario ||= there.scenario;
    this.disposition ||= there.disposition;
    if (there.note && !this.note.includes(there.note)) this.note = this.note ? `${there.note}\n${this.note}` : there.note;
    this.touched();
  }

  #later(pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(this.done), pause);
  }

  async #send(done: boolean): Promise<boolean> {
    this.state = "saving";
    const sent = { scenario: this.scenario, disposition: this.disposition, note: this.note, done };
    try {
      await put<WrapUp>(`/calls/${this.call}/wrapup`, sent);
    } catch (error) {
      const refused = error instanceof ApiError && error.status >= 400 && error.status < 500;
      this.state = "away";
      if (refused) failed(error);
      else this.#later(AGAIN);
      return false;
    }
    if (this.state === "saving") this.state = "saved";
    if (this.state === "saved") this.#forget();
    return true;
  }

  get #key(): string {
    return `hotline.draft.${me.user}.${this.call}`;
  }

  #remember(): void {
    const kept: Kept = { scenario: this.scenario, disposition: this.disposition, note: this.note, at: instant() };
    try {
      localStorage.setItem(this.#key, JSON.stringify(kept));
    } catch {
      return; // storage is blocked: the service has it in a moment
    }
  }

  #kept(): Kept | null {
    try {
      return JSON.parse(localStorage.getItem(this.#key) ?? "null") as Kept | null;
    } catch {
      return null;
    }
  }

  #forget(): void {
    try {
      localStorage.removeItem(this.#key);
    } catch {
      return;
    }
  }
}

function pick(there: Pick<WrapUp, "scenario" | "disposition" | "note">): Pick<WrapUp, "scenario" | "disposition" | "note"> {
  return { scenario: there.scenario, disposition: there.disposition, note: there.note };
}
