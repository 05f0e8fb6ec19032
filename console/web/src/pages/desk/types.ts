/** What the service says of an agent's work; the shapes of console/ports/work.py, wrapup.py, contacts.py and callbacks.py. */

export type Words = Record<string, string>;
export type How = "accept" | "decline" | "later";
export type Stage = "offered" | "ringing" | "picked_up" | "accepted" | "talking" | "talked" | "lost";

export interface Who {
  number: string; name: string; segment: string; language: string; known: boolean; profile: Record<string, string>;
}

export interface MenuStep {
  at: number; menu: string; key: string; label: Words; scenario: string; said: string; confidence: number | null;
}

export interface PastContact {
  call: string; at: number; scenario: string; queue: string; person: string; outcome: string; waited: number; talked: number;
  disposition: string; note: string; by: string;
}

export interface CallerNote { id: string; text: string; by: string; at: number }

export interface History { contacts: PastContact[]; notes: CallerNote[]; callbacks: number }

export interface Card {
  offer: string; call: string; person: string; stage: Stage; queue: string; who: Who; reason: string; reason_label: Words;
  path: MenuStep[]; wishes: string[]; made_at: number; expires_at: number | null; arrived_at: number; waiting_since: number;
  patience: { leaves_soon: number; until: number | null; stated: number | null };
  because: Record<string, string[]>; answers: How[]; callback: boolean; outside: boolean;
  joined_at: number | null; ended_at: number | null; history: History | null;
}

export interface WrapUp {
  call: string; person: string; number: string; queue: string; begun_at: number; scenario: string; disposition: string;
  note: string; saved_at: number | null; done_at: number | null;
}

export interface Choice { id: string; label: Words; complaint: boolean }
export interface Choices { scenarios: Choice[]; dispositions: Choice[] }

export interface Callback {
  id: string; queue: string; number: string; name: string; wanted: string; state: "open" | "reached" | "given up" | "cancelled";
  trying: boolean; tries: number; why: string; asked_in: string; asked_at: number; joined_at: number; next_at: number;
}

export interface Found { number: string; name: string; calls: number; last_at: number; call: string }

export interface Contact {
  who: Who; on_line: string; history: History; scenarios: Record<string, Words>;
  patience: { median: number; leaves: [number, number][]; of_class: [number, number][]; waits: number; told: Record<string, string[]> };
  callbacks: Callback[];
  messages: { id: string; box: string; seconds: number; left_at: number; transcript: string; heard_at: number | null }[];
}
