/** What the service tells of the dialplan, as in console/ports/plan*.py. */
export interface PlanText { main: string; texts: Record<string, string> }
export interface LiveView {
  mode: "versions" | "files"; version: number; plan: PlanText; digest: string; by: string; message: string; at: number;
  folder: string; trouble: string;
}
export interface VersionView { number: number; author: string; message: string; published_at: number; digest: string; files: number; live: boolean }
export interface Went { change: number; version: number; by: string; message: string; at: number }
export interface History { versions: VersionView[]; went: Went[] }
export interface Trouble { file: string; line: number; column: number; code: string; found: string; expected: string; text: string; hint: string; told: string }
export interface Names {
  flows: string[]; queues: string[]; hours: string[]; people: string[]; prompts: string[]; languages: string[]; skills: string[]; music: string[];
}
export interface Checked {
  problems: Trouble[]; unused: string[]; names: Names;
  summary: { numbers: string[]; flows: number; queues: number; people: number };
}
export type Data = string | Data[] | { [key: string]: Data };
export interface Document { data: Data; lines: Record<string, number> }
export interface Change { file: string; do?: "set" | "remove" | "insert" | "rename"; path: (string | number)[]; value?: unknown; name?: string }
export interface Step { id: string; kind: string; label: string; file: string; line: number }
export interface GraphNode {
  id: string; kind: "number" | "flow" | "queue" | "person" | "phone"; label: string; file: string; line: number; steps: Step[]; people: string[];
}
export interface GraphEdge { source: string; target: string; label: string; step: number }
export interface GraphView { nodes: GraphNode[]; edges: GraphEdge[] }
export interface Heard { id: string; text: string; language: string; recorded: boolean }
export interface StoryLine { at: number; who: "hotline" | "caller" | "note"; step: string; text: string; heard: Heard[] }
export interface ChoiceNow { key: string; goes: string; phrases: string[]; condition: string }
export interface Now {
  kind: "asks" | "waits" | "records" | "ended"; step: string; ends: string; choices: ChoiceNow[]; speech: boolean; digits: number;
}
export interface Simulated { lines: StoryLine[]; now: Now; language: string; variables: Record<string, string> }
export interface Published { version: number; new: boolean; before: number; changes: Record<string, string>[]; digest: string; digest_before: string }
export interface SwitchView {
  name: string; kind: "hours" | "notice"; stand: "on" | "off" | "auto"; since: number; until: number | null; by: string;
  now: boolean | null; next_change: number | null; prompts: string[]; used_by: string[];
}
