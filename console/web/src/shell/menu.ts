/** Which pages the navigation shows to this visitor, in groups. */
import type { Group, Route } from "../lib/match";
import { may } from "../lib/session.svelte";
import { ROUTES } from "../routes";

export const GROUPS: readonly Group[] = ["work", "floor", "plan", "admin"];

export interface Entry {
  path: string;
  name: string;
  icon: NonNullable<Route["nav"]>["icon"];
  key?: string;
}

export function entries(): { group: Group; entries: Entry[] }[] {
  const mine = ROUTES.filter((route) => route.nav && (!route.action || may(route.action)) && (route.when?.() ?? true));
  return GROUPS.map((group) => ({
    group,
    entries: mine
      .filter((route) => route.nav?.group === group)
      .map((route) => ({ path: route.path, name: route.name, icon: route.nav!.icon, key: route.nav!.key })),
  })).filter((part) => part.entries.length);
}

/** `/calls/7` belongs to `/calls`; the longest path wins. */
export function current(path: string): string {
  const all = ROUTES.filter((route) => route.nav && (path === route.path || (route.path !== "/" && path.startsWith(`${route.path}/`))));
  return all.sort((a, b) => b.path.length - a.path.length)[0]?.path ?? "";
}
