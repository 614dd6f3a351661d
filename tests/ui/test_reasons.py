"""Every sentence that says what is wrong has its Chinese: the code is read for them, so that none is forgotten."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import files
from kb import intake, reports
from kb.errors import SourceError
from kb.home import Home
from kb.model import Batch, Failure
from kb.model.incoming import Incoming
from tests.fakes import HashEncoder, silent
from tests.surveys import AT
from tests.test_floors import TREES
from tests.ui.conftest import Open
from tests.ui.prose import captions, prose
from ui import knowledge
from ui.reasons import chinese, table

_SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z{“]")
_WORD = re.compile(r"[a-z]{2,}")
_TOLD = {"Broken", "Failure", "Piece", "_Row", "failure", "_failure", "_failed", "whole", "refused"}
_OTHER = {  # what sources, SQLite and the programmer say
    *("works cited", "literature cited", "No valid paper ids"),
    *("disk I/O", "not a database", "unable to open", "no vectors", "{} vectors but {} keys", "{} cannot be read"),
}
_NONE = "No {} is called “{}”.{}"


@pytest.fixture
def troubled(open_page: Open, home: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open pages on a home with a run that failed four times."""
    monkeypatch.setenv("KB_HOME", str(home))
    strange = Failure("c.bib", 1, "x", "quite <b>unknown</b>: why")
    named = (("a.bib", b"@misc{k1, year = 2001}"), ("b.bib", b""))
    sources = [source for name, data in named for source in files.from_bytes(name, data)]
    sources.append(Incoming("c.bib", "bibtex", [Batch((), (strange, strange))]))
    intake.ingest(Home(home), sources, AT, HashEncoder(), silent)
    return open_page


def test_each_sentence_of_the_code_has_its_chinese() -> None:
    assert sorted(told() - set(table())) == []


def test_each_chinese_has_a_sentence_of_the_code() -> None:
    written = {text for tree in TREES.values() for text in strings(tree)}
    assert sorted(set(table()) - told() - written) == []


@pytest.mark.parametrize("english", sorted(table()))
def test_the_chinese_keeps_every_part(english: str) -> None:
    assert table()[english].count("{}") == english.count("{}")
    said = english
    for part in range(english.count("{}")):
        said = said.replace("{}", f"<{part}>", 1)
    given = chinese(said)
    if re.search("[a-z]", english):
        assert re.search("[一-鿿]", given)
        assert re.findall(r"<\d>", given) == re.findall(r"<\d>", said)
    else:
        assert given == said  # signs alone do not make a sentence known


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("k1: the entry has no title; add a field title", "k1：条目没有标题；请添加 title 字段"),
        ("the entry has no title; add one or leave the entry out", "条目没有标题；请补上标题，或删去该条目"),
        (
            "the entry has no title; add one, or the entry “a {} “b”” that it refers to",
            "条目没有标题；请补上标题，或补上它所引用的条目“a {} “b””",
        ),
        (
            "it cannot be read to its end (error -3 while decompressing data: bad (x)); mend it or fetch it again, "
            "what came before is read",
            "未能读到末尾（error -3 while decompressing data: bad (x)）；请修复或重新获取，此前的内容已读取",
        ),
        (
            "not readable as JSON: Expecting value (line 2, column 7); mend it or export it again",
            "无法按 JSON 读取：Expecting value（第 2 行，第 7 列）；请修正或重新导出",
        ),
        (
            str(SourceError("https://a.b/c", "answered 500 (“Oh; no. (x)”)", "try again later")),
            "https://a.b/c 返回 500 (“Oh; no. (x)”)；请稍后再试。",
        ),
        ("concepts/tea.yaml:3: tea: no work has the citekey “x”", "concepts/tea.yaml:3：tea：没有引用键为“x”的文献"),
        (
            "The weights for Chinese queries, weights.npz in /a/b, is not the published one; restore the file, for "
            "instance with `git checkout data/student`, or make it anew with `python -m benchmarks.train_student`.",
            "用于中文查询的权重 weights.npz（位于 /a/b）与发布的不一致；请恢复该文件，"
            "例如运行 `git checkout data/student`，或用 `python -m benchmarks.train_student` 重新生成。",
        ),
        ("asked/tea.yaml:3: no concept has the id “x”", "asked/tea.yaml:3：没有编号为“x”的概念"),
        ("No run is called “9”. Near matches: 1, 2.", "没有编号为“9”的导入。相近的有：1, 2。"),
        ("no title in metadata or text, or add the work by hand", "元数据和正文中都找不到标题，或手工录入该文献"),
        *((text, text) for text in ("", "why: so (it is); said.", "k: {}", "“", "the entry has no title" * 200)),
    ],
)
def test_parts_stand_in_the_other_language_or_as_they_are(english: str, expected: str) -> None:
    assert chinese(english) == expected


@pytest.mark.parametrize("hostile", ["a ", "“” ", "“ ", "a: ", "(; ", "a; "])
def test_a_hostile_reason_costs_no_time(hostile: str) -> None:
    start = time.perf_counter()
    chinese(f"{hostile * (980 // len(hostile))}; add")
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("lang", "shown", "words"),
    [
        ("en", "k1: the entry has no title; add a field title", "TITLE add"),
        ("zh", "k1：条目没有标题；请添加 title 字段", "条目没有标题 k1"),
        ("zh", "k1：条目没有标题；请添加 title 字段", "title K1 add"),
    ],
)
def test_reasons_are_shown_and_found_in_the_language_of_the_page(
    troubled: Open, lang: str, shown: str, words: str
) -> None:
    said = prose(troubled("library", lang))
    assert any(text.endswith(shown) for text in said)
    assert any(text.endswith("quite <b>unknown</b>: why") for text in said)
    found = troubled("library", lang, q=words)
    assert {"en": "1 of 4 failures", "zh": "1 / 4 条失败"}[lang] in captions(found)
    assert [code.value for code in found.main.code] == ["@misc{k1, year = 2001}"]
    (run,) = knowledge.atlas().catalogue.runs()
    assert reports.failures(run)[0]["reason"] == "k1: the entry has no title; add a field title"


def told() -> set[str]:
    """Return the sentences of the code: all of ingest that is neither docstring nor pattern, and what kb raises."""
    found: set[str] = set()
    for path, tree in TREES.items():
        if path.startswith("ingest/"):
            found |= {text for text in strings(tree) if _SENTENCE.search(text) and "\\" not in text}
            found |= {text for node in reasons(tree) for text in strings(node) if _WORD.search(text)}
        elif path.startswith("kb/") and not path.startswith(("kb/cli/", "kb/evaluation/")):  # no page shows these
            found |= {text for node in raised(tree) for text in strings(node) if _WORD.search(text) and " " in text}
            found |= {_NONE.replace("{}", noun, 1) for noun in nouns(tree)}
    return found - _OTHER - {_NONE}


def reasons(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what is raised, and what is handed as a reason to those who make failures."""
    yield from raised(tree)
    yield from (call.args[-1] for call in calls(tree) if name(call.func) in _TOLD and len(call.args) > 1)


def raised(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what is raised, what a function called sentence returns, and what an error puts together itself."""
    for node in ast.walk(tree):
        function = isinstance(node, ast.FunctionDef) and node.name in {"sentence", "_sentence"}
        if function or isinstance(node, ast.Raise) or (isinstance(node, ast.ClassDef) and name(node).endswith("Error")):
            yield node


def nouns(tree: ast.AST) -> Iterator[str]:
    """Yield what a NotFoundError can be about."""
    yield from (text_of(call.args[0]) for call in calls(tree) if name(call.func) == "NotFoundError")


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)


def strings(tree: ast.AST) -> Iterator[str]:
    """Yield the strings of some code with ``{}`` for what is put in; no docstrings, no parts of others."""
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            skipped.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            skipped.update(node.values)
        elif isinstance(node, ast.FormattedValue) and node.format_spec:
            skipped.add(node.format_spec)
            skipped.update(ast.walk(node.format_spec))
        if node not in skipped and text_of(node):
            yield text_of(node)


def text_of(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) or "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def name(node: ast.AST) -> str:
    return str(getattr(node, "name", "") or getattr(node, "id", "") or getattr(node, "attr", ""))
