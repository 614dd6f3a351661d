"""An index that was brought up to date answers like one that was written whole."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import index as module
from kb.documents import Document, Key, Kind
from kb.errors import HomeError
from kb.home import Home
from kb.index import FolderIndex, update, write
from kb.intake import undo
from kb.lexical import Filter, LexicalIndex
from kb.model import Work
from tests.fakes import HashEncoder, answers, build_mini, hashed, silent, tree
from tests.library import BITTER, CERTAIN, DOUBTFUL, STEEPING, paper, take

NOVEL = (
    paper("Porcelain and the perception of warm water", "Cup, Carl", year=2012, abstract="Judges of bitter teas."),
    paper("Spoons: a survey", "Spoon, Sue", year=2001, abstract="Patience and 茶叶的味道."),
    paper("A dispute about sugar", "Sweet, S.", year=2001),
)


def of(name: str, text: str) -> Document:
    return Document(Key(Kind.WORK, name), text, "", "", (text, *text.split()), None, frozenset({"tea"}))


def dense(documents: list[Document]) -> module.Dense:
    keys = [document.key for document in documents for _ in document.texts]
    vectors = [hashed(text) for document in documents for text in document.texts]
    return keys, np.stack(vectors) if keys else np.zeros((0, 1), "float32")


def opened(folder: Path, revision: int) -> FolderIndex:
    found = FolderIndex.open(folder, revision, "e")
    assert found is not None
    return found


def said(index: FolderIndex) -> list[object]:
    """Return what an index answers, ties in the order of their names."""
    found: list[object] = [sorted(index.matching(Filter(concept="tea")))]
    for text in ("cold leaf", "cup", "red red", "blue leaf cup"):
        cosines = {hit.key: round(hit.cosine, 5) for hit in index.dense(hashed(text), Filter(), 99)}
        found += [{hit.key for hit in index.lexical(text, Filter(), 99)}, cosines]
    return found


TEXTS = st.lists(st.sampled_from(["cold", "leaf", "cup", "red", "blue"]), min_size=1, max_size=4).map(" ".join)
STEPS = st.lists(st.dictionaries(st.sampled_from("abcdef"), st.none() | TEXTS, max_size=4), max_size=4)


@settings(max_examples=25)
@given(st.dictionaries(st.sampled_from("abcdef"), TEXTS, min_size=1), STEPS)
def test_any_series_of_changes_ends_like_one_writing(
    tmp_path_factory: pytest.TempPathFactory, first: dict[str, str], steps: list[dict[str, str | None]]
) -> None:
    base = tmp_path_factory.mktemp("i")
    folder, whole = base / "index", base / "whole"
    held = {name: of(name, text) for name, text in first.items()}
    write(folder, held.values(), dense(list(held.values())), 0, "e")
    for number, step in enumerate(steps, start=1):
        changed = [of(name, text) for name, text in step.items() if text is not None]
        held = {name: d for name, d in held.items() if name not in step} | {d.key.id: d for d in changed}
        update(folder, changed, dense(changed), [Key(Kind.WORK, name) for name in step], number, "e")
    manifest = opened(folder, len(steps)).manifest
    assert (manifest.documents, manifest.pending) == (len(held), 0)
    if held:
        write(whole, held.values(), dense(list(held.values())), len(steps), "e")
        assert said(opened(folder, len(steps))) == said(opened(whole, len(steps)))


def test_untouched_files_are_linked_not_written(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    documents = [of("a", "cold leaf"), of("c", "blue cup")]
    write(folder, documents, dense(documents), 0, "e")
    before = {p.relative_to(folder): p.stat().st_ino for p in folder.rglob("*") if p.is_file()}
    update(folder, [of("b", "red cup")], dense([of("b", "red cup")]), [], 1, "e")
    after = {p.relative_to(folder): p.stat().st_ino for p in folder.rglob("*") if p.is_file()}
    kept = {path for path in before if path.suffix not in {".json", ".lock"}}
    assert kept
    assert {path: after[path] for path in kept} == {path: before[path] for path in kept}
    assert {path.name for path in tmp_path.iterdir()} == {"index"}


def test_only_taking_out_leaves_the_other_vectors(tmp_path: Path) -> None:
    folder, documents = tmp_path / "index", [of("a", "cold leaf"), of("b", "red cup")]
    write(folder, documents, dense(documents), 0, "e")
    manifest = update(folder, [], dense([]), [documents[0].key], 1, "e")
    assert (manifest.documents, manifest.pending) == (1, 0)
    assert [hit.key.id for hit in opened(folder, 1).dense(hashed("cold leaf"), Filter(), 9)] == ["b"]
    assert [hit.key.id for hit in opened(folder, 1).lexical("cold cup", Filter(), 9)] == ["b"]


def test_a_document_whose_vector_is_not_known_yet_is_pending(tmp_path: Path) -> None:
    folder, documents = tmp_path / "index", [of("a", "cold leaf"), of("b", "red cup")]
    write(folder, documents, dense(documents[:1]), 0, "e")
    assert opened(folder, 0).manifest.pending == 1
    update(folder, [of("a", "blue")], dense([]), [documents[0].key], 1, "e")
    assert opened(folder, 1).manifest.pending == 2
    assert opened(folder, 1).dense(hashed("blue"), Filter(), 9) == []
    update(folder, [], dense(documents[1:]), [], 2, "e")
    assert opened(folder, 2).manifest.pending == 1
    assert [hit.key.id for hit in opened(folder, 2).dense(hashed("blue"), Filter(), 9)] == ["b"]


def test_a_failing_update_leaves_the_old_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "index"
    write(folder, [of("a", "cold leaf")], dense([of("a", "cold leaf")]), 0, "e")
    before = tree(folder)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(LexicalIndex, "update", fail)
    with pytest.raises(HomeError, match="no space left"):
        update(folder, [of("b", "red")], dense([of("b", "red")]), [], 1, "e")
    assert tree(folder) == before


def whole(home: Path, other: Path) -> Path:
    """Return a copy of a home whose index was written anew."""
    copy = Path(shutil.copytree(home, other, ignore=shutil.ignore_patterns("index")))
    build_mini(copy, HashEncoder())
    return copy


def test_additions_answer_exactly_like_a_whole_index(home: Path, tmp_path: Path) -> None:
    for lists in (CERTAIN, [NOVEL]):
        take(home, *lists, encoder=HashEncoder())
    assert len(list((home / "index" / "dense").glob("vectors-*.npy"))) == 2
    assert answers(home, HashEncoder()) == answers(whole(home, tmp_path / "whole"), HashEncoder())


def test_an_index_that_lost_much_is_written_whole(home: Path, tmp_path: Path) -> None:
    encoder = HashEncoder()
    take(home, [*STEEPING, *NOVEL], DOUBTFUL, encoder=encoder)
    encoded = len(encoder.texts)
    undo(Home(home), 1, encoder, silent)
    assert len(encoder.texts) <= encoded + 2  # the works that had been merged into are as they were
    assert [path.name for path in (home / "index" / "dense").glob("*.npy")] == ["vectors-0000.npy"]
    assert answers(home, HashEncoder()) == answers(whole(home, tmp_path / "whole"), HashEncoder())


@pytest.mark.parametrize("listed", [list(BITTER), list(NOVEL)])
def test_only_what_is_new_is_encoded(home: Path, listed: list[Work]) -> None:
    encoder = HashEncoder()
    run = take(home, listed, encoder=encoder)
    assert len(encoder.texts) == run.total("added")
