/**
 * What the floor page shows of all there is: filtered, grouped, counted. Rows change many times a second; this is worked out
 * a few times a second at most, from plain maps, and only the cells that are in sight read the live rows.
 */
import { heard, live, plain, type CallRow, type PersonRow, type PersonState, type QueueRow } from "../../lib/live.svelte";

export const STATES: readonly PersonState[] = ["READY", "RESERVED", "RINGING", "TALKING", "WRAP_UP", "NOT_READY", "LOGGED_OUT"];
const EVERY = 300;

export interface Filter { text: string; queue: string; unit: string; state: string }
export type Line = { kind: "unit"; key: string; name: string; counts: Counts; people: number } | { kind: "row"; key: string; ids: string[] };
export type Counts = Record<PersonState, number>;

export function unitOf(row: PersonRow): string {
  return [row.unit.region, row.unit.area, row.unit.centre, row.unit.team].filter(Boolean).join(" / ");
}

export class View {
  filter = $state<Filter>({ text: "", queue: "", unit: "", state: "" });
  columns = $state(6);
  counts = $state.raw<Counts>(none());
  lines = $state.raw<Line[]>([]);
  queues = $state.raw<string[]>([]);
  waiting = $state.raw<CallRow[]>([]);
  units = $state.raw<string[]>([]);
  shown = $state(0);
  stages = $state.raw<Record<string, number>>({});
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: () => void = () => {};

  /** Follows the rows until the returned function is called. */
  follow(): () => void {
    const stop = heard((_, all) => (all ? this.work() : this.#later()));
    this.#stop = () => { stop(); clearTimeout(this.#timer); };
    this.work();
    return () => this.#stop();
  }

  #later(): void {
    this.#timer ??= setTimeout(() => this.work(), EVERY);
  }

  work(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#people();
    this.#queues();
    this.#calls();
  }

  #people(): void {
    const groups = new Map<string, PersonRow[]>(), counts = none(), units = new Set<string>();
    let shown = 0;
    for (const row of plain.people.values()) {
      const unit = unitOf(row);
      units.add(unit);
      if (!this.#fits(row, unit)) continue;
      counts[row.state] += 1;
      if (this.filter.state && row.state !== this.filter.state) continue;
      shown += 1;
      const those = groups.get(unit);
      if (those) those.push(row);
      else groups.set(unit, [row]);
    }
    this.counts = counts;
    this.shown = shown;
    if (units.size !== this.units.length) this.units = [...units].sort();
    const lines = linesOf(groups, this.columns);
    if (!same(lines, this.lines)) this.lines = lines;
  }

  #fits(row: PersonRow, unit: string): boolean {
    const { text, queue, unit: wanted } = this.filter;
    if (queue && !row.queues.includes(queue)) return false;
    if (wanted && unit !== wanted) return false;
    if (!text) return true;
    const sought = text.toLowerCase();
    return row.name.toLowerCase().includes(sought) || row.id.toLowerCase().includes(sought);
  }

  #queues(): void {
    const rows = [...plain.queues.values()].filter((row) => !this.filter.queue || row.name === this.filter.queue);
    rows.sort((a, b) => b.waiting - a.waiting || worst(a) - worst(b) || a.name.localeCompare(b.name));
    const names = rows.map((row) => row.name);
    if (names.length !== this.queues.length || names.some((name, at) => name !== this.queues[at])) this.queues = names;
  }

  #calls(): void {
    const stages: Record<string, number> = {};
    const waiting: CallRow[] = [];
    for (const row of plain.calls.values()) {
      if (this.filter.queue && row.queue !== this.filter.queue) continue;
      stages[row.stage] = (stages[row.stage] ?? 0) + 1;
      if ((row.stage === "waiting" || row.stage === "offered") && !(row.callback && row.position === 0)) waiting.push(row);
    }
    waiting.sort((a, b) => (b.leaves ?? 0) - (a.leaves ?? 0));
    this.stages = stages;
    this.waiting = waiting;
  }
}

function worst(row: QueueRow): number {
  return row.service_level ?? 2;
}

function none(): Counts {
  return { READY: 0, RESERVED: 0, RINGING: 0, TALKING: 0, WRAP_UP: 0, NOT_READY: 0, LOGGED_OUT: 0 };
}

function linesOf(groups: Map<string, PersonRow[]>, columns: number): Line[] {
  const lines: Line[] = [];
  for (const unit of [...groups.keys()].sort()) {
    const rows = groups.get(unit) ?? [], counts = none();
    for (const row of rows) counts[row.state] += 1;
    lines.push({ kind: "unit", key: `unit ${unit}`, name: unit, counts, people: rows.length });
    for (let at = 0; at < rows.length; at += columns) {
      lines.push({ kind: "row", key: `${unit} ${at}`, ids: rows.slice(at, at + columns).map((row) => row.id) });
    }
  }
  return lines;
}

function same(some: Line[], others: Line[]): boolean {
  if (some.length !== others.length) return false;
  return some.every((line, at) => {
    const other = others[at];
    if (!other || line.key !== other.key || line.kind !== other.kind) return false;
    if (line.kind === "row") return other.kind === "row" && line.ids.length === other.ids.length && line.ids.every((id, i) => id === other.ids[i]);
    return other.kind === "unit" && STATES.every((state) => line.counts[state] === other.counts[state]);
  });
}

/** Keeps the stream open while a component is there. */
export function following(): void {
  $effect(() => live.use());
}
