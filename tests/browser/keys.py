"""Walking through a page with the Tab key: where it comes, what it misses, and whether one sees where it is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Visit

# What a reader can act on, in the order of the document, through shadow trees. A ring is any difference in outline,
# shadow, border or background of an element, or of what is around it, between having the focus and not having it.
_WALK = r"""() => {
  const roles = ["button", "link", "checkbox", "radio", "switch", "tab", "slider", "combobox", "option", "textbox"];
  const acting = "a[href], button, input, select, textarea, summary, iframe, [tabindex]:not([tabindex='-1']), "
    + roles.map((role) => `[role=${role}]`).join();
  const groups = "[role=radiogroup], [role=toolbar], [role=tablist], "
    + "[data-testid=stSelectbox], [data-testid=stMultiSelect]";
  const still = document.createElement("style");
  still.textContent = "* { transition: none !important; animation: none !important; }";
  document.head.append(still);
  const all = (root) => [...root.querySelectorAll("*")]
    .flatMap((at) => [at, ...(at.shadowRoot ? all(at.shadowRoot) : [])]);
  const above = (at) => at.parentElement ?? at.getRootNode().host ?? null;
  const seen = (at) => at.isConnected && at.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && at.getBoundingClientRect().width > 1 && at.getBoundingClientRect().height > 1;
  const name = (at) => [at.localName, at.getAttribute("role"), at.closest("[data-testid]")?.dataset.testid,
    (at.ariaLabel || at.textContent || at.placeholder || "").trim().slice(0, 50)].filter(Boolean).join(" ");
  const look = (at) => {
    const found = [];
    const table = at.localName === "canvas" && at.closest("[data-testid=stDataFrame]");
    for (let on = table || at, up = 0; on && up < 4; on = above(on), up += 1) {
      const css = getComputedStyle(on);
      found.push(css.outlineStyle === "none" ? "" : css.outline, css.boxShadow, css.borderColor, css.backgroundColor);
    }
    return found.join();
  };
  const place = (at) => {
    const box = at.getBoundingClientRect(), main = at.closest("[data-testid=stMain]");
    return [box.left, box.top + (main?.scrollTop ?? 0)];
  };
  const focused = () => {
    let at = document.activeElement;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at.closest("canvas") ?? at; // a table is one stop: its cells lie in its canvas
  };
  const stops = [];
  const step = () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => {
    const last = stops.at(-1), at = focused();
    if (last?.at === at) last.look = look(at);
    else if (last) last.ring = last.look !== (before.get(last.at) ?? look(last.at));
    if (at !== document.body && at !== last?.at) stops.push({ at, look: look(at), place: place(at) });
    done(stops.length > 1 && at === stops[0].at);
  }, 30)));
  const items = all(document).filter((at) => at.matches(acting) && seen(at) && !at.disabled);
  const before = new Map(items.map((at) => [at, look(at)]));
  const told = () => {
    const reached = new Set(stops.map((stop) => stop.at));
    const entered = new Set(stops.map((stop) => stop.at.closest(groups)).filter(Boolean));
    const back = ([a, b]) => b.place[1] < a.place[1] - 60 && b.place[0] <= a.place[0];
    const pairs = stops.slice(1, -1).map((stop, place) => [stops[place], stop]);
    return {
      missed: items.filter((at) => seen(at) && !reached.has(at) && !entered.has(at.closest(groups))).map(name),
      unseen: stops.slice(0, -1).filter((stop) => !stop.ring).map((stop) => name(stop.at)),
      back: pairs.filter(back).map(([a, b]) => `${name(a.at)} -> ${name(b.at)}`),
    };
  };
  window.walk = { count: items.length, step, told };
  return items.length;
}"""
_QUIET = """() => new Promise((done) => {
  let last = Date.now();
  const watch = new MutationObserver(() => { last = Date.now(); });
  watch.observe(document.body, { subtree: true, childList: true });
  const ask = () => (Date.now() - last > 400 ? (watch.disconnect(), done()) : setTimeout(ask, 50));
  ask();
})"""


_NAME = r"""() => {
  let at = document.activeElement;
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const said = at.closest("[role=slider]") ?? at;
  return (said.ariaLabel || said.innerText || "").trim().replace(/^[a-z_]+\n+/, ""); // without the name of its icon
}"""


def quiet(visit: Visit) -> None:
    """Wait until nothing more is drawn: charts and tables come a moment after the page."""
    visit.page.evaluate(_QUIET)


def walk(visit: Visit) -> dict[str, Any]:
    """Press Tab until it is where it began; returns what was ``missed``, ``unseen`` and where it went ``back``."""
    quiet(visit)
    count = visit.page.evaluate(_WALK)
    for _ in range(2 * count + 40):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("walk.step()"):
            return dict(visit.page.evaluate("walk.told()"))
    pytest.fail(f"the Tab key does not come around: {visit.page.evaluate('walk.told()')}")


def tab_to(visit: Visit, what: str, *, most: int = 150) -> None:
    """Press Tab until the focus is on what is called so (as it begins), if not at once; fails where it never is."""
    for _ in range(most):
        if visit.page.evaluate(_NAME).startswith(what):
            return
        visit.page.keyboard.press("Tab")
    pytest.fail(f"the Tab key does not reach “{what}”")
