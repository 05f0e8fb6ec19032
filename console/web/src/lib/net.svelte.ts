/** Whether the service answers. The banner shows it; live.svelte.ts says when its stream is gone. */
import { hooks } from "./api";

let reached = $state(true);
let stream = $state(true);
let online = $state(true);

export const net = {
  /** The last request was answered, and the browser has a network. */
  get answers(): boolean {
    return reached && online;
  },
  /** The live stream is there, or nobody wants one. */
  get live(): boolean {
    return stream;
  },
};

/** For live.svelte.ts: the stream is there (true) or lost. */
export function streaming(yes: boolean): void {
  stream = yes;
  if (yes) reached = true;
}

hooks.reached = (yes) => {
  reached = yes;
};

if (typeof window !== "undefined") {
  online = navigator.onLine;
  addEventListener("online", () => (online = true));
  addEventListener("offline", () => (online = false));
}
