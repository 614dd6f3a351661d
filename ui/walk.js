// Going to another of our pages without losing the session: it is walked as the browser's Back and Forward are
// (st.switch_page would leave a false entry in the history, and a link within a text would open a new tab).
const PAGES = ["concept", "paper", "learn", "crosswalk", "explore"];
const STAYS = "explore"; // a link within this page chooses something: what it was chosen from stays in sight

const page = (url) => url.pathname.split("/").pop();

function walk(href) {
  if (href === location.href) return;
  const chosen = page(new URL(href)) === STAYS && page(location) === STAYS;
  if (!chosen) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0); // Streamlit does it only for another page
  history.pushState({}, "", href);
  window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}

function clicked(event) {
  const link = event.composedPath().find((part) => part instanceof HTMLAnchorElement);
  if (!link?.closest("[data-testid=stMarkdownContainer]") || link.closest("[data-testid=stPageLink]")) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || !PAGES.includes(page(url))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  walk(link.href);
}

export default function ({ data }) {
  if (data?.href) return walk(new URL(data.href, location.href).href);
  document.documentElement.dataset.walks = ""; // from now on: before, a link opens a tab
  const listener = (event) => clicked(event); // its own: one that is drawn anew comes before the old one goes
  document.addEventListener("click", listener, true);
  return () => document.removeEventListener("click", listener, true);
}
