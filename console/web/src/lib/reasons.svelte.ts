/** Why people pause, as the centre has set it, for every page that chooses or shows a reason. Asked for once. */
import { get } from "./api";
import { language, tr } from "./i18n.svelte";
import { failed } from "./toasts.svelte";

export interface Reason { name: string; label: Record<string, string> }

let list = $state.raw<Reason[]>([]);
let asked = false;

export const reasons = {
  get list(): Reason[] { return list; },
};

export function learnReasons(): void {
  if (asked) return;
  asked = true;
  get<Reason[]>("/reasons").then(
    (found) => (list = found),
    (error: unknown) => {
      asked = false;
      failed(error);
    },
  );
}

/** The word that is recorded, in the language of the page: of the centre's list, else of what the service says by itself. */
export function reasonWords(name: string): string {
  const known = list.find((one) => one.name === name);
  return known?.label[language.current] ?? tr(`floor.reason_${name}`, name);
}
