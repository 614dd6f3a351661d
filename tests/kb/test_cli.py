"""The contract of the command line: keys, codes, home and language. Others script against it."""

from pathlib import Path

import pytest

from kb.model import Lang, RelationType
from kb.phrases import PHRASES, heading, sentence
from tests.conftest import Run
from tests.fakes import MINI, PACKAGED, TEXTS

HIT = {"kind", "id", "title", "score", "year", "authors", "labels", "why"}
SLOW, TEA = "arxiv:1001.00001", "url:https://example.org/tea"


@pytest.fixture
def kb(run: Run, mini_home: Path) -> Run:
    """Run a command on the built home."""
    return lambda *arguments: run("--home", mini_home, *arguments)


def test_build_says_what_it_did(run: Run, tmp_path: Path) -> None:
    first = run("--home", tmp_path / "h", "build", "--data", MINI, "--json")
    expected = {"revision": 1, "changed": True, "encoded": TEXTS, "indexed": True, "documents": 8, "encoder": PACKAGED}
    assert (first.code, first.json, first.err) == (0, expected, "")
    again = run("--home", tmp_path / "h", "build", "--data", MINI)
    assert again.code == 0
    assert again.out == f"Knowledge base already current: revision 1, 8 documents, 0 texts encoded ({PACKAGED}).\n"


def test_build_shows_progress_on_standard_error(run: Run, tmp_path: Path) -> None:
    outcome = run("--home", tmp_path / "h", "build", "--data", MINI)
    assert outcome.out.startswith(f"Knowledge base updated: revision 1, 8 documents, {TEXTS} texts encoded")
    assert all(step in outcome.err for step in ("Reading the data", "Encoding texts", "Writing the index"))


def test_search(kb: Run) -> None:
    found = kb("search", "SST", "--json").json
    assert {"query", "searched_as", "no_good_match", "took_ms", "results"} | {"confidence", "notice", "counts"} == set(
        found
    )
    assert (found["query"], found["searched_as"], found["no_good_match"]) == ("SST", ["steeping"], False)
    assert isinstance(found["took_ms"], float)
    assert all(set(hit) == HIT for hit in found["results"])
    assert all({*reason} == {"leg", "detail"} for hit in found["results"] for reason in hit["why"])
    first, second = found["results"][:2]
    assert (first["kind"], first["id"], first["title"], first["score"]) == ("concept", "steeping", "Slow steeping", 1.0)
    assert (first["labels"], first["year"], first["authors"]) == ({"en": "Slow steeping", "zh": "慢泡"}, None, [])
    assert (second["kind"], second["id"], second["year"], second["labels"]) == ("work", SLOW, 2010, None)
    assert second["authors"] == ["Kim Kettle", "Lena Leaf", "Institute of Tea"]


def test_search_options(kb: Run) -> None:
    def ids(*options: object) -> list[str]:
        return [hit["id"] for hit in kb("search", "slow steeping", *options, "--json").json["results"]]

    works = ids("--kind", "work")
    assert works[:2] == [SLOW, "arxiv:1502.00002"]
    assert ids("-k", 1) == ["steeping"]
    assert ids("--kind", "work", "--year-from", 2011) == ["arxiv:1502.00002"]
    assert SLOW in ids("--year-to", 2010)
    assert "arxiv:1502.00002" not in ids("--year-to", 2010)
    assert ids("--concept", "品鉴会") == ["arxiv:1502.00002"]
    assert ids("--concept", "slow steeping")[0] == "steeping"
    assert ids("--kind", "work", "--type", "article") == [SLOW]
    assert ids("--venue", "journal of invented tea") == [SLOW]
    assert set(ids("--facet", "approach")) == {"steeping", SLOW, "arxiv:1502.00002"}
    assert ids("--source", "curated") == ids()
    assert SLOW in ids()
    assert "steeping" in ids("--with-summary")
    semantic = kb("search", "slow steeping", "--mode", "semantic", "--json").json
    assert semantic["searched_as"] == []
    assert {reason["leg"] for hit in semantic["results"] for reason in hit["why"]} == {"semantic"}


def test_search_as_a_table(kb: Run) -> None:
    out = kb("search", "SST").out
    assert "Searched as: Slow steeping" in out
    assert "introduces Slow steeping" in out
    assert "No good match." in kb("search", "spaceship koala").out
    assert "Searched as: 慢泡" in kb("--lang", "zh", "search", "SST").out


def test_concept(kb: Run) -> None:
    record = kb("concept", "慢泡", "--json").json
    assert list(record) == [
        "id", "facet", "labels", "gist", "maturity", "definitions", "broader", "narrower", "relations", "works",
    ]  # fmt: skip
    assert record["id"] == "steeping"
    assert record["facet"] == "approach"
    assert record["labels"] == {
        "en": {"pref": "Slow steeping", "alt": ["SST", "pot-steeping"]},
        "zh": {"pref": "慢泡", "alt": ["慢速冲泡"]},
    }
    assert record["definitions"][0] == {
        "lang": "en",
        "text": "Slow steeping draws flavour out of leaves with warm water and patience.",
        "sources": [{"work": SLOW, "locator": "§2"}, {"work": TEA, "locator": "p. 3"}],
    }
    assert [d["lang"] for d in record["definitions"]] == ["en", "zh", "en", "zh"]
    assert (record["broader"], record["narrower"]) == (["tea"], [])
    assert record["relations"][0] == {
        "type": "addresses",
        "direction": "out",
        "target": "bitterness",
        "label": "addresses",
        "note": {"en": "Only for green leaves.", "zh": "仅对绿茶。"},
        "sources": [{"work": SLOW, "locator": "§4"}],
        "asserted_by": "curated",
    }
    directed = [(r["type"], r["direction"], r["target"], r["label"]) for r in record["relations"]]
    assert ("requires", "in", "ceremony", "unlocks") in directed
    assert record["works"] == [
        {
            "id": SLOW,
            "title": "Slow steeping with SST: a résumé",
            "year": 2010,
            "role": "introduces",
            "method": "curated",
            "confidence": 1.0,
        },
        {
            "id": "arxiv:1502.00002",
            "title": "Against slow steeping",
            "year": 2015,
            "role": "critiques",
            "method": "curated",
            "confidence": 1.0,
        },
    ]


def test_concept_in_chinese(kb: Run) -> None:
    labels = {r["label"] for r in kb("--lang", "zh", "concept", "SST", "--json").json["relations"]}
    assert heading(RelationType.REQUIRES, Lang.ZH, inverse=True) in labels
    assert heading(RelationType.ADDRESSES, Lang.ZH, inverse=False) in labels
    out = kb("--lang", "zh", "concept", "SST").out
    assert "慢泡用温水和耐心把茶叶的味道慢慢泡出来。" in out
    assert "Slow steeping draws" not in out


def test_concept_as_text(kb: Run) -> None:
    out = kb("concept", "SST").out
    for part in (
        "Slow steeping · 慢泡",
        "approach, steeping",
        "Also: SST, pot-steeping, 慢速冲泡",
        "Kettle et al. (2010) §2",
        "broader: Tea craft",
    ):
        assert part in out


def test_every_concept_and_work_can_be_shown(kb: Run) -> None:
    for ref in ("tea", "steeping", "bitterness", "cup", "ceremony"):
        assert kb("concept", ref).code == 0
    for ref in ("leaf2001tea", "kettle2010slow", "pot2015against"):
        assert ref in kb("work", ref).out


@pytest.mark.parametrize(
    "ref", [SLOW, "1001.00001", "https://arxiv.org/abs/1001.00001v2", "10.9999/tea.7", "kettle2010slow"]
)
def test_work(kb: Run, ref: str) -> None:
    record = kb("work", ref, "--json").json
    assert record["id"] == SLOW
    assert record["citekey"] == "kettle2010slow"
    assert record["authors"] == ["Kim Kettle", "Lena Leaf", "Institute of Tea"]
    assert record["identifiers"] == {"arxiv": "1001.00001", "doi": "10.9999/tea.7"}
    assert (record["year"], record["venue"], record["language"]) == (2010, "Journal of Invented Tea", "en")
    assert record["concepts"] == [
        {
            "id": "steeping",
            "label": "Slow steeping",
            "role": "introduces",
            "method": "curated",
            "confidence": 1.0,
            "evidence": "",
        }
    ]


def test_path(kb: Run) -> None:
    assert kb("path", "瓷杯", "bitter taste", "--json").json == {
        "from": "cup",
        "to": "bitterness",
        "found": True,
        "steps": [
            {
                "subject": "cup",
                "type": "part-of",
                "object": "ceremony",
                "sentence": "Porcelain cup is part of Tasting ceremony",
            },
            {
                "subject": "ceremony",
                "type": "evaluates",
                "object": "steeping",
                "sentence": "Tasting ceremony evaluates Slow steeping",
            },
            {
                "subject": "steeping",
                "type": "addresses",
                "object": "bitterness",
                "sentence": "Slow steeping addresses Bitterness",
            },
        ],
        "sentence": "Porcelain cup is part of Tasting ceremony; Tasting ceremony evaluates Slow steeping; "
        "Slow steeping addresses Bitterness",
    }
    in_chinese = sentence(PHRASES[RelationType.ADDRESSES], Lang.ZH, "慢泡", "苦涩")
    assert kb("--lang", "zh", "path", "SST", "苦涩").out.startswith(f"{in_chinese}\n")
    assert kb("path", "tea", "tea", "--json").json == {
        "from": "tea",
        "to": "tea",
        "found": True,
        "steps": [],
        "sentence": "",
    }


def test_stats(kb: Run) -> None:
    assert kb("stats", "--json").json == {
        "concepts": 6,
        "works": 3,
        "relations": 6,
        "links": 4,
        "ingested": 0,
        "found": 0,
        "definitions": {"en": 7, "zh": 7},
        "failures": 0,
        "index": {"documents": 8, "encoder": PACKAGED, "revision": 1},
    }
    assert "en 7, zh 7" in kb("stats").out


def test_check(run: Run, data: Path) -> None:
    clean = run("check", "--data", data, "--json")
    assert (clean.code, clean.json["problems"]) == (0, [])
    assert {"dangling_id", "cycle", "missing_language", "missing_source", "duplicate_label", "bad_work"} <= set(
        clean.json["checks"]
    )
    assert run("check", "--data", data).out.endswith("\nNo problems.\n")
    path = data / "concepts" / "tea.yaml"
    path.write_text(path.read_text().replace("zh: 苦涩}", "zh: ''}"))
    dirty = run("check", "--data", data, "--json")
    assert dirty.code == 1
    assert dirty.json["problems"] == [
        {"check": "missing_language", "subject": "bitterness", "message": "pref_label.zh is missing"}
    ]
    table = run("check", "--data", data)
    assert table.code == 1
    assert "pref_label.zh is missing" in table.out


def test_the_shipped_data_are_the_default(run: Run) -> None:
    assert run("check").code == 0


# --- home ---


def test_home_by_option_environment_and_default(
    run: Run, tmp_path: Path, mini_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_HOME", str(mini_home))
    assert run("stats", "--json").json["concepts"] == 6
    missing = run("--home", tmp_path / "none", "stats")
    assert (missing.code, missing.err) == (
        1,
        f"There is no knowledge base in {tmp_path}/none yet. Run: python -m kb --home {tmp_path}/none build\n",
    )
    monkeypatch.delenv("KB_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert f"{tmp_path}/xdg/alignment-atlas" in run("stats").err
    assert run("--home", mini_home, "stats").code == 0
