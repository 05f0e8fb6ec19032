/** One call on the phone. */
import type { EndEvent, RTCSession } from "jssip/lib/RTCSession";
import { sendEarly } from "./ice";
import { watching, type Quality } from "./quality";
import { constraints, playing, silence } from "./sound.svelte";
import { after, TALK, type TalkEvent, type TalkState } from "./states";

export const PEER: RTCConfiguration = { iceServers: [], rtcpMuxPolicy: "require" };
const LOOKED_EVERY = 2000;
const DECLINED = 603;
/** Milliseconds in which Asterisk ends a call that was sent on; then we do. */
const ENDED_WITHIN = 1500;

/** Why a call did not come about or ended, where that is worth a word: a key below `phone.why.`. */
export type Why = "" | "microphone" | "nowhere" | "busy" | "refused" | "absent" | "unknown_number" | "failed";

const CAUSES: Record<string, Why> = {
  "User Denied Media Access": "microphone", Busy: "busy", Rejected: "refused", Unavailable: "absent", "No Answer": "absent",
  "Not Found": "unknown_number", "Address Incomplete": "unknown_number",
};

export class Talk {
  state = $state<TalkState>("dialling");
  muted = $state(false);
  /** When it was answered, in milliseconds of this machine. */
  since = $state<number | null>(null);
  why = $state<Why>("");
  /** A transfer that was asked for, or that failed. */
  sending = $state<"" | "asked" | "failed">("");
  quality = $state.raw<Quality | null>(null);
  /** What was keyed, newest last. */
  keyed = $state("");
  readonly incoming: boolean;
  readonly number: string;
  readonly name: string;
  #session: RTCSession;
  #far: HTMLAudioElement | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(session: RTCSession, dialled: string, readonly ended: (talk: Talk) => void) {
    this.#session = session;
    this.incoming = String(session.direction) === "incoming";
    this.number = this.incoming ? (session.remote_identity.uri.user ?? "") : dialled;
    this.name = this.incoming ? (session.remote_identity.display_name ?? "") : "";
    this.state = this.incoming ? "ringing" : "dialling";
    this.#listen(session);
  }

  get over(): boolean { return this.state === "ended"; }
  get up(): boolean { return this.state === "talking" || this.state === "held"; }

  answer(): void {
    if (this.state !== "ringing") return;
    this.#step("answer");
    this.#session.answer({ mediaConstraints: constraints(), pcConfig: PEER });
  }

  /** Declines a call that rings, gives up one that is dialled, ends one that is up. */
  end(): void {
    if (this.over) return;
    const how = this.incoming && !this.up ? { status_code: DECLINED } : {};
    try {
      this.#session.terminate(how);
    } catch {
      this.#over("failed"); // it is ended on the wire already, and its news is lost
    }
  }

  async hold(on = true): Promise<void> {
    if (on === (this.state === "held") || !this.up) return;
    await new Promise<void>((done) => {
      const asked = on ? this.#session.hold({}, done) : this.#session.unhold({}, done);
      if (!asked) done();
    });
  }

  mute(on = !this.muted): void {
    if (!this.up) return;
    if (on) this.#session.mute({ audio: true });
    else this.#session.unmute({ audio: true });
    this.muted = on;
  }

  /** Keys for menus and codes: by SIP INFO, which arrives whatever the network does to packets of sound. */
  key(digits: string): void {
    if (!this.up || !/^[0-9*#]+$/.test(digits)) return;
    this.#session.sendDTMF(digits, { duration: 120, interToneGap: 80 });
    this.keyed = (this.keyed + digits).slice(-24);
  }

  /** Sends the other side to a number, or (`to` a call of ours) joins it with the one that was asked. */
  send(to: string | Talk): void {
    if (!this.up) return;
    this.sending = "asked";
    const eventHandlers = {
      accepted: () => setTimeout(() => this.end(), ENDED_WITHIN),
      failed: () => (this.sending = "failed"),
      requestSucceeded: () => undefined,
      requestFailed: () => (this.sending = "failed"),
    };
    if (typeof to === "string") this.#session.refer(to, { eventHandlers });
    else this.#session.refer(to.#session.remote_identity.uri, { replaces: to.#session, eventHandlers });
  }

  /** The websocket broke and is back: what Asterisk sends to this call goes the new way only after we spoke. */
  mend(): void {
    if (this.up) this.#session.renegotiate();
  }

  #listen(session: RTCSession): void {
    sendEarly(session, () => this.#fail("nowhere"));
    session.on("peerconnection", ({ peerconnection }) => this.#hear(peerconnection));
    if (session.connection) this.#hear(session.connection);
    session.on("accepted", () => {
      this.#step("answered");
      this.since = Date.now();
      void this.#far?.play().catch(() => undefined);
    });
    session.on("hold", ({ originator }) => String(originator) === "local" && this.#step("held"));
    session.on("unhold", ({ originator }) => String(originator) === "local" && this.#step("resumed"));
    session.on("getusermediafailed", () => (this.why = "microphone"));
    session.on("ended", () => this.#over(""));
    session.on("failed", (event: EndEvent) => this.#over(this.#reason(event)));
  }

  #hear(pc: RTCPeerConnection): void {
    pc.addEventListener("track", ({ streams, track }) => {
      silence(this.#far);
      this.#far = playing(streams[0] ?? new MediaStream([track]));
    });
    const look = watching();
    this.#timer ??= setInterval(() => void look(pc).then((seen) => (this.quality = seen)), LOOKED_EVERY);
  }

  #reason(event: EndEvent): Why {
    if (this.why) return this.why;
    if (String(event.originator) === "local" || event.cause === "Canceled") return "";
    return CAUSES[event.cause] ?? (this.incoming ? "" : "failed");
  }

  #fail(why: Why): void {
    this.why = why;
    this.end();
  }

  #over(why: Why): void {
    if (this.over) return;
    this.why ||= why;
    clearInterval(this.#timer);
    silence(this.#far);
    this.#step("over");
    this.ended(this);
  }

  #step(event: TalkEvent): void {
    this.state = after(TALK, this.state, event);
  }
}
