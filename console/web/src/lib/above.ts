/** Keeps an element in reach whatever is open: a modal dialog makes the rest of the page dead, so the element goes into it. */
export function above(node: HTMLElement): () => void {
  const home = node.parentNode;
  const settle = (): void => {
    const dialogs = document.querySelectorAll("dialog:modal");
    const place = dialogs[dialogs.length - 1] ?? home;
    if (place && node.parentNode !== place) place.append(node);
  };
  const watch = new MutationObserver(settle);
  watch.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["open"] });
  settle();
  return () => watch.disconnect();
}
