import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from kb import build as module
from kb import database as database_module
from kb import home as home_module
from kb.atlas import Atlas
from kb.build import BuildReport
from kb.documents import Key, Kind
from kb.encoder import Vectors
from kb.errors import DataError, EncoderError, HomeError
from kb.home import Home
from kb.lexical import Filter
from tests.fakes import CHINESE_TEXTS, MINI, PACKAGED, TEXTS, HashEncoder, answers, build_mini, hashed, rows, tree

DOCUMENTS = 8  # five concepts in use and three works


def test_a_first_build(tmp_path: Path, encoder: HashEncoder) -> None:
    report = build_mini(tmp_path / "deep" / "home", encoder)
    assert report == BuildReport(1, changed=True, encoded=TEXTS, indexed=True, documents=DOCUMENTS, encoder=PACKAGED)
    assert encoder.calls == [sorted(encoder.texts, key=len)]
    assert "Against slow steeping. Tasting ceremony; Slow steeping" in encoder.texts
    assert [text for text in encoder.texts if "teas" in text] == [
        "People judge teas together.",
        "At a tasting ceremony several people judge the same teas and compare their scores.",
        "Tasting ceremony. People judge teas together. "
        "At a tasting ceremony several people judge the same teas and compare their scores.",
    ]


class Bilingual(HashEncoder):
    """The tiny encoder, given Chinese too."""

    reads_chinese = True


def test_chinese_is_encoded_where_it_is_read(tmp_path: Path, encoder: HashEncoder) -> None:
    bilingual = Bilingual("both")
    assert build_mini(tmp_path, bilingual).encoded == TEXTS + CHINESE_TEXTS
    build_mini(tmp_path, encoder)
    assert {*bilingual.texts} - {*encoder.texts} == {
        "泡茶的技艺。",
        "茶叶在温水中长时间浸泡。",
        "破坏口感的苦涩味。",
        "众人一起品评茶。",
        "薄壁茶杯。",
    }
    assert {*encoder.texts} < {*bilingual.texts}


def test_a_concept_is_found_by_how_people_ask(home: Path, data: Path) -> None:
    (data / "asked").mkdir()
    (data / "asked" / "tea.yaml").write_text("cup:\n  en: [quick brown fox]\n  zh: [敏捷的狐狸]\n")
    encoder = Bilingual("both")
    assert build_mini(home, encoder, data).encoded == TEXTS + CHINESE_TEXTS + 2
    atlas = Atlas(Home(home), encoder)
    for query in ("quick brown fox", "敏捷的狐狸"):
        assert atlas.index.dense(hashed(query), Filter(), 1)[0].key == Key(Kind.CONCEPT, "cup")
        assert atlas.index.dense(hashed(query), Filter(), 1)[0].cosine == pytest.approx(1.0)
        assert atlas.index.lexical(query, Filter(), 1)[0].key == Key(Kind.CONCEPT, "cup")
    assert len(atlas.index.dense(hashed("quick brown fox"), Filter(), 99)) == DOCUMENTS
    assert (atlas.index.manifest.documents, atlas.index.manifest.pending) == (DOCUMENTS, 0)
    atlas.catalogue.close()


def test_a_new_phrasing_is_encoded_alone(home: Path, data: Path, encoder: HashEncoder) -> None:
    (data / "asked").mkdir()
    (data / "asked" / "tea.yaml").write_text("cup:\n  en: [quick brown fox]\n  zh: [敏捷的狐狸]\n")
    report = build_mini(home, encoder, data)
    assert report == BuildReport(2, changed=True, encoded=1, indexed=True, documents=DOCUMENTS, encoder=PACKAGED)
    assert encoder.texts == ["quick brown fox"]


def test_vectors_in_the_catalogue_are_the_encoders(mini_home: Path) -> None:
    encoder = HashEncoder()
    build_mini(mini_home.with_name("again"), encoder)
    stored = {bytes(vector) for _, _, vector in rows(mini_home.with_name("again"))["embeddings"]}  # type: ignore[call-overload]
    assert stored == {hashed(text).astype("<f4").tobytes() for text in encoder.texts}


def test_a_second_build_does_nothing(home: Path, encoder: HashEncoder) -> None:
    before, index = rows(home), tree(home / "index")
    report = build_mini(home, encoder)
    assert report == BuildReport(1, changed=False, encoded=0, indexed=False, documents=DOCUMENTS, encoder=PACKAGED)
    assert encoder.calls == []
    assert rows(home) == before
    assert tree(home / "index") == index


def test_a_second_build_does_not_read_the_data(home: Path) -> None:
    def refuse() -> None:
        pytest.fail("the data were read")

    digest = dict(rows(home)["meta"])["digest"]  # type: ignore[arg-type]
    report = module.build(Home(home), str(digest), refuse, HashEncoder(), lambda *_: None)  # type: ignore[arg-type]
    assert report.changed is False


def test_a_comment_changes_nothing(home: Path, data: Path, encoder: HashEncoder) -> None:
    index = tree(home / "index")
    path = data / "concepts" / "tea.yaml"
    path.write_text(path.read_text() + "# a comment\n")
    report = build_mini(home, encoder, data)
    assert report == BuildReport(1, changed=False, encoded=0, indexed=False, documents=DOCUMENTS, encoder=PACKAGED)
    assert tree(home / "index") == index


def change(data: Path, old: str, new: str, name: str = "concepts/tea.yaml") -> None:
    path = data / name
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def test_one_changed_text_is_encoded_alone(home: Path, data: Path, encoder: HashEncoder) -> None:
    change(data, "A harsh taste that spoils the cup.", "A sour taste.")
    report = build_mini(home, encoder, data)
    assert report == BuildReport(2, changed=True, encoded=2, indexed=True, documents=DOCUMENTS, encoder=PACKAGED)
    assert encoder.texts == [
        "A sour taste.",
        "Bitterness. A sour taste. Bitterness is the harsh taste of leaves that were treated badly.",
    ]
    top = Atlas(Home(home), encoder)
    assert top.catalogue.taxonomy().by_id["bitterness"].gist.en == "A sour taste."
    top.catalogue.close()


def test_a_changed_label_in_chinese_encodes_nothing(home: Path, data: Path, encoder: HashEncoder) -> None:
    change(data, "zh: 苦涩}", "zh: 苦味}")
    report = build_mini(home, encoder, data)
    assert (report.revision, report.encoded, report.indexed) == (2, 0, True)


def test_going_back_takes_vectors_from_the_cache(home: Path, data: Path, encoder: HashEncoder) -> None:
    good = answers(home, HashEncoder())
    change(data, "A harsh taste that spoils the cup.", "A sour taste.")
    build_mini(home, HashEncoder(), data)
    report = build_mini(home, encoder)
    assert (report.revision, report.encoded) == (3, 0)
    assert answers(home, HashEncoder()) == good


def test_another_encoder_has_its_own_vectors(home: Path, encoder: HashEncoder) -> None:
    other = HashEncoder("other")
    assert build_mini(home, other).encoded == TEXTS
    assert build_mini(home, encoder) == BuildReport(1, False, 0, True, DOCUMENTS, PACKAGED)
    assert encoder.calls == []


def test_without_an_encoder_any_index_will_do(home: Path) -> None:
    index = tree(home / "index")
    assert build_mini(home, None) == BuildReport(1, False, 0, False, DOCUMENTS, "")
    assert tree(home / "index") == index


def test_progress_names_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BATCH", 3)
    steps: list[tuple[str, int, int]] = []
    build_mini(tmp_path, HashEncoder(), progress=lambda *step: steps.append(step))
    assert steps == [
        *(("read", 0, 1), ("read", 1, 1)),
        *(("encode", n, TEXTS) for n in (0, 3, 6, 9, 12, 15, 18, 19)),
        *(("index", 0, 1), ("index", 1, 1)),
        *(("map", 0, 1), ("map", 1, 1)),
    ]


BROKEN = {
    "bad syntax": ("gist: {en: A harsh", "gist: {en: [A harsh"),
    "unknown field": ("id: bitterness", "colour: red\n    id: bitterness"),
    "dangling id": ("broader: [tea]\n    maturity", "broader: [nowhere]\n    maturity"),
    "a circle": ("    facet: field", "    facet: field\n    broader: [steeping]"),
    "a second concept of the same id": ("id: bitterness", "id: steeping"),
}


@pytest.mark.parametrize(("old", "new"), BROKEN.values(), ids=BROKEN)
def test_broken_data_leave_the_last_good_build(home: Path, data: Path, old: str, new: str) -> None:
    before, index, good = rows(home), tree(home / "index"), answers(home, HashEncoder())
    change(data, old, new)
    with pytest.raises(DataError):
        build_mini(home, HashEncoder(), data)
    assert rows(home) == before
    assert tree(home / "index") == index
    assert answers(home, HashEncoder()) == good


def test_broken_data_make_no_first_build(tmp_path: Path, data: Path) -> None:
    change(data, "id: bitterness", "colour: red\n    id: bitterness")
    with pytest.raises(DataError):
        build_mini(tmp_path / "home", HashEncoder(), data)
    found = rows(tmp_path / "home")
    assert found == {name: [] for name in found} | {"meta": [("schema", "3")]}


class Failing(HashEncoder):
    """An encoder that cannot be loaded."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        raise EncoderError("The packaged model is missing.")


def test_a_missing_model_leaves_the_index(home: Path, data: Path) -> None:
    index, good = tree(home / "index"), answers(home, HashEncoder())
    with pytest.raises(EncoderError, match="missing"):
        build_mini(home, Failing("other"))
    assert tree(home / "index") == index
    assert answers(home, HashEncoder()) == good
    assert build_mini(home, Failing()).encoded == 0  # what is current needs no model


def test_a_locked_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_module, "_LOCK_SECONDS", 0.05)
    before = tree(home)
    with Home(home).locked(), pytest.raises(HomeError, match="Another process is changing"):
        build_mini(home, HashEncoder())
    assert tree(home) == before


def test_a_full_disk_in_the_cache_of_vectors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Long(HashEncoder):
        def encode(self, texts: Sequence[str]) -> Vectors:
            return np.tile(super().encode(texts), 125)

    original = database_module._pragmas

    def small(connection: object, record: object) -> None:
        original(connection, record)
        connection.execute("PRAGMA max_page_count = 70")  # type: ignore[attr-defined]

    with monkeypatch.context() as patch:
        patch.setattr(database_module, "_pragmas", small)
        with pytest.raises(HomeError, match="because the disk is full; free some space"):
            build_mini(tmp_path, Long())
    assert rows(tmp_path)["embeddings"] == []
    assert build_mini(tmp_path, Long()) == BuildReport(1, False, TEXTS, True, DOCUMENTS, PACKAGED)


def test_moving_the_data_changes_nothing(home: Path, tmp_path: Path, encoder: HashEncoder) -> None:
    moved = Path(shutil.copytree(MINI, tmp_path / "elsewhere" / "mini"))
    assert build_mini(home, encoder, moved).indexed is False
