/** Accounts as the API tells them, and a form's draft of one. */
export const ROLES = ["agent", "manager", "leader", "quality", "analyst", "admin"] as const;
export type Role = (typeof ROLES)[number];

export interface AccountTold {
  user: string;
  name: string;
  roles: Role[];
  parts: string[];
  person: string;
  locale: "zh" | "en";
  active: boolean;
  has_password: boolean;
  made_at: number;
  signed_in_at: number | null;
}

export interface OneTime {
  address: string;
  ends_at: number;
}

export interface Draft {
  user: string;
  name: string;
  roles: Role[];
  parts: string;
  person: string;
  locale: "zh" | "en";
}

export const blank = (): Draft => ({ user: "", name: "", roles: ["agent"], parts: "", person: "", locale: "zh" });

export const draftOf = (told: AccountTold): Draft => ({ ...told, parts: told.parts.join("\n") });

/** As the API takes it: parts are one a line. */
export function sent(draft: Draft): Omit<Draft, "parts"> & { parts: string[] } {
  const parts = draft.parts.split("\n").map((one) => one.trim()).filter(Boolean);
  return { ...pick(draft), user: draft.user.trim(), name: draft.name.trim(), person: draft.person.trim(), parts };
}

function pick({ user, name, roles, person, locale }: Draft): Omit<Draft, "parts"> {
  return { user, name, roles, person, locale };
}

/** Invited: there is no password yet. */
export function stateOf(told: AccountTold): "active" | "invited" | "closed" {
  if (!told.active) return "closed";
  return told.has_password ? "active" : "invited";
}
