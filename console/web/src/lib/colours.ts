/** The colours of tokens.css for what is drawn on a canvas: there each is a pair, `light-dark(by day, by night)`. */
const PAIR = /^light-dark\((.+?), (.+)\)$/;

/** Of a pair the one that holds; anything else as it is. */
export function oneOf(value: string, dark: boolean): string {
  const pair = PAIR.exec(value.trim());
  return pair ? (pair[dark ? 2 : 1] ?? "") : value.trim();
}

/** Gives the colour of a token as this element has it now: `colour("--accent")`. */
export function coloursOf(element: Element): (token: string) => string {
  const style = getComputedStyle(element);
  const schemes = style.colorScheme.split(" ");
  const dark = schemes.includes("dark") && (!schemes.includes("light") || matchMedia("(prefers-color-scheme: dark)").matches);
  return (token) => oneOf(style.getPropertyValue(token), dark);
}
