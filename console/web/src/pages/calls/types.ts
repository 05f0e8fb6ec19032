/** What the API tells of calls: console/calls_told.py. Times are epoch seconds, durations seconds. */

export interface CallListed {
  call: string;
  arrived_at: number;
  dialled: string;
  number: string;
  name: string;
  language: string;
  scenario: string;
  queue: string;
  queued_at: number | null;
  connected_at: number | null;
  person: string;
  ended_at: number | null;
  ended_by: string;
  outcome: string;
  waited: number;
  talked: number;
  held: number;
  offers: number;
}

export interface CallPage {
  calls: CallListed[];
  next: string;
}

export interface Span {
  kind: "menu" | "wait" | "talk" | "hold";
  whom: string;
  since: number;
  until: number | null;
}

export interface Offer {
  offer: string;
  person: string;
  made_at: number;
  rang_at: number | null;
  picked_up_at: number | null;
  closed_at: number | null;
  outcome: string;
  refusal: string;
  reasons: string[];
}

export interface Step {
  at: number;
  kind: string;
  fields: Record<string, unknown>;
  text: string;
}

export interface CallTold {
  call: string;
  arrived_at: number;
  last_at: number;
  dialled: string;
  number: string;
  name: string;
  language: string;
  segment: string;
  scenario: string;
  plan: number;
  queue: string;
  priority: number;
  wishes: string[];
  person: string;
  stage: string;
  outcome: string;
  ended_at: number | null;
  ended_by: string;
  why: string;
  waited: number;
  talked: number;
  held: number;
  spans: Span[];
  offers: Offer[];
  foretold: { at: number; low: number; high: number; error: number | null }[];
  steps: Step[];
  recording: boolean;
  messages: string[];
  asked_in: string;
}

export const OUTCOMES = [
  "in progress", "served", "abandoned", "turned away", "left for a callback", "left a message", "not reached", "transferred",
  "consultation", "failed", "self-served", "left in menu",
] as const;

const TONES: Record<string, "good" | "bad" | "warn" | "info" | "plain"> = {
  served: "good", "self-served": "good", abandoned: "bad", failed: "bad", "not reached": "warn", "turned away": "warn",
  "left for a callback": "info",
  "left a message": "info", "in progress": "info",
};

/** How an outcome is coloured. */
export function toneOf(outcome: string): "good" | "bad" | "warn" | "info" | "plain" {
  return TONES[outcome] ?? "plain";
}

/** The key of an outcome's word: `calls.outcome_left_in_menu`. */
export function wordOf(outcome: string): string {
  return `calls.outcome_${outcome.replace(/[ -]/g, "_")}`;
}
