/** One tab has the phone. The newest may take it over, unless the one that has it is in a call. */

type Said = "take" | "busy" | "free";

export interface Turn {
  /** Ask the tab that has it to let go; false: it is in a call. */
  take(): Promise<boolean>;
  /** Let go, or stop waiting. */
  leave(): void;
}

const ANSWERED_WITHIN = 800;

/** Waits until this tab has the phone and then calls `mine`; `gone` when another one takes it. `busy`: in a call here. */
export function queue(name: string, on: { mine(): void; waiting(): void; gone(): void; busy(): boolean }): Turn {
  const channel = new BroadcastChannel(name);
  const say = (what: Said): void => channel.postMessage(what);
  let release: (() => void) | null = null;
  let away = new AbortController();
  let stopped = false;

  async function wait(): Promise<void> {
    away = new AbortController();
    try {
      await navigator.locks.request(name, { signal: away.signal }, () => new Promise<void>((done) => {
        release = done;
        on.mine();
      }));
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    }
  }

  /** Lets go, and goes to the end of the queue: this tab has it again when the other one is closed. */
  function hand(): void {
    if (!release) return;
    if (on.busy()) return say("busy");
    on.gone();
    release();
    release = null;
    say("free");
    // The one who asked is in the queue already; two turns of the loop later this tab is behind it.
    setTimeout(() => stopped || void wait(), 50);
  }

  channel.addEventListener("message", ({ data }: MessageEvent<Said>) => data === "take" && hand());
  void navigator.locks.query().then(({ held }) => held?.some((lock) => lock.name === name) && !release && on.waiting());
  void wait();
  return {
    take: () => asked(channel, say),
    leave: () => {
      stopped = true;
      away.abort();
      release?.();
      release = null;
      channel.close();
    },
  };
}

function asked(channel: BroadcastChannel, say: (what: Said) => void): Promise<boolean> {
  return new Promise((done) => {
    const hear = ({ data }: MessageEvent<Said>): void => {
      if (data === "busy" || data === "free") finish(data === "free");
    };
    const timer = setTimeout(() => finish(false), ANSWERED_WITHIN);
    const finish = (yes: boolean): void => {
      clearTimeout(timer);
      channel.removeEventListener("message", hear);
      done(yes);
    };
    channel.addEventListener("message", hear);
    say("take");
  });
}
