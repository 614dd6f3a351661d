// A popover lies at the end of the document, so Tab would come to it after all of the page: what keys open takes the
// focus (Escape gives it back).
const FIRST = ":is(a[href], button, input, textarea, [tabindex='0']):not(:disabled)";

function enter(tries) {
  const opened = document.querySelector("[data-testid=stPopoverBody]");
  if (opened?.contains(document.activeElement)) return; // who was quicker stays where they are
  const first = opened?.querySelector(FIRST);
  if (first) first.focus({ focusVisible: true });
  else if (tries > 0) setTimeout(enter, 50, tries - 1);
}

function clicked(event) {
  const button = event.target.closest?.("[data-testid=stPopoverButton]");
  const byKey = event.detail === 0;
  if (button && byKey && button.getAttribute("aria-expanded") !== "true") setTimeout(enter, 150, 20);
}

export default function ({ data }) {
  document.documentElement.lang = data.lang;
  const listener = (event) => clicked(event); // its own: one that is drawn anew comes before the old one goes
  document.addEventListener("click", listener, true);
  return () => document.removeEventListener("click", listener, true);
}
