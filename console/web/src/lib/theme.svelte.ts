/** Light, dark, or as the system says; remembered on this machine. `public/theme.js` sets it before the first paint. */
export type Theme = "system" | "light" | "dark";

const KEPT = "hotline.theme";

let current = $state<Theme>(kept());

export const theme = {
  get current(): Theme {
    return current;
  },
};

export function paint(next: Theme): void {
  current = next;
  if (next === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  try {
    if (next === "system") localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, next);
  } catch {
    return; // storage is blocked: until the page is closed
  }
}

function kept(): Theme {
  const set = typeof document === "undefined" ? undefined : document.documentElement.dataset.theme;
  return set === "light" || set === "dark" ? set : "system";
}
