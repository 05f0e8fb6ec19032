/** The registration: SIP over a websocket of our own server (JsSIP, loaded when a phone is first needed). */
import type { UA } from "jssip";
import type { RTCSession } from "jssip/lib/RTCSession";
import { PEER } from "./talk.svelte";
import { constraints } from "./sound.svelte";
import type { LineEvent } from "./states";

/** What GET /phone tells (console/api/phone.py). */
export interface Account {
  uri: string;
  user: string;
  password: string;
  name: string;
  number: string;
  path: string;
  echo: string;
}

interface Begun {
  originator: string;
  session: RTCSession;
}

export interface Heard {
  state(event: LineEvent): void;
  /** The first registration after the websocket was lost. */
  back(): void;
  rings(session: RTCSession): void;
}

const EXPIRES = 120;
/** JsSIP waits at least this long before it tries again, and doubles it up to the other one. Seconds. */
const AGAIN = { connection_recovery_min_interval: 2, connection_recovery_max_interval: 15 };

export class Line {
  #ua: UA | null = null;
  #broken = false;
  #stopped = false;

  constructor(readonly account: Account, readonly heard: Heard, readonly register = true) {}

  async start(): Promise<void> {
    const { UA, WebSocketInterface } = await import("jssip");
    if (this.#stopped) return;
    const socket = new WebSocketInterface(address(this.account.path));
    const { uri, password, name } = this.account;
    const options = { sockets: [socket], uri, password, register: this.register, session_timers: false, register_expires: EXPIRES };
    this.#ua = new UA({ ...options, ...AGAIN, display_name: name || undefined, user_agent: "hotline" });
    this.#listen(this.#ua);
    this.#ua.start();
  }

  /** Unregisters, and ends whatever is still up. */
  stop(): void {
    this.#stopped = true;
    this.#ua?.stop();
    this.#ua = null;
  }

  call(number: string): RTCSession | null {
    const options = { mediaConstraints: constraints(), pcConfig: PEER };
    return this.#ua?.call(number, options) ?? null;
  }

  #listen(ua: UA): void {
    const { heard } = this;
    ua.on("connected", () => !this.register && this.#up());
    ua.on("registered", () => this.#up());
    ua.on("registrationFailed", ({ response }) => heard.state(response ? "refused" : "disconnected"));
    ua.on("disconnected", () => {
      this.#broken = true;
      heard.state("disconnected");
    });
    ua.on("newRTCSession", ({ originator, session }: Begun) => originator === "remote" && heard.rings(session));
  }

  #up(): void {
    this.heard.state("registered");
    if (this.#broken) this.heard.back();
    this.#broken = false;
  }
}

function address(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
