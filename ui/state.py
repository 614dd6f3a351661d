"""What the address says: language, page and the id of what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import Page

from kb.model import Lang
from ui import choices, walk
from ui.words import language, t

_NAMES: Mapping[Lang, str] = {Lang.EN: "English", Lang.ZH: "中文"}
_ICONS: Mapping[str, str] = {
    "home": "home",
    "explore": "account_tree",
    "search": "search",
    "related": "hub",
    "compare": "compare",
    "path": "route",
    "collections": "bookmarks",
    "learn": "school",
    "trends": "trending_up",
    "map": "map",
    "crosswalk": "compare_arrows",
    "quality": "fact_check",
    "library": "library_books",
}
# Icons stand on the links only: the icon of a page would be fetched from the web.


def choose_language() -> None:
    """Take the language from the address, else from the session, and draw the switch."""
    asked = choices.one("lang", {lang.value for lang in Lang}, "")
    if asked:
        st.session_state["lang"] = asked
    st.session_state.setdefault("lang", _preferred().value)
    st.sidebar.segmented_control(
        "Language / 语言",
        [lang.value for lang in Lang],
        format_func=lambda value: _NAMES[Lang(value)],
        key="lang",
        on_change=_language_chosen,
        required=True,
    )


def pages() -> dict[str, Page]:
    """Return the pages by name, titled in the session's language; detail pages are hidden but have an address."""
    shown = {name: st.Page(f"ui/pages/{name}.py", title=t(f"page.{name}"), default=name == "home") for name in _ICONS}
    hidden = {
        name: st.Page(f"ui/pages/{name}.py", title=t(f"page.{name}"), visibility="hidden")
        for name in ("concept", "paper")
    }
    return shown | hidden


def keep_address(page: Page) -> None:
    """Repeat the address to the browser where it does not know it: a link to the same page, a missing language.

    Never on arrival at another page: that message races with the page switch and leaves a false history entry.
    """
    arrived = st.session_state.get("_page") != page.url_path
    st.session_state["_page"] = page.url_path
    missing = language() is not Lang.EN and "lang" not in st.query_params
    if missing or not arrived:
        known = {name: st.query_params.get_all(name) for name in st.query_params}
        st.query_params.update({**known, **({"lang": [language().value]} if missing else {})})


def navigate(shown: Mapping[str, Page]) -> None:
    """Draw the navigation as links that carry the language."""
    st.session_state["_pages"] = dict(shown)
    for name, icon in _ICONS.items():
        st.sidebar.page_link(shown[name], icon=f":material/{icon}:", query_params=address(name), width="stretch")


def known() -> list[str]:
    """Return the ids of what the reader has marked as known in this session."""
    return list(st.session_state.get("_known", []))


def know(concepts: Iterable[str]) -> None:
    """Keep what the reader knows for the session; `address` puts it into every link to the page Learn."""
    st.session_state["_known"] = [*concepts]


def address(page: str = "", /, **parameters: str | list[str]) -> dict[str, str | list[str]]:
    """Return query parameters for a page that carry the language and, to the page Learn, what the reader knows."""
    carried: dict[str, str | list[str]] = {"known": known()} if page == "learn" and known() else {}
    return {**parameters, **({} if "known" in parameters else carried), "lang": language().value}


def link(page: str, label: str, *, tip: str | None = None, icon: str = "", **parameters: str | list[str]) -> None:
    """Draw a link to a page by name; ``label`` and ``tip`` are Markdown: untrusted text goes through `plain` first.

    ``icon`` is the name of a Material symbol.
    """
    st.page_link(
        st.session_state["_pages"][page],
        label=label,
        help=tip,
        icon=f":material/{icon}:" if icon else None,
        query_params=address(page, **parameters),
    )


def go(page: str, **parameters: str | list[str]) -> NoReturn:
    """Leave for a page by name: ``st.switch_page`` would leave a false entry in the browser's history."""
    walk.to(f"{st.session_state['_pages'][page].url_path}?{urlencode(address(page, **parameters), doseq=True)}")
    st.stop()


def _preferred() -> Lang:
    """Return the browser's language where it is one of ours."""
    return Lang.ZH if (st.context.locale or "").lower().startswith("zh") else Lang.EN


def _language_chosen() -> None:
    st.query_params["lang"] = st.session_state["lang"]
