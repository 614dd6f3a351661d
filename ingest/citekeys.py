"""The keys under which works are cited: stable, each once, and such as BibTeX and LaTeX take."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import count, product
from string import ascii_lowercase

from ingest.facts import tidied
from kb import ids
from kb.model import Work

_REFUSED = re.compile(r"[\s\"#%'(),={}\\~]")  # BibTeX ends a key at these, or LaTeX reads them as a command
_STRANGE = re.compile(r"[^A-Za-z0-9:./_+-]")  # older programs stumble over these
NONE: Mapping[str, str] = {}


def citekeys(works: Iterable[Work], taken: Mapping[str, str] = NONE) -> dict[str, str]:
    """Map the ids of works to their keys: the reader's own (``taken``, by id of work), else the citekey of the Atlas.

    A key that another work has, in whatever case, gets a, b, c … behind it, in the order of the ids. The order of the
    works does not matter, and every key in ``taken`` stays with its work, in the list or not.
    """
    own = {work.id: _wish(work) for work in works}
    wishes = own | {ident: wish for ident, key in taken.items() for wish in [_REFUSED.sub("", key)] if wish}
    order = sorted(wishes, key=lambda ident: (ident not in taken, ident))
    first = {wishes[ident].lower(): ident for ident in reversed(order)}
    keys = {ident: wishes[ident] for ident in first.values()}
    used, suffixes = {*first}, dict[str, Iterator[str]]()
    for ident in order:
        if ident not in keys:
            wish = wishes[ident]
            more = suffixes.setdefault(wish.lower(), _suffixes())
            keys[ident] = next(key for key in (wish + suffix for suffix in more) if key.lower() not in used)
            used.add(keys[ident].lower())
    return {ident: keys[ident] for ident in own}


def keyed(works: Iterable[Work], keys: Mapping[str, str] = NONE) -> Iterator[tuple[str, Work]]:
    """Yield works tidied, each once, under the keys that they are given or else under free ones."""
    once = {work.id: work for work in works}
    free = citekeys(once.values(), keys)
    return ((free[ident], tidied(work)) for ident, work in once.items())


def _wish(work: Work) -> str:
    plain = unicodedata.normalize("NFKD", work.citekey)
    family = work.authors[0].family if work.authors else ""
    return _STRANGE.sub("", plain) or ids.citekey(family, work.year, work.title)


def _suffixes() -> Iterator[str]:
    """Yield a … z, then aa … zz and so on."""
    return ("".join(letters) for length in count(1) for letters in product(ascii_lowercase, repeat=length))
