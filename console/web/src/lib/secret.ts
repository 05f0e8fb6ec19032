/** How long a password must be, as the service demands it (console/security/passwords.py; a test compares them). */
export const SHORTEST = 12;

/** What is wrong with it, before the service is asked: a key of the catalogue, or "". */
export function lacks(password: string, again: string): "" | "account.too_short" | "account.not_same" {
  if ([...password].length < SHORTEST) return "account.too_short";
  return password === again ? "" : "account.not_same";
}
