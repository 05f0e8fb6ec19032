/** Every page of the console, one entry each: the navigation, the palette and the guards read this list. */
import type { Route } from "./lib/match";

export const ROUTES: readonly Route[] = [
  { path: "/sign-in", name: "shell.sign_in", action: null, open: true, bare: true, load: () => import("./pages/account/SignIn.svelte") },
  { path: "/first", name: "account.first_title", action: null, open: true, bare: true, load: () => import("./pages/account/First.svelte") },
  { path: "/", name: "shell.home", action: null, load: () => import("./pages/home/Home.svelte"), nav: { group: "work", icon: "house", key: "h" } },
  { path: "/account", name: "account.title", action: null, load: () => import("./pages/account/Account.svelte") },
];
