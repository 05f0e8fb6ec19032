/** What of the phone is unfolded. */
export type Part = "" | "keys" | "send";

let part = $state<Part>("");
let settings = $state(false);

export const panel = {
  get part(): Part { return part; },
  set part(which: Part) { part = which; },
  get settings(): boolean { return settings; },
  set settings(open: boolean) { settings = open; },
  toggle(which: Part): void { part = part === which ? "" : which; },
};
