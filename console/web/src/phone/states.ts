/** What the phone and one call on it can be, as tables. A step that a table lacks changes nothing: news may come late. */

export type LineState = "off" | "elsewhere" | "connecting" | "ready" | "lost" | "refused";
export type LineEvent = "start" | "taken" | "registered" | "disconnected" | "refused" | "stop";

export const LINE: Table<LineState, LineEvent> = {
  off: { start: "connecting", taken: "elsewhere" },
  elsewhere: { start: "connecting", stop: "off" },
  connecting: { registered: "ready", disconnected: "lost", refused: "refused", taken: "elsewhere", stop: "off" },
  ready: { disconnected: "lost", refused: "refused", taken: "elsewhere", stop: "off" },
  lost: { registered: "ready", refused: "refused", taken: "elsewhere", stop: "off" },
  refused: { start: "connecting", registered: "ready", disconnected: "lost", taken: "elsewhere", stop: "off" },
};

export type TalkState = "ringing" | "answering" | "dialling" | "talking" | "held" | "ended";
export type TalkEvent = "answer" | "answered" | "held" | "resumed" | "over";

export const TALK: Table<TalkState, TalkEvent> = {
  ringing: { answer: "answering", over: "ended" },
  answering: { answered: "talking", over: "ended" },
  dialling: { answered: "talking", over: "ended" },
  talking: { held: "held", over: "ended" },
  held: { resumed: "talking", over: "ended" },
  ended: {},
};

export type Table<S extends string, E extends string> = Record<S, Partial<Record<E, S>>>;

/** The state after this event; the same one where the table has no such step. */
export function after<S extends string, E extends string>(table: Table<S, E>, state: S, event: E): S {
  return table[state][event] ?? state;
}
