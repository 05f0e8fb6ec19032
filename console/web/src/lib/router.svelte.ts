/** Addresses of the pages, by the History API. A click on `<a href="/...">` goes through here; `go()` from code. */
import { match, type Match, type Route } from "./match";

let href = $state(typeof location === "undefined" ? "/" : location.href);
let table: readonly Route[] = [];

const url = $derived(new URL(href));
const found = $derived<Match | null>(match(table, url.pathname));

export const router = {
  get path(): string { return url.pathname; },
  get query(): URLSearchParams { return url.searchParams; },
  get match(): Match | null { return found; },
};

/** Pages that must not be left unasked (unsaved work) put a question here: false stays. */
const guards = new Set<() => boolean>();

export function guard(stay: () => boolean): () => void {
  guards.add(stay);
  return () => guards.delete(stay);
}

export function go(to: string, how: { replace?: boolean } = {}): boolean {
  const next = new URL(to, location.href);
  const leaves = next.pathname !== url.pathname;
  if (leaves && [...guards].some((ask) => !ask())) return false;
  history[how.replace ? "replaceState" : "pushState"](null, "", next);
  href = next.href;
  if (leaves) scrollTo(0, 0);
  return true;
}

/** Writes filters into the address without a new entry in the history. */
export function setQuery(values: Record<string, string | null>): void {
  const next = new URL(href);
  for (const [key, value] of Object.entries(values)) {
    if (value === null || value === "") next.searchParams.delete(key);
    else next.searchParams.set(key, value);
  }
  go(next.pathname + next.search, { replace: true });
}

export function start(routes: readonly Route[]): void {
  table = routes;
  href = location.href;
  addEventListener("popstate", () => (href = location.href));
  document.addEventListener("click", clicked);
}

function clicked(event: MouseEvent): void {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.("a[href]");
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download")) return;
  if (link.origin !== location.origin || link.pathname.startsWith("/api/") || link.getAttribute("href")?.startsWith("#")) return;
  event.preventDefault();
  go(link.href);
}
