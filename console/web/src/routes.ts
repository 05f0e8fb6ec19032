/** Every page of the console, one entry each: the navigation, the palette and the guards read this list. */
import type { Route } from "./lib/match";

export const ROUTES: readonly Route[] = [
  { path: "/sign-in", name: "shell.sign_in", action: null, open: true, bare: true, load: () => import("./pages/account/SignIn.svelte") },
  { path: "/first", name: "account.first_title", action: null, open: true, bare: true, load: () => import("./pages/account/First.svelte") },
  { path: "/", name: "shell.home", action: null, load: () => import("./pages/home/Home.svelte"), nav: { group: "work", icon: "house", key: "h" } },
  { path: "/floor", name: "floor.title", action: "see_floor", load: () => import("./pages/floor/Floor.svelte"), nav: { group: "floor", icon: "users", key: "f" } },
  { path: "/wall", name: "wall.title", action: "see_floor", bare: true, load: () => import("./pages/wall/Wall.svelte") },
  { path: "/desk", name: "desk.title", action: "take_calls", load: () => import("./pages/desk/Desk.svelte"), nav: { group: "work", icon: "headphones", key: "d" } },
  { path: "/callbacks", name: "callbacks.title", action: "see_callbacks", load: () => import("./pages/callbacks/Callbacks.svelte"), nav: { group: "work", icon: "phone-outgoing", key: "b" } },
  { path: "/contacts", name: "desk.contacts", action: "see_contacts", load: () => import("./pages/desk/Contacts.svelte"), nav: { group: "work", icon: "user-round", key: "u" } },
  { path: "/contacts/:key", name: "desk.contacts", action: "see_contacts", load: () => import("./pages/desk/Contact.svelte") },
  { path: "/account", name: "account.title", action: null, load: () => import("./pages/account/Account.svelte") },
  { path: "/accounts", name: "admin.accounts", action: "manage_accounts", load: () => import("./pages/admin/Accounts.svelte"), nav: { group: "admin", icon: "users", key: "a" } },
  { path: "/accounts/:user", name: "admin.account", action: "manage_accounts", load: () => import("./pages/admin/Account.svelte") },
  { path: "/tokens", name: "admin.tokens", action: "manage_accounts", load: () => import("./pages/admin/Tokens.svelte"), nav: { group: "admin", icon: "key-round" } },
  { path: "/audit", name: "admin.audit", action: "see_audit", load: () => import("./pages/admin/Audit.svelte"), nav: { group: "admin", icon: "scroll-text", key: "u" } },
  { path: "/settings", name: "admin.settings", action: "see_settings", load: () => import("./pages/admin/Settings.svelte"), nav: { group: "admin", icon: "settings" } },
  { path: "/calls", name: "calls.title", action: "see_calls", load: () => import("./pages/calls/Calls.svelte"), nav: { group: "floor", icon: "phone-call", key: "c" } },
  { path: "/calls/:id", name: "calls.title", action: "see_calls", load: () => import("./pages/calls/Call.svelte") },
  { path: "/reports", name: "reports.title", action: "see_reports", load: () => import("./pages/reports/Reports.svelte"), nav: { group: "floor", icon: "chart-column", key: "r" } },
  { path: "/try", name: "tryit.title", action: "try_it", load: () => import("./pages/tryit/TryIt.svelte"), nav: { group: "work", icon: "phone-call", key: "t" } },
  { path: "/plan", name: "plan.title", action: "see_plan", load: () => import("./pages/plan/Plan.svelte"), nav: { group: "plan", icon: "workflow", key: "p" } },
];
