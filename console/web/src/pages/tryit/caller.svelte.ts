/** A caller in this page: a line lent by the service, one call on it, and what the service did in that call. */
import { ApiError, del, get, post } from "../../lib/api";
import { Line, type Account } from "../../phone/line";
import { listenForFirstTouch } from "../../phone/sound.svelte";
import { after, LINE, type LineEvent, type LineState } from "../../phone/states";
import { Talk } from "../../phone/talk.svelte";
import type { Step } from "../calls/types";

interface Lent {
  phone: Account;
  numbers: string[];
}

interface Tried {
  call: string;
  over: boolean;
  happened: Step[];
}

const ASKED_EVERY = 700;

export class Caller {
  line = $state<LineState>("off");
  talk = $state.raw<Talk | null>(null);
  last = $state.raw<Talk | null>(null);
  steps = $state.raw<readonly Step[]>([]);
  numbers = $state.raw<readonly string[]>([]);
  trouble = $state<"" | "insecure" | "off" | "none_free" | "offline">("");
  said = $state("");
  #line: Line | null = null;
  #asking: ReturnType<typeof setInterval> | undefined;
  #gone = false;

  get busy(): boolean { return this.talk !== null; }

  /** Borrows a line. It is given back when the page is left; should that be lost, the service takes it back. */
  async start(): Promise<void> {
    listenForFirstTouch();
    if (!navigator.mediaDevices) return void (this.trouble = "insecure");
    try {
      const lent = await post<Lent>("/try");
      if (this.#gone) return void del("/try").catch(() => undefined);
      this.numbers = lent.numbers;
      this.#news("start");
      this.#line = new Line(lent.phone, { state: (event) => this.#news(event), back: () => this.talk?.mend(), rings: (made) => made.terminate() }, false);
      await this.#line.start();
    } catch (error) {
      this.#refused(error);
    }
  }

  stop(): void {
    this.#gone = true;
    clearInterval(this.#asking);
    this.talk?.end();
    this.#line?.stop();
    if (this.#line) void del("/try").catch(() => undefined); // signed out meanwhile: it is given back by itself
    this.#line = null;
  }

  call(number: string): void {
    const made = this.busy ? null : this.#line?.call(number);
    if (!made) return;
    this.steps = [];
    this.last = null;
    this.talk = new Talk(made, number, (talk) => this.#over(talk));
    clearInterval(this.#asking);
    this.#asking = setInterval(() => void this.#ask(), ASKED_EVERY);
  }

  async #ask(): Promise<void> {
    const tried = await get<Tried>("/try").catch(() => null);
    if (!tried) return;
    this.steps = tried.happened;
    if (tried.over && !this.talk) clearInterval(this.#asking);
  }

  #over(talk: Talk): void {
    this.talk = null;
    this.last = talk;
  }

  #news(event: LineEvent): void {
    this.line = after(LINE, this.line, event);
  }

  #refused(error: unknown): void {
    if (!(error instanceof ApiError)) throw error;
    this.trouble = error.code === "HL833" ? "none_free" : error.status === 409 ? "off" : "offline";
    this.said = [error.text, error.remedy].filter(Boolean).join(". ");
  }
}
