/** Who takes part in which talk: asked for again as long as a page shows it. */
import { get } from "../../lib/api";

export type Manner = "listen" | "whisper" | "join" | "take over";

/** A leader in a talk. `ringing`: his phone rings still. */
export interface TakesPart {
  call: string;
  user: string;
  person: string;
  manner: Manner;
  ringing: boolean;
  since: number;
}

const EVERY = 1000;

export class Parts {
  list = $state.raw<TakesPart[]>([]);

  /** Ask now, and each second; call what it returns to end it. */
  follow(): () => void {
    void this.ask();
    const timer = setInterval(() => document.hidden || void this.ask(), EVERY);
    return () => clearInterval(timer);
  }

  async ask(): Promise<void> {
    try {
      this.list = await get<TakesPart[]>("/supervision", { quiet: true });
    } catch {
      return; // asked again in a second; an order that fails is told by itself
    }
  }

  of(call: string): TakesPart[] {
    return this.list.filter((part) => part.call === call);
  }
}
