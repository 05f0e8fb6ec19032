/** Short messages at the edge of the page, read out by a screen reader. Errors of the API come through `failed`. */
import { ApiError } from "./api";

export type Tone = "info" | "good" | "warn" | "bad";

export interface Message {
  id: number;
  tone: Tone;
  text: string;
  remedy: string;
  error: ApiError | null;
}

const LASTS: Record<Tone, number> = { info: 5000, good: 4000, warn: 8000, bad: 0 };

let list = $state<Message[]>([]);
let last = 0;

export const toasts = {
  get list(): Message[] {
    return list;
  },
};

/** Says it; bad news stays until it is dismissed. */
export function toast(text: string, tone: Tone = "good", remedy = "", error: ApiError | null = null): number {
  const same = list.find((one) => one.text === text && one.tone === tone && one.remedy === remedy);
  if (same) return same.id;
  const id = ++last;
  list = [...list, { id, tone, text, remedy, error }].slice(-4);
  if (LASTS[tone]) setTimeout(() => dismiss(id), LASTS[tone]);
  return id;
}

export function dismiss(id: number): void {
  list = list.filter((one) => one.id !== id);
}

/** Shows what went wrong. A lost connection is the banner's to show, a lost session the sign-in page's. */
export function failed(error: unknown): void {
  if (error instanceof DOMException && error.name === "AbortError") return;
  if (error instanceof ApiError) {
    if (error.status === 0 || error.status === 401) return;
    toast(error.text, "bad", error.remedy, error);
    return;
  }
  console.error(error);
  toast(error instanceof Error ? error.message : String(error), "bad");
}

/** Does it; what goes wrong is shown. Undefined then. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    failed(error);
    return undefined;
  }
}
