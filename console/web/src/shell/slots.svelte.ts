/** Places of the shell that other rooms fill: a part of the top bar (an agent's state), found by the palette (calls, people). */
import type { Component } from "svelte";
import { SvelteMap } from "svelte/reactivity";
import type { IconName } from "../ui/icons";

interface Part {
  id: string;
  order: number;
  component: Component;
}

const parts = new SvelteMap<string, Part>();

export const topbar = {
  get parts(): Part[] {
    return [...parts.values()].sort((a, b) => a.order - b.order);
  },
};

/** Puts a component into the top bar until the returned function is called. */
export function place(id: string, component: Component, order = 10): () => void {
  parts.set(id, { id, order, component });
  return () => parts.delete(id);
}

export interface Hit {
  text: string;
  note?: string;
  icon: IconName;
  to: string;
}

/** Finds things of one kind for the palette; asked as somebody types (at least two signs). */
export type Finder = (words: string, signal: AbortSignal) => Promise<Hit[]>;

export const finders = new SvelteMap<string, Finder>();

export function findBy(id: string, finder: Finder): () => void {
  finders.set(id, finder);
  return () => finders.delete(id);
}
