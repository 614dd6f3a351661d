"""The library page over the invented data: taking in, reports, undo, duplicates, review, in both languages."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ingest.formats import FORMATS
from kb import intake, reports
from kb.build import Progress
from kb.cli.output import _STEPS
from kb.export import to_csv
from kb.home import Home
from kb.model import Batch, Failure, Lang, Run, Work
from kb.model.incoming import Incoming
from kb.values import replace
from tests.fakes import HashEncoder, silent
from tests.surveys import AT, KETTLE, OWN, survey
from tests.ui.conftest import Open
from tests.ui.prose import captions, prose, words
from tests.ui.reading import links
from ui import knowledge
from ui.desk import Desk
from ui.words import table

both = pytest.mark.parametrize("lang", ["en", "zh"])
MESSY = """\
@article{good2020one, title = {Careful kettles in quiet kitchens}, author = {Pot, Pia}, year = {2020}}
@misc{script2022, title = {<script>alert(1)</script> [x](javascript:alert(1)) *y*}, author = {Mal, M}, year = 2022}
@misc{notitle, author = {=cmd()}, year = 2019}
"""


@pytest.fixture
def library(open_page: Open, home: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open pages on a home of this test's own."""
    monkeypatch.setenv("KB_HOME", str(home))
    return open_page


def say(lang: str, key: str, **values: object) -> str:
    return table(Lang(lang))[key].format(**values)


def press(test: AppTest, label: str) -> AppTest:
    """Click the first button with a label, and wait for what it starts."""
    next(button for button in test.button if button.label == label).click().run()
    assert not test.exception, test.exception
    return test


def drop(test: AppTest, lang: str, *files: tuple[str, str]) -> AppTest:
    test.file_uploader[0].set_value([(name, text.encode(), "text/plain") for name, text in files])
    return press(test, say(lang, "library.take"))


def metrics(test: AppTest) -> list[str]:
    return [metric.value for metric in test.metric]


def take(home: Path, *sources: Incoming) -> Run:
    return intake.ingest(Home(home), sources, AT, HashEncoder(), silent)


def works(*found: Work) -> Incoming:
    return Incoming("late.bib", "bibtex", [Batch(found)])


@both
def test_an_empty_library_says_what_to_do(library: Open, lang: str) -> None:
    test = library("library", lang)
    assert test.main.title[0].value == say(lang, "page.library")
    assert [words(info.value) for info in test.main.info] == [say(lang, "library.empty")]
    for view in ("pairs", "review"):
        other = library("library", lang, view=view)
        assert [words(info.value) for info in other.main.info] == [say(lang, f"library.{view}.none")]
    assert say(lang, "library.patches.none") not in captions(other)


@both
def test_files_are_taken_in_and_every_failure_shown(library: Open, lang: str) -> None:
    test = drop(library("library", lang), lang, ("messy.bib", MESSY), ("empty.bib", ""))
    assert metrics(test) == ["4", "2", "0", "0", "2"]
    shown = test.main.dataframe[0].value
    assert list(shown["path"]) == ["messy.bib", "empty.bib"]
    assert list(shown["failed"]) == [1, 1]
    said = prose(test)
    at = next(
        i for i, text in enumerate(said) if text.startswith(say(lang, "library.line", source="messy.bib", line=3))
    )
    assert "title" in said[at]
    assert test.main.code[0].value == "@misc{notitle, author = {=cmd()}, year = 2019}"
    assert any(text.startswith("empty.bib") for text in said)
    labels = [button.proto.label for button in test.main.get("download_button")]
    assert labels == [say(lang, "library.csv"), say(lang, "library.json")]
    again = library("library", lang)  # a reload: the report is still there, and nothing runs twice
    assert metrics(again) == ["4", "2", "0", "0", "2"]
    assert len(knowledge.atlas().catalogue.runs()) == 1
    (title,) = [w.title for w in knowledge.atlas().catalogue.all_works() if w.citekey == "script2022"]
    paper = library("paper", lang, id="script2022")
    assert words(paper.main.title[0].value) == title
    assert "<script>" not in paper.main.title[0].value.replace("\\", "\x00")


@both
def test_a_run_is_undone_after_a_question(library: Open, home: Path, lang: str) -> None:
    take(home, works(OWN))
    test = press(library("library", lang), say(lang, "library.undo", number=1))
    going = say(lang, "library.undo.what", number=1, works=1, records=0, candidates=0)
    assert [words(warning.value) for warning in test.main.warning] == [going]
    press(test, say(lang, "library.undo.no"))
    assert not test.main.warning
    press(press(test, say(lang, "library.undo", number=1)), say(lang, "library.undo.yes"))
    assert knowledge.atlas().catalogue.runs()[0].undone
    assert captions(test).count(say(lang, "library.undone")) == 2
    assert not [button for button in test.button if button.label == say(lang, "library.undo", number=1)]


def test_failures_are_filtered_and_paged(library: Open, home: Path) -> None:
    failures = tuple(Failure("f.bib", n + 1, f"@x{{k{n}", "no title" if n % 2 else "no brace") for n in range(25))
    take(home, Incoming("f.bib", "bibtex", [Batch((), failures)]))
    test = library("library")
    assert len(test.main.code) == 10
    test = library("library", part="3")
    assert [code.value for code in test.main.code] == [f"@x{{k{n}" for n in range(20, 25)]
    test = library("library", q="TITLE k2")
    assert captions(test).count("2 of 25 failures") == 1
    assert [code.value for code in test.main.code] == ["@x{k21", "@x{k23"]


def test_failures_open_as_text_in_a_spreadsheet(home: Path) -> None:
    failures = (Failure("=f.bib", 1, "@x{k", "+why"), Failure("f.bib", 2, " -2", "no title"))
    run = take(home, Incoming("=f.bib", "bibtex", [Batch((), failures)]))
    rows = to_csv(reports.failures(run), reports.FAILURE_COLUMNS).decode("utf-8-sig").splitlines()
    assert rows == ["source,line,reason,raw", "'=f.bib,1,'+why,'@x{k", "'=f.bib,2,no title,' -2"]
    assert reports.record(run)["sources"][0]["failures"][0] == {"line": 1, "reason": "+why", "raw": "@x{k"}


def test_the_report_of_an_earlier_run_has_its_address(library: Open, home: Path) -> None:
    take(home, works(OWN))
    take(home, Incoming("bad.bib", "bibtex", [Batch((), (Failure("bad.bib", 1, "x", "why"),))]))
    assert metrics(library("library")) == ["1", "0", "0", "0", "1"]
    first = library("library", id="1")
    assert metrics(first) == ["1", "1", "0", "0", "0"]
    assert [words(each.value) for each in first.main.success] == ["Every entry could be read."]
    assert ("Run 1 · 2 January 2026 03:04 UTC", "id=1&lang=en") in links(first, "library")
    unknown = library("library", id="<b>")
    assert [words(w.value) for w in unknown.main.warning] == ["No run has the number “<b>”. The last one is shown."]


@both
def test_a_path_of_this_machine(library: Open, tmp_path: Path, lang: str) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.bib").write_text(MESSY, encoding="utf-8")
    test = library("library", lang)
    test.text_input(key="library.folder").set_value("/no-such-place")
    press(test, say(lang, "library.take.folder"))
    assert [words(w.value) for w in test.main.warning] == [say(lang, "library.folder.unknown", path="/no-such-place")]
    test.text_input(key="library.folder").set_value(f'"{folder}"')
    press(test, say(lang, "library.take.folder"))
    assert metrics(test) == ["3", "2", "0", "0", "1"]
    press(test, say(lang, "library.take.folder"))
    assert [words(w.value) for w in test.main.warning] == [say(lang, "library.folder.none")]
    press(test, say(lang, "library.take"))
    assert [words(w.value) for w in test.main.warning] == [say(lang, "library.files.none")]


@both
def test_duplicates_are_decided_side_by_side(library: Open, home: Path, lang: str) -> None:
    take(home, works(replace(KETTLE, id="fp:late", year=2031, identifiers={})))
    test = library("library", lang, view="pairs")
    shown = next(text for text in prose(test) if text.startswith(f"| {say(lang, 'library.pairs.field')} |"))
    assert f"| {say(lang, 'library.field.year')} ≠ | 2010 | 2031 |" in shown.splitlines()
    assert f"| {say(lang, 'library.field.title')} | {KETTLE.title} | {KETTLE.title} |" in shown.splitlines()
    press(test, say(lang, "library.later"))
    assert say(lang, "library.pairs.later", count=1) in captions(test)
    press(test, say(lang, "library.pairs.again"))
    press(test, say(lang, "library.same"))
    assert [words(info.value) for info in test.main.info] == [say(lang, "library.pairs.none")]
    assert "fp:late" not in knowledge.atlas().catalogue.works(["fp:late"])
    press(test, say(lang, "library.take_back"))
    press(test, say(lang, "library.different"))
    assert "fp:late" in knowledge.atlas().catalogue.works(["fp:late"])


@both
def test_candidates_are_accepted_merged_rejected_and_reopened(library: Open, home: Path, lang: str) -> None:
    take(home, Incoming("tea.md", "survey", [survey()]))
    test = library("library", lang, view="review")
    assert "Cold brewing · 冷泡 · CB" in prose(test)
    place = say(lang, "library.line", source="tea.md", line=7)
    assert any("<b>bitterness</b>" in text and place in text for text in prose(test))
    test.text_input(key="library.id.cold-brewing").set_value("Not an id")
    press(test, say(lang, "library.accept"))
    assert {"en": "is no id", "zh": "不能用作编号"}[lang] in words(test.main.warning[0].value)
    test.text_input(key="library.id.cold-brewing").set_value("cold-tea")
    test.selectbox(key=f"library.family.cold-brewing.{lang}").set_value("tea")
    press(test, say(lang, "library.accept"))
    patch = home / "review" / "tea.yaml"
    assert "id: cold-tea" in patch.read_text(encoding="utf-8")
    assert test.main.code[0].value == patch.read_text(encoding="utf-8").strip()
    done = library("library", lang, view="review", show="accepted")
    assert say(lang, "library.decided.accepted", concept="cold-tea") in prose(done)
    press(done, say(lang, "library.reopen"))
    assert not patch.exists()
    test = library("library", lang, view="review")
    test.selectbox(key=f"library.into.cold-brewing.{lang}").set_value("steeping")
    press(test, say(lang, "library.merge"))
    assert "{id: steeping" in patch.read_text(encoding="utf-8")
    press(test, say(lang, "library.reject"))
    assert say(lang, "library.verdict.rejected") + " (1)" in test.main.button_group[-1].options


@both
def test_a_paper_says_who_said_it_and_can_be_split(library: Open, home: Path, lang: str) -> None:
    said = say(lang, "paper.said")
    assert said not in [words(head.value) for head in library("paper", lang, id=KETTLE.id).main.header]
    take(home, works(replace(KETTLE, venue="Late Letters")))
    test = library("paper", lang, id=KETTLE.id)
    assert said in [words(head.value) for head in test.main.header]
    assert any(f"late.bib · {say(lang, 'paper.said.run', run=1)}" in text for text in prose(test))
    press(test, say(lang, "paper.split"))
    assert len(knowledge.atlas().catalogue.records(KETTLE.id)) == 1
    assert say(lang, "paper.apart", title=KETTLE.title, source="late.bib") in prose(test)
    press(test, say(lang, "paper.apart.undo"))
    assert len(knowledge.atlas().catalogue.records(KETTLE.id)) == 2


def test_work_is_watched_and_never_started_twice() -> None:
    go, ran = threading.Event(), []

    def work(progress: Progress) -> None:
        progress("encode", 1, 4)
        ran.append(go.wait(10))

    desk = Desk()
    assert desk.start("ingest", work)
    assert not desk.start("undo", work)
    assert not desk.done(0)
    assert desk.busy
    desk.clear()
    go.set()
    assert desk.done(10)
    assert (ran, desk.what, desk.step, desk.fraction, desk.error) == ([True], "ingest", "encode", 0.25, None)


def test_what_stopped_is_said_and_can_be_dismissed(library: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is [gone](x)")

    test = library("library")
    monkeypatch.setattr(intake, "ingest", fail)
    drop(test, "en", ("a.bib", MESSY))
    assert words(test.error[0].value) == "That could not be finished. OSError('the disk is [gone](x)')"
    press(test, "Understood")
    assert not test.error


def test_every_format_step_and_state_has_its_words() -> None:
    needed = {f"library.format.{f.name}" for f in FORMATS} | {f"library.step.{step}" for step in _STEPS}
    for lang in Lang:
        assert needed <= set(table(lang))
