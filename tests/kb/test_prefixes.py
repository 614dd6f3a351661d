"""Words in front of queries and documents, for models that want them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from kb.atlas import Atlas
from kb.encoder import PackagedEncoder, SentenceEncoder, Vectors
from kb.home import Home
from kb.prefixes import Prefixes, document_prefix, prefixes
from kb.results import Mode, Request
from tests.fakes import HashEncoder
from tests.kb import tiny

E5 = Prefixes("query: ", "passage: ")
PROMPTS = {"query": "query: ", "passage": "passage: "}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("intfloat/e5-small-v2", E5),
        ("/models/Multilingual-E5-large", E5),
        ("intfloat/multilingual-e5-large-instruct", Prefixes("", "")),  # wants a task in words
        ("nomic-ai/nomic-embed-text-v1.5", Prefixes("search_query: ", "search_document: ")),
        ("BAAI/bge-base-en-v1.5", Prefixes("Represent this sentence for searching relevant passages: ", "")),
        ("BAAI/bge-small-zh-v1.5", Prefixes("为这个句子生成表示以用于检索相关文章：", "")),
        ("BAAI/bge-m3", Prefixes("", "")),
        ("all-MiniLM-L6-v2", Prefixes("", "")),
    ],
)
def test_what_is_known_of_names(name: str, expected: Prefixes) -> None:
    assert prefixes(name, {}) == prefixes(name, {"query": "", "document": None}) == expected
    assert document_prefix(name) == expected.document


def test_own_prompts_come_first() -> None:
    assert prefixes("e5-small", {"query": "Q: ", "document": ""}) == Prefixes("Q: ", "")
    assert prefixes("mine", {"document": "", "passage": "P: "}) == Prefixes("", "P: ")  # sentence-transformers: “”


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"prompts": {"document": "D: ", "passage": "P: "}}, "D: "),
        ({"prompts": {"query": "Q: "}}, ""),
        ({"prompts": {}}, "passage: "),
        ({"prompts": {"document": 7}}, "passage: "),
        ({"prompts": ["D: "]}, "passage: "),
        ({}, "passage: "),
        ([], "passage: "),
        (None, "passage: "),
    ],
)
def test_a_folder_says_it_before_it_is_loaded(tmp_path: Path, config: object, expected: str) -> None:
    folder = tmp_path / "e5-small"
    folder.mkdir()
    assert document_prefix(str(folder)) == "passage: "
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config) if config is not None else "{")
    assert document_prefix(str(folder)) == expected


def test_the_name_of_cached_vectors_tells_the_words_in_front_of_them(tmp_path: Path) -> None:
    def named(document: str) -> str:
        prompts = {"prompts": {"query": "Q: ", "document": document}}
        (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(prompts))
        return SentenceEncoder(str(tmp_path)).id

    assert SentenceEncoder(str(tmp_path)).id == named("") == str(tmp_path)
    assert named("D: ") == f"{tmp_path}+prefix-6cf97abb1510"
    assert len({named("D: "), named("E: "), named("")}) == 3
    assert SentenceEncoder("BAAI/bge-base-en-v1.5").id == "BAAI/bge-base-en-v1.5"  # documents stand bare
    assert SentenceEncoder().id == "all-MiniLM-L6-v2"


class Asked(HashEncoder):
    """An encoder that remembers queries apart."""

    def __init__(self) -> None:
        super().__init__()
        self.queries: list[str] = []

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        self.queries += texts
        return super().encode(texts)


def test_a_search_encodes_its_query_as_one(mini_home: Path) -> None:
    encoder = Asked()
    atlas = Atlas(Home(mini_home), encoder)
    atlas.search(Request("taste of tea", mode=Mode.SEMANTIC))
    atlas.catalogue.close()
    assert encoder.queries == encoder.texts == ["taste of tea"]


@pytest.mark.model
def test_the_packaged_model_tells_no_queries_apart() -> None:
    encoder = PackagedEncoder()
    assert np.array_equal(encoder.encode_query(["slow tea", "对齐"]), encoder.encode(["slow tea", "对齐"]))


@pytest.mark.model
@pytest.mark.parametrize("own", [True, False])
def test_a_real_model_is_given_the_words_that_it_wants(tmp_path: Path, own: bool) -> None:
    bare = SentenceEncoder(str(tiny.sentence_model(tmp_path / "bare")))
    folder = tiny.sentence_model(tmp_path / "with", PROMPTS if own else {})
    if not own:
        folder = folder.rename(tmp_path / "e5-small")
    encoder = SentenceEncoder(str(folder))
    texts = ["slow tea", "a cup of water", ""]
    assert encoder.id == f"{folder}+prefix-707ad539ebca"
    assert bare.id == str(tmp_path / "bare" / "model")
    documents, queries = encoder.encode(texts), encoder.encode_query(texts)
    assert np.allclose(documents, bare.encode([f"passage: {text}" for text in texts]), atol=1e-6)
    assert np.allclose(queries, bare.encode([f"query: {text}" for text in texts]), atol=1e-6)
    assert np.allclose(bare.encode_query(texts), bare.encode(texts), atol=1e-6)
    assert np.abs(documents - queries).max() > 0.01
    assert np.allclose(np.linalg.norm(documents, axis=1), 1, atol=1e-5)
    assert (documents.dtype, documents.shape) == (np.float32, (3, 16))
