/** What the person at this desk is, and what he wants to be. */
import { post } from "../../lib/api";
import { live, type PersonRow } from "../../lib/live.svelte";
import { me } from "../../lib/session.svelte";
import { learnReasons, reasons } from "../../lib/reasons.svelte";
import { failed } from "../../lib/toasts.svelte";

async function want(state: "ready" | "paused" | "out" | "done", reason = ""): Promise<void> {
  try {
    await post(`/people/${encodeURIComponent(me.person)}/state`, { state, reason });
  } catch (error) {
    failed(error);
  }
}

export const own = {
  get row(): PersonRow | undefined { return live.people.get(me.person); },
  ready: (): Promise<void> => want(own.row?.state === "WRAP_UP" && own.row.wish === "READY" ? "done" : "ready"),
  pause: (reason = reasons.list[0]?.name ?? "break"): Promise<void> => want("paused", reason),
  out: (): Promise<void> => want("out"),
  async moreTime(): Promise<void> {
    try {
      await post("/wrapups/more-time");
    } catch (error) {
      failed(error);
    }
  },
  learn: learnReasons,
};
