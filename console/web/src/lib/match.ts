/** Which page an address means. Pure, so that it can be tried without a browser. */
import type { Component } from "svelte";
import type { Action } from "./session.svelte";
import type { IconName } from "../ui/icons";

export type Params = Record<string, string>;

/** What every page is given. */
export interface PageProps {
  params: Params;
  query: URLSearchParams;
}

export type Group = "work" | "floor" | "plan" | "admin";

export interface Nav {
  group: Group;
  icon: IconName;
  /** Two keys that go there: "f" means `g` then `f`. One letter, not used by another page. */
  key?: string;
}

export interface Route {
  /** `/calls/:id`; the page gets `params.id`. */
  path: string;
  /** The key of its title in the catalogue, `floor.title`. */
  name: string;
  /** What one must be allowed; null: everybody who is signed in. */
  action: Action | null;
  /** The page; its module is loaded when it is first shown. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  load: () => Promise<{ default: Component<any> }>;
  /** Where it stands in the navigation; none: only by links. */
  nav?: Nav;
  /** Without navigation and top bar: a wall, a manager's phone. */
  bare?: boolean;
  /** Shown to somebody who is not signed in. */
  open?: boolean;
  /** Whether this visitor has it at all, beside `action` (an agent's desk needs a person). */
  when?: () => boolean;
}

export interface Match {
  route: Route;
  params: Params;
}

export function match(routes: readonly Route[], path: string): Match | null {
  const parts = split(path);
  for (const route of routes) {
    const params = fits(split(route.path), parts);
    if (params) return { route, params };
  }
  return null;
}

function split(path: string): string[] {
  return path.split("/").filter(Boolean);
}

function fits(pattern: string[], parts: string[]): Params | null {
  if (pattern.length !== parts.length) return null;
  const params: Params = {};
  for (const [i, want] of pattern.entries()) {
    const part = parts[i] ?? "";
    if (want.startsWith(":")) params[want.slice(1)] = decoded(part);
    else if (want !== part) return null;
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
