"""Bad input, each sort by command: every one is told, and the rest of the batch goes in."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Run
from tests.kb.reports import POT, TEA, put, sources


@pytest.fixture
def kb(run: Run, home: Path) -> Run:
    """Run a command on a home that may be changed."""
    return lambda *arguments: run("--home", home, *arguments)


def bombs(name: str = "b.bib", size: int = 5_000_000) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), b" " * size, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("good.bib"), POT, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "bad.bib")


def a_lost_link(folder: Path) -> None:
    (folder / "bad.bib").symlink_to(folder / "nowhere")


def a_loop(folder: Path) -> None:
    (folder / "bad.bib").symlink_to(folder / "bad.bib")


def a_folder_loop(folder: Path) -> None:
    (folder / "bad.bib").mkdir()
    (folder / "bad.bib" / "again").symlink_to(folder / "bad.bib")


def a_gigabyte(folder: Path) -> None:
    with (folder / "bad.bib").open("wb") as file:
        file.write((TEA * 1000).encode())
        file.truncate(2**30)


def file(data: bytes | str, name: str = "bad.bib") -> Callable[[Path], object]:
    return lambda folder: put(folder / name, data)


XML_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {x} "{f"&{y};" * 10}">' for y, x in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><collection id="2010.tea"><volume id="1"><paper id="1"><title>&i;</title></paper></volume></collection>'
)
BAD = {
    "empty": (file(""), "the file is empty"),
    "one gigabyte": (a_gigabyte, "the file is larger than 256 MB; split it"),
    "binary": (file(bytes(range(256)) * 40), "not a format that is read here"),
    "unclosed brace": (file("@misc{a, title = {Never closed\n"), "not closed"),
    "no title": (file("@misc{a, year = {2010}}\n"), "the entry has no title; add a field title"),
    "entity bomb": (file(XML_BOMB, "bad.xml"), "entities and external references are not read; take them out"),
    "deep JSON": (file('{"title": ' + "[" * 200_000 + "]" * 200_000 + "}", "bad.jsonl"), "nested too deeply"),
    "deep list": (file("[" * 200_000, "bad.json"), "it holds no entry of the format json-lines"),
    "zip bomb": (file(bombs(), "bad.zip"), "as a zip bomb does; it is not read"),
    "path traversal": (file(bombs("../../b.bib", 5), "bad.zip"), "the name leads out of the archive"),
    "damaged archive": (file(bombs()[:200], "bad.zip"), "the archive is damaged"),
    "directory loop": (a_folder_loop, "the folder was read under another name (a link leads to it)"),
    "link loop": (a_loop, "too many levels of symbolic links"),
    "pipe": (a_pipe, "not a file but a pipe or a device"),
    "lost link": (a_lost_link, "the file cannot be read (no such file or directory)"),
    "no PDF": (file("<html>Log in</html>", "bad.pdf"), "not a PDF"),
    "torn PDF": (file(b"%PDF-1.4\n\xff\xfe\x00", "bad.pdf"), "the PDF is damaged"),
    "comments only": (file("@comment{nothing}"), "it holds no entry of the format bibtex"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_read_is_told_and_the_rest_goes_in(kb: Run, tmp_path: Path, what: str) -> None:
    make, reason = BAD[what]
    folder = tmp_path / "in"
    put(folder / "a.bib", TEA)
    make(folder)
    put(folder / "z.bib", "@misc{z, title = {A last cup}}")
    bad = next(path for path in folder.iterdir() if path.name.startswith("bad"))
    outcome = kb("ingest", folder / "a.bib", bad, folder / "z.bib", "--later", "--json")
    assert outcome.code == 0
    first, *middle, last = sources(outcome)
    assert (first["added"], last["added"]) == (1, 1)
    (failure,) = [failure for source in middle for failure in source["failures"]]
    assert reason in failure["reason"]
    assert failure["reason"][0] != " "
    assert str(bad) in middle[0]["path"]
    assert kb("ingest", bad, "--later", "--strict").code == 1


UNREADABLE = "the file cannot be read (input/output error); check its name and its rights"


def test_an_unreadable_file(kb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [put(tmp_path / "in" / f"{name}.bib", text) for name, text in (("a", TEA), ("b", ""), ("c", POT))]
    opened = Path.open

    def refuse(path: Path, *arguments: object, **options: object) -> object:
        if path == paths[1]:
            raise OSError(5, "Input/output error")
        return opened(path, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    found = sources(kb("ingest", tmp_path / "in", "--later", "--json"))
    assert [source["added"] for source in found] == [1, 0, 1]
    assert found[1]["failures"] == [{"line": 0, "reason": UNREADABLE, "raw": ""}]


ODD = {
    "duplicate keys": (POT + POT.replace("second", "third"), ["The second pot", "The third pot"]),
    "year in press": ("@misc{a, title = {Pressed tea}, year = {in press}}", ["Pressed tea"]),
    "many authors": (
        "@misc{a, title={By many}, author={" + " and ".join(f"Leaf{i}, L." for i in range(500)) + "}}",
        [],
    ),
    "NUL": ("@misc{a, title = {Nu\0ll tea}}", ["Null tea"]),
    "bidi": ("@misc{a, title = {Tea \u202eand\u200b pot\u2066}}", ["Tea and pot"]),
    "script": ("@misc{a, title = {<script>alert(1)</script> tea}}", ["<script>alert(1)</script> tea"]),
    "wide": ("\ufeff@misc{a, title = {Wide tea}}".encode("utf-16"), ["Wide tea"]),
    "RIS": ("TY  - JOUR\nTI  - Tagged tea\nER  - \n", ["Tagged tea"]),
    "JSON": ('[{"title": "Listed tea"}]', ["Listed tea"]),
    "surrogate": ('{"title": "Half \\ud83d tea", "authors": ["\\udcff"]}', ["Half tea"]),
}


@pytest.mark.parametrize("what", ODD)
@pytest.mark.parametrize("name", ["odd.bib", "odd.txt"])
def test_what_is_odd_goes_in(kb: Run, tmp_path: Path, what: str, name: str) -> None:
    text, titles = ODD[what]
    outcome = kb("ingest", put(tmp_path / name, text), "--later", "--json")
    assert (outcome.code, outcome.json["sources"][0]["failures"]) == (0, [])
    assert sources(outcome)[0]["added"] == max(1, len(titles))
    for title in titles:
        assert kb("search", title, "--kind", "work", "--json").json["results"][0]["title"] == title


def test_five_hundred_authors_are_all_kept(kb: Run, tmp_path: Path) -> None:
    kb("ingest", put(tmp_path / "a.bib", ODD["many authors"][0]), "--later")
    work = kb("work", "a", "--json").json
    assert work["authors"] == [f"L. Leaf{i}" for i in range(500)]
    assert work["year"] is None


PIECES = {
    "bib": [
        (TEA, 1),
        (POT, 1),
        ("@misc{x}\n", 1),
        ("@misc{y, title = {Open\n", 1),
        ("words between\n", 0),
        ("@comment{nothing}\n", 0),
        ('@misc{z, title = "A cup", year = {in press}, author = {\u202eX, Y}}\n', 1),
    ],
    "jsonl": [('{"title": "A cup"}\n', 1), ('{"title": ""}\n', 1), ("\n", 0), ('{"title": \n', 1), ("7\n", 1)],
    "ris": [("TY  - JOUR\nTI  - A cup\nER  - \n", 1), ("TY  - JOUR\nPY  - 2010\nER  - \n", 1), ("\n", 0)],
}
CONTENTS = st.sampled_from(sorted(PIECES)).flatmap(
    lambda suffix: st.tuples(st.just(suffix), st.lists(st.sampled_from(PIECES[suffix]), max_size=6))
)


@given(st.lists(CONTENTS, min_size=1, max_size=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mixture_adds_up(kb: Run, tmp_path: Path, mixture: list[tuple[str, list[tuple[str, int]]]]) -> None:
    paths = [
        put(tmp_path / f"{number}.{suffix}", "".join(text for text, _ in pieces))
        for number, (suffix, pieces) in enumerate(mixture)
    ]
    found = sources(kb("ingest", *paths, "--later", "--json"))
    assert [source["read"] for source in found] == [max(1, sum(n for _, n in pieces)) for _, pieces in mixture]
