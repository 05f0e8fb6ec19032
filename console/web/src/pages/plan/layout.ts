/** The plan as boxes and lines with places: elk lays it out, in a worker. */
import type { ElkExtendedEdge, ElkNode, ELK as Elk } from "elkjs/lib/elk-api";
import type { GraphEdge, GraphNode, GraphView } from "./types";

export const ROW = 22;
export const HEAD = 30;
const NARROWEST = 132;
const WIDEST = 320;

export interface Box { node: GraphNode; x: number; y: number; width: number; height: number }
export interface Line { edge: GraphEdge; path: string; label: { x: number; y: number; text: string; width: number } | null }
export interface Drawing { boxes: Box[]; lines: Line[]; width: number; height: number }

let elk: Promise<Elk> | null = null;

function engine(): Promise<Elk> {
  elk ??= Promise.all([import("elkjs/lib/elk-api.js"), import("elkjs/lib/elk-worker.min.js?url")]).then(
    ([api, worker]) => new api.default({ workerUrl: worker.default }),
  );
  return elk;
}

/** As wide as its longest text; Chinese takes two. */
export function width(text: string, each = 7): number {
  let sum = 0;
  for (const sign of text) sum += sign > "⺀" ? each * 1.85 : each;
  return sum;
}

export function cut(text: string, most: number): string {
  if (width(text) <= most) return text;
  let out = "";
  for (const sign of text) {
    if (width(out + sign) > most - 10) break;
    out += sign;
  }
  return `${out}…`;
}

function size(node: GraphNode, told: (node: GraphNode) => string[]): { width: number; height: number } {
  const widest = Math.max(width(node.label, 8) + 40, ...told(node).map((line) => width(line) + 46));
  const rows = told(node).length;
  return { width: Math.min(WIDEST, Math.max(NARROWEST, widest)), height: HEAD + (rows ? rows * ROW + 6 : 0) };
}

const ASIDE = new Set(["noinput", "nomatch", "failed"]);

/** Ways that every question has (silence, mistakes, the operator) hide the ones that matter: they are drawn when asked for. */
export function mainWays(view: GraphView): GraphView {
  const kept = view.edges.filter((edge) => !ASIDE.has(edge.label) && !(edge.source.startsWith("flow:") && edge.step === 0));
  return { nodes: view.nodes, edges: kept };
}

/** Several ways from one step to one goal are one line. */
export function together(view: GraphView, told: (label: string) => string): GraphView {
  const lines = new Map<string, GraphEdge>();
  for (const edge of view.edges) {
    const key = `${edge.source}|${edge.step}|${edge.target}`;
    const label = edge.label ? told(edge.label) : "";
    const before = lines.get(key);
    lines.set(key, { ...edge, label: before ? [before.label, label].filter(Boolean).join(" · ") : label });
  }
  return { nodes: view.nodes, edges: [...lines.values()] };
}

/** `told`: the lines in each box. */
export async function laidOut(view: GraphView, told: (node: GraphNode) => string[]): Promise<Drawing> {
  const nodes = new Map(view.nodes.map((node) => [node.id, node]));
  const ports = new Map<string, { id: string; y: number; side: "EAST" | "WEST" }[]>();
  const put = (node: string, port: { id: string; y: number; side: "EAST" | "WEST" }): void => {
    const list = ports.get(node) ?? [];
    if (!list.some((one) => one.id === port.id)) list.push(port);
    ports.set(node, list);
  };
  const edges: ElkExtendedEdge[] = view.edges.map((edge, i) => {
    const from = `${edge.source}|${edge.step}`;
    put(edge.source, { id: from, y: edge.step ? HEAD + (edge.step - 0.5) * ROW : HEAD / 2, side: "EAST" });
    put(edge.target, { id: `${edge.target}|in`, y: HEAD / 2, side: "WEST" });
    const labels = edge.label ? [{ text: edge.label, width: width(cut(edge.label, 130), 6.4) + 10, height: 16 }] : [];
    return { id: `e${i}`, sources: [from], targets: [`${edge.target}|in`], labels };
  });
  const children: ElkNode[] = view.nodes.map((node) => {
    const box = size(node, told);
    const own = (ports.get(node.id) ?? []).map((port) => ({
      id: port.id, x: port.side === "EAST" ? box.width : 0, y: port.y, width: 0, height: 0,
      layoutOptions: { "elk.port.side": port.side },
    }));
    return { id: node.id, ...box, ports: own, layoutOptions: { "elk.portConstraints": "FIXED_POS", ...(node.kind === "number" ? { "elk.layered.layering.layerConstraint": "FIRST" } : {}) } };
  });
  const whole: ElkNode = {
    id: "plan", children, edges,
    layoutOptions: {
      "elk.algorithm": "layered", "elk.direction": "RIGHT", "elk.edgeRouting": "ORTHOGONAL",
      "elk.layered.spacing.nodeNodeBetweenLayers": "44", "elk.spacing.nodeNode": "22", "elk.spacing.edgeNode": "16", "elk.spacing.edgeEdge": "9",
      "elk.layered.spacing.edgeNodeBetweenLayers": "18", "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES", "elk.layered.cycleBreaking.strategy": "DEPTH_FIRST",
      "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF", "elk.edgeLabels.inline": "false", "elk.layered.edgeLabels.sideSelection": "ALWAYS_UP",
    },
  };
  const laid: ElkNode = await (await engine()).layout(whole);
  const boxes = (laid.children ?? []).flatMap((child) => {
    const node = nodes.get(child.id);
    return node ? [{ node, x: child.x ?? 0, y: child.y ?? 0, width: child.width ?? 0, height: child.height ?? 0 }] : [];
  });
  const lines = (laid.edges ?? []).flatMap((one, i) => {
    const edge = view.edges[i];
    return edge ? [line(edge, one)] : [];
  });
  return { boxes, lines, width: laid.width ?? 0, height: laid.height ?? 0 };
}

function line(edge: GraphEdge, laid: ElkExtendedEdge): Line {
  const parts = (laid.sections ?? []).map((section) => {
    const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
    return rounded(points);
  });
  const told = laid.labels?.[0];
  const label = told ? { x: told.x ?? 0, y: told.y ?? 0, text: cut(edge.label, 130), width: told.width ?? 0 } : null;
  return { edge, path: parts.join(" "), label };
}

function rounded(points: { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let out = `M${first.x} ${first.y}`;
  for (const [i, point] of rest.entries()) {
    const next = rest[i + 1];
    if (!next) {
      out += `L${point.x} ${point.y}`;
      continue;
    }
    const before = points[i] ?? point;
    const [a, b] = [toward(point, before), toward(point, next)];
    out += `L${a.x} ${a.y}Q${point.x} ${point.y} ${b.x} ${b.y}`;
  }
  return out;
}

function toward(from: { x: number; y: number }, to: { x: number; y: number }): { x: number; y: number } {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const by = Math.min(6, length / 2) / length;
  return { x: from.x + (to.x - from.x) * by, y: from.y + (to.y - from.y) * by };
}
