/** Who is signed in, and what he may do. */
import { ApiError, del, get, hooks, post, setCsrf } from "./api";
import { chosen, speak, type Lang } from "./i18n.svelte";
import { setClock, setZone } from "./time";

export interface Me {
  user: string;
  name: string;
  roles: string[];
  actions: string[];
  person: string;
  parts: string[];
  locale: Lang;
  zone: string;
  csrf: string;
  kind?: string;
  now?: number;
}

/** The actions of console/roles.py; a test compares them. */
export type Action =
  | "see_self" | "set_own_state" | "take_calls" | "wrap_up" | "see_floor" | "set_others_state" | "supervise" | "take_over"
  | "move_calls" | "see_calls" | "see_numbers" | "hear_recordings" | "see_contacts" | "edit_contacts" | "see_callbacks"
  | "edit_callbacks" | "see_reports" | "see_plan" | "edit_plan" | "turn_switches" | "see_settings"
  | "manage_accounts" | "see_audit" | "manage_webhooks" | "try_it";

let current = $state.raw<Me | null>(null);
let asked = $state(false);

export const session = {
  /** Who is signed in; null: nobody, or not yet known (`ready`). */
  get me(): Me | null {
    return current;
  },
  /** The service was asked once. */
  get ready(): boolean {
    return asked;
  },
};

/** The one who is signed in; for pages, which are shown to nobody else. */
export const me = {
  get user(): string { return current?.user ?? ""; },
  get name(): string { return current?.name ?? ""; },
  get roles(): string[] { return current?.roles ?? []; },
  get actions(): string[] { return current?.actions ?? []; },
  get person(): string { return current?.person ?? ""; },
  get parts(): string[] { return current?.parts ?? []; },
  get zone(): string { return current?.zone ?? ""; },
  get locale(): Lang { return current?.locale ?? "zh"; },
};

export function may(action: Action): boolean {
  return current?.actions.includes(action) ?? false;
}

/** Takes over what the service says of the session. */
export async function enter(next: Me): Promise<void> {
  setCsrf(next.csrf);
  if (next.now) setClock(next.now);
  setZone(next.zone, chosen() ?? next.locale);
  if (!chosen()) await speak(next.locale, false);
  current = next;
  asked = true;
}

/** Asks who is signed in. Nobody: `session.me` is null. A service that does not answer is the caller's to show. */
export async function refresh(): Promise<void> {
  try {
    await enter(await get<Me>("/session", { quiet: true }));
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    leave();
  }
}

export async function signIn(user: string, password: string): Promise<void> {
  const told = await post<Partial<Me> | undefined>("/session", { user, password }, { quiet: true });
  if (told?.actions && told.csrf) await enter(told as Me);
  else await refresh();
}

export async function signOut(): Promise<void> {
  try {
    await del("/session", undefined, { quiet: true });
  } finally {
    leave();
  }
}

function leave(): void {
  current = null;
  asked = true;
  setCsrf("");
}

hooks.signedOut = leave;
