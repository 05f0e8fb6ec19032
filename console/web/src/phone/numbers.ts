/** A caller's number as this account may see it: the rule of calls/masking.py, whoever may not see numbers gets 139****1111. */
import { may } from "../lib/session.svelte";

const PHONE = /\+?\d(?:[ ()/-]{0,2}\d){6,}/g;

export function shown(number: string): string {
  return may("see_numbers") ? number : masked(number);
}

export function masked(number: string): string {
  return number.replace(PHONE, (found) => {
    const digits = found.replace(/\D/g, "");
    const tail = Math.min(4, digits.length - 4);
    const head = Math.max(0, Math.min(3, digits.length - tail - 4));
    return `${found.startsWith("+") ? "+" : ""}${digits.slice(0, head)}****${digits.slice(-tail)}`;
  });
}
