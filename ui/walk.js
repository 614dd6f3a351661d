// Going to another of our pages without losing the session: it is walked as the browser's Back and Forward are
// (st.switch_page would leave a false entry in the history, and a link within a text would open a new tab).
const PAGES = ["concept", "paper", "learn", "crosswalk"];

function walk(href) {
  if (href === location.href) return;
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0); // Streamlit does it only for another page
  history.pushState({}, "", href);
  window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}

function clicked(event) {
  const link = event.composedPath().find((part) => part instanceof HTMLAnchorElement);
  if (!link?.closest("[data-testid=stMarkdownContainer]") || link.closest("[data-testid=stPageLink]")) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || !PAGES.includes(url.pathname.split("/").pop())) return;
  event.preventDefault();
  event.stopPropagation();
  walk(link.href);
}

export default function ({ data }) {
  if (data?.href) return walk(new URL(data.href, location.href).href);
  document.addEventListener("click", clicked, true);
  return () => document.removeEventListener("click", clicked, true);
}
