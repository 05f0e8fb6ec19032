/** The waits against patience as a picture: each caller a dot; to the right who has waited longer, upwards who may give up. */
import type { CallRow } from "../../lib/live.svelte";

export interface Dot { call: CallRow; x: number; y: number; turn: number | null; lost: boolean }
export interface Scale { seconds: number; width: number; height: number }
export interface Colours { text: string; muted: string; line: string; good: string; warn: string; bad: string; focus: string; surface: string }

const LEFT = 34, RIGHT = 10, TOP = 10, BOTTOM = 22;
const TICKS = [10, 15, 30, 60, 120, 300, 600, 1800, 3600];
const STEPS = [60, 120, 180, 300, 600, 900, 1800, 3600, 7200];

export function scaleOf(calls: readonly CallRow[], now: number, width: number, height: number): Scale {
  let most = 60;
  for (const call of calls) most = Math.max(most, now - (call.joined_at ?? now) + Math.min(call.expected ?? 0, 600));
  return { seconds: STEPS.find((step) => step >= most) ?? most, width, height };
}

export function dotsOf(calls: readonly CallRow[], now: number, scale: Scale): Dot[] {
  return calls.map((call) => {
    const waited = Math.max(0, now - (call.joined_at ?? now));
    const turn = call.expected === null ? null : waited + call.expected;
    const lost = turn !== null && call.patience !== null && turn > call.patience;
    return { call, x: across(waited, scale), y: up(call.leaves ?? 0, scale), turn: turn === null ? null : across(turn, scale), lost };
  });
}

export function nearest(dots: readonly Dot[], x: number, y: number, within = 14): Dot | null {
  let found: Dot | null = null, least = within * within;
  for (const dot of dots) {
    const distance = (dot.x - x) ** 2 + (dot.y - y) ** 2;
    if (distance < least) [found, least] = [dot, distance];
  }
  return found;
}

export function draw(to: CanvasRenderingContext2D, dots: readonly Dot[], scale: Scale, c: Colours, marked: string, words: { x: string; y: string }): void {
  to.clearRect(0, 0, scale.width, scale.height);
  axes(to, scale, c, words);
  to.lineWidth = 1;
  for (const dot of dots) {
    if (dot.turn === null) continue;
    const end = Math.min(dot.turn, scale.width - RIGHT);
    to.strokeStyle = dot.lost ? c.bad : c.muted;
    to.globalAlpha = 0.55;
    to.beginPath();
    to.moveTo(dot.x, dot.y);
    to.lineTo(end, dot.y);
    to.moveTo(end, dot.y - 4);
    to.lineTo(end, dot.y + 4);
    to.stroke();
  }
  to.globalAlpha = 1;
  for (const dot of dots) mark(to, dot, c, dot.call.id === marked);
}

function mark(to: CanvasRenderingContext2D, dot: Dot, c: Colours, chosen: boolean): void {
  const leaves = dot.call.leaves ?? 0;
  to.fillStyle = leaves >= 0.5 ? c.bad : leaves >= 0.25 ? c.warn : c.good;
  to.strokeStyle = chosen ? c.focus : c.surface;
  to.lineWidth = chosen ? 3 : 1.5;
  const size = Math.min(9, 4.5 + Math.log2(1 + Math.max(0, dot.call.priority)));
  to.beginPath();
  if (dot.call.stage === "offered") to.rect(dot.x - size + 1, dot.y - size + 1, 2 * size - 2, 2 * size - 2);
  else to.arc(dot.x, dot.y, size, 0, 2 * Math.PI);
  to.fill();
  to.stroke();
}

function axes(to: CanvasRenderingContext2D, scale: Scale, c: Colours, words: { x: string; y: string }): void {
  to.font = "11px system-ui, sans-serif";
  to.lineWidth = 1;
  to.textBaseline = "middle";
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const y = Math.round(up(share, scale)) + 0.5;
    to.strokeStyle = c.line;
    line(to, LEFT, y, scale.width - RIGHT, y);
    to.fillStyle = c.muted;
    to.textAlign = "right";
    to.fillText(`${share * 100}%`, LEFT - 5, y);
  }
  const most = scale.width > 480 ? 6 : 3;
  const step = TICKS.find((tick) => scale.seconds / tick <= most) ?? scale.seconds / most;
  to.textBaseline = "alphabetic";
  for (let at = 0; at <= scale.seconds + 1; at += step) {
    const x = Math.round(across(at, scale)) + 0.5;
    to.strokeStyle = c.line;
    line(to, x, TOP, x, scale.height - BOTTOM);
    to.fillStyle = c.muted;
    to.textAlign = at === 0 ? "left" : x > scale.width - RIGHT - 12 ? "right" : "center";
    to.fillText(at < 60 ? `${Math.round(at)}s` : `${+(at / 60).toFixed(1)}m`, x, scale.height - 7);
  }
  to.textAlign = "left";
  to.fillText(words.y, LEFT + 6, TOP + 11);
  to.textAlign = "right";
  to.fillText(words.x, scale.width - RIGHT - 4, scale.height - BOTTOM - 6);
}

function line(to: CanvasRenderingContext2D, x: number, y: number, x2: number, y2: number): void {
  to.beginPath();
  to.moveTo(x, y);
  to.lineTo(x2, y2);
  to.stroke();
}

function across(seconds: number, scale: Scale): number {
  return LEFT + (Math.min(seconds, scale.seconds * 1.02) / scale.seconds) * (scale.width - LEFT - RIGHT);
}

function up(share: number, scale: Scale): number {
  return TOP + (1 - Math.min(1, Math.max(0, share))) * (scale.height - TOP - BOTTOM);
}
