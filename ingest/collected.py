"""Collections as files: works in every form of a list of works; concepts and notes too in a table and in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.citekeys import keyed
from ingest.exports import COLUMNS, KINDS, Export, Form, export, reference, row
from kb import markdown
from kb.export import to_csv
from kb.model import Concept, Lang, Text, Work
from kb.text import clean

_TABLE = ("kind", *COLUMNS, "text", "note")
_OTHER = re.compile(r"[^\w.-]+")
_LONGEST = 60  # letters of a file's name
_HEADS = {"concepts": Text("Concepts", "概念"), "works": Text("Works", "文献")}


class Collected(NamedTuple):
    """Something in a collection with its note; of a concept that is gone only the label is left."""

    shown: Concept | Work | Text
    note: str = ""


def filename(name: str, form: Form) -> str:
    """Return what the file of a collection is called."""
    called = _OTHER.sub("-", clean(name)).strip("-.")[:_LONGEST]
    return f"{called or 'collection'}.{form}"


def collected(found: Sequence[Collected], form: Form, name: str, lang: Lang) -> Export:
    """Return a collection as a file; BibTeX, RIS and CSL-JSON hold its works alone."""
    works = [one.shown for one in found if isinstance(one.shown, Work)]
    if form is Form.CSV:
        return Export(filename(name, form), KINDS[form], to_csv(_rows(found, works, lang), _TABLE))
    if form is Form.MARKDOWN:
        return Export(filename(name, form), KINDS[form], _text(found, name, lang).encode())
    return export(works, form)._replace(name=filename(name, form))


def _rows(found: Iterable[Collected], works: Iterable[Work], lang: Lang) -> Iterable[dict[str, object]]:
    facts = {work.id: row(key, work) for key, work in keyed(works)}
    for shown, note in found:
        if isinstance(shown, Work):
            yield {"kind": "work", **facts[shown.id], "text": shown.summary.best(lang), "note": note}
        elif isinstance(shown, Concept):
            said = {"title": shown.pref_label.best(lang), "type": shown.facet.value, "text": shown.gist.best(lang)}
            yield {"kind": "concept", "id": shown.id, **said, "note": note}
        else:
            yield {"kind": "concept", "title": shown.best(lang), "note": note}


def _text(found: Sequence[Collected], name: str, lang: Lang) -> str:
    """Return a collection as Markdown: a heading, concepts with their gists, references, and each one's note below."""
    parts = {"concepts": "", "works": ""}
    for shown, note in found:
        line = reference(shown) if isinstance(shown, Work) else _concept(shown, lang)
        told = "".join(f"  - {markdown.text(said)}\n" for said in note.splitlines() if said.strip())
        parts["works" if isinstance(shown, Work) else "concepts"] += f"- {line}\n{told}"
    sections = [f"## {_HEADS[part].get(lang)}\n\n{lines}" for part, lines in parts.items() if lines]
    return "\n".join([f"# {markdown.text(name)}\n", *sections])


def _concept(shown: Concept | Text, lang: Lang) -> str:
    label = shown.pref_label if isinstance(shown, Concept) else shown
    gist = shown.gist.best(lang) if isinstance(shown, Concept) else ""
    other = label.get(Lang.EN if lang is Lang.ZH else Lang.ZH)
    beside = f" ({markdown.text(other)})" if other not in {"", label.best(lang)} else ""
    return f"**{markdown.text(label.best(lang))}**{beside}" + (f": {markdown.text(gist)}" if gist else "")
