/** The rows that the live stream keeps: people, queues, calls and alarms, as the service tells them. */

export interface Unit { region: string; area: string; centre: string; team: string }

export interface PersonRow {
  id: string; name: string; kind: "agent" | "manager"; state: PersonState; reason: string; since: number; until: number | null;
  wish: PersonState; wish_reason: string; queues: string[]; skills: [string, number][]; unit: Unit;
  contact: string | null; offer: string | null; reachable: boolean; busy: boolean; guest: boolean; taken_today: number;
}

export type PersonState = "LOGGED_OUT" | "NOT_READY" | "READY" | "RESERVED" | "RINGING" | "TALKING" | "WRAP_UP";

export interface QueueRow {
  name: string; waiting: number; longest_since: number | null; expected: number | null; ready: number; talking: number;
  on_duty: number; answered: number; abandoned: number; offered: number; service_level: number | null; answer_within: number;
  open: boolean; callbacks: number; weight: number; retired: boolean;
}

export interface CallRow {
  id: string; number: string; name: string; segment: string; stage: "in menu" | "waiting" | "offered" | "talking" | "ended";
  queue: string; joined_at: number | null; since: number; person: string; language: string; step: string; priority: number;
  callback: boolean; position: number; expected: number | null; leaves: number | null; patience: number | null;
  score: number | null; ring: { number: number; last: number; dropped: string[]; next_at: number | null } | null;
  asides: Aside[];
}

/** A leader in a talk; `ringing`: his phone rings still. */
export interface Aside { user: string; person: string; manner: "listen" | "whisper" | "join" | "take over"; ringing: boolean }

export interface AlarmRow { name: string; text: string; since: number }

export interface Rows { people: PersonRow; queues: QueueRow; calls: CallRow; alarms: AlarmRow }
export type Topic = keyof Rows;
