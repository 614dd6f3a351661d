"""Running text in blocks: what a draft says in plain words, its reference list, and what it cites in order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ingest import loose, mentions
from ingest.draft.marks import Marks, without
from ingest.survey import blocks, headings
from ingest.survey.blocks import Block, Document
from ingest.survey.citations import citations
from ingest.survey.markup import NOTE, plain
from ingest.survey.places import Place, places
from ingest.survey.references import Entry, entry
from kb import ids
from kb.model import Failure, Work
from kb.model.draft import Draft, Reference
from kb.text import clean, has_cjk

_MOST = 1_000_000  # letters; the thickest books have two million, and the beginning says what they are about
_LONGEST_TITLE = 200
_SENTENCE_END = re.compile(r"[.。!！;；:：,，]\Z")
_LONGER = "longer than {:,} letters; only the beginning is read"


def read(text: str, marks: Marks, source: str, title: str = "", listed: Sequence[Reference] = ()) -> Draft:
    """Read text in Markdown or without markup, in which ``marks`` stand for citations by key.

    ``title`` and ``listed`` (references) are what is known beforehand. Entries of the reference list that cannot be
    read are failures; the others get a key in the form of ours, by which ``cited`` names them.
    """
    document = blocks.read(text[:_MOST])
    failures = [loose.failure(source, 0, "", _LONGER.format(_MOST))] if len(text) > _MOST else []
    entries, own = _listed(document.blocks, source, failures)
    entries += [Entry(one.work, "", "") for one in listed]
    references = (*listed, *own)
    title = title or _title(document)
    spots = places(tuple(block for block in document.blocks if not block.reference))
    return Draft(
        text=_text(document, title),
        title=title,
        references=references,
        cited=_cited(spots, marks, entries, document.footnotes, keys(references)),
        failures=tuple(failures),
    )


def named(text: str, references: Sequence[Reference]) -> list[str]:
    """Return the keys of the references (without key, their ids) that a plain text cites by author and year."""
    known = keys(references)
    spots = places(blocks.read(text).blocks)
    found = citations(spots, [Entry(one.work, "", "") for one in references], {})
    return [known.get(work, work) for work in (spot.citation.work for spot in found) if work]


def keys(references: Iterable[Reference]) -> dict[str, str]:
    """Return the keys of references by the ids and identifiers of their works; of several, the first."""
    found: dict[str, str] = {}
    for one in references:
        stated = [f"{scheme}:{value}" for scheme, value in one.work.identifiers.items()]
        for name in (one.work.id, *stated) if one.citekey else ():
            found.setdefault(name, one.citekey)
    return found


def key_of(work: Work) -> str:
    """Return the key of an entry that has none of its reader's: ours, or, as ours is ASCII, a Chinese name and year."""
    family = work.authors[0].family if work.authors else ""
    key = ids.citekey(family, work.year, work.title)
    return f"{family}{work.year or ''}" if key.isdigit() or (key == "work" and family) else key


def _listed(
    found: tuple[Block, ...], source: str, failures: list[Failure]
) -> tuple[list[Entry], tuple[Reference, ...]]:
    """Return the entries of the list of references, and what they are under keys of our own; failures are added."""
    entries: list[Entry] = []
    references: dict[str, Reference] = {}
    for block in found:
        made = entry(without(block.text)) if block.reference else ""
        if isinstance(made, Entry):
            key, number = key_of(made.work), 2
            while key in references:
                key, number = f"{key_of(made.work)}-{number}", number + 1
            references[key] = Reference(made.work, key, block.starts[0][1])
            entries.append(made)
        elif made:
            failures.append(loose.failure(source, block.starts[0][1], block.text, made))
    return entries, tuple(references.values())


def _title(document: Document) -> str:
    """Return the first heading, or a first line that stands alone; nothing where the text begins with a sentence."""
    if not document.sections and not document.blocks:
        return ""
    head = document.sections[0] if document.sections else None
    first = document.blocks[0] if document.blocks else None
    if head and (not first or head.line < first.starts[0][1]):
        return "" if headings.is_common(head.heading) or head.level > 2 else without(head.heading)
    line = without(plain(first.text)) if first else ""
    alone = first and len(first.starts) == 1 and not first.item and len(document.blocks) > 1
    short = len(line) <= (_LONGEST_TITLE // 3 if has_cjk(line) else _LONGEST_TITLE)
    return line if alone and short and line and not _SENTENCE_END.search(line) else ""


def _text(document: Document, title: str) -> str:
    """Return headings and paragraphs in their order, parted by blank lines, title and references left out."""
    parts = [
        (one.line, without(one.heading)) for one in document.sections if not headings.lists_references(one.heading)
    ]
    parts += [(one.starts[0][1], without(plain(one.text))) for one in document.blocks if not one.reference]
    parts.sort(key=lambda part: part[0])
    if parts and parts[0][1] == title:
        del parts[0]
    return "\n\n".join(filter(None, (clean(text) for _, text in parts)))


def _cited(
    spots: list[Place], marks: Marks, entries: list[Entry], footnotes: dict[str, str], known: dict[str, str]
) -> tuple[str, ...]:
    """Return what the sentences cite: marked, by author and year or number, or by an identifier."""
    by_name: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for spot in citations(spots, entries, footnotes):
        by_name[id(spot.place)].append((spot.start, spot.citation.work))
    cited: dict[str, None] = {}
    for place in spots:
        open_text = NOTE.sub(lambda note: " " * len(note.group()), place.text)
        found = [*marks.found(place.text), *by_name[id(place)], *mentions.named(open_text)]
        for _, one in sorted(found, key=lambda pair: pair[0]):
            cited |= {known.get(one, one): None} if one else {}
    return tuple(cited)
