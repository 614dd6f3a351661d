"""Collections as files: concepts, works and notes in a table and in Markdown, works alone in the others."""

from __future__ import annotations

import csv
import io

import pytest

from ingest.collected import Collected, collected
from ingest.exports import Form, export
from kb.model import Lang, Text
from tests.fakes import a_concept, a_work

WORK = a_work(title="*Against* [tea]", summary=Text("Ours.", "我们的。"))
FOUND = [
    Collected(a_concept("root"), "=cmd()\n\nand <b>"),
    Collected(WORK, "read *it*"),
    Collected(Text("Gone", "没了")),
]


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_table_has_everything_and_no_formula() -> None:
    made = collected(FOUND, Form.CSV, "Read first", Lang.ZH)
    assert (made.name, made.kind) == ("Read-first.csv", "text/csv")
    concept, work, gone = table(made.data)
    assert list(concept) == [
        *("kind", "citekey", "title", "authors", "year", "venue", "type", "doi", "arxiv", "url", "id", "text", "note")
    ]
    assert {name: value for name, value in concept.items() if value} == {
        "kind": "concept",
        "id": "root",
        "title": "标签root",
        "type": "problem",
        "text": "一句话。",
        "note": "'=cmd()\n\nand <b>",
    }
    assert (work["kind"], work["citekey"], work["title"]) == ("work", "pot2015against", "*Against* [tea]")
    assert (work["doi"], work["text"], work["note"]) == ("10.9999/w", "我们的。", "read *it*")
    assert (gone["kind"], gone["title"], gone["id"]) == ("concept", "没了", "")


def test_markdown_has_gists_references_and_notes_as_text() -> None:
    made = collected(FOUND, Form.MARKDOWN, "Read <first>", Lang.EN)
    assert made.name == "Read-first.md"
    assert made.data.decode() == (
        "# Read \\<first\\>\n\n"
        "## Concepts\n\n"
        "- **Label root** (标签root): A gist.\n  - =cmd()\n  - and \\<b\\>\n"
        "- **Gone** (没了)\n\n"
        "## Works\n\n"
        "- Pia Pot (2015). [\\*Against\\* \\[tea\\]](<https://doi.org/10.9999/w>).\n  - read \\*it\\*\n"
    )


@pytest.mark.parametrize("form", [Form.BIBTEX, Form.RIS, Form.CSL])
def test_the_other_forms_hold_the_works(form: Form) -> None:
    assert collected(FOUND, form, "慢泡/../x", Lang.EN) == export([WORK], form, "慢泡-..-x")


def test_nothing_and_a_name_of_signs() -> None:
    assert collected([], Form.MARKDOWN, "///", Lang.EN).name == "collection.md"
    assert collected([], Form.MARKDOWN, "a", Lang.EN).data == b"# a\n"
    assert collected([], Form.BIBTEX, "…" * 99, Lang.EN).name == "collection.bib"
