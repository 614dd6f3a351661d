"""What collections are made of: named lists, and what was put into them as it was known then."""

from __future__ import annotations

from kb.documents import Key, Kind
from kb.model import Text, Work
from kb.values import Value

STARRED = 1
"""The collection of what was starred: always there, without a name of its own, neither renamed nor deleted."""
MOST_NAME, MOST_NOTE = 80, 5000
"""Characters of a name and of a note."""


class Collection(Value, frozen=True):
    """A list that people made: ``created``, ``changed`` and ``dropped`` are times in UTC, ``size`` counts its items.

    One that was ``dropped`` can be brought back for `kb.collection.store.DAYS` days.
    """

    id: int
    name: str = ""
    created: str = ""
    changed: str = ""
    dropped: str = ""
    size: int = 0


class Kept(Value, frozen=True):
    """A concept by its label or a work by its facts, as they were when it was put aside: enough if it goes."""

    ref: str
    label: Text = Text()
    work: Work | None = None

    @property
    def kind(self) -> Kind:
        """What it is."""
        return Kind.WORK if self.work else Kind.CONCEPT


class Item(Value, frozen=True):
    """Something in a collection; ``id`` is what it is known by today, ``kept.ref`` what it was known by then."""

    id: str
    kept: Kept
    note: str = ""
    added: str = ""

    @property
    def key(self) -> Key:
        """What names it in the home today."""
        return Key(self.kept.kind, self.id)
