"""The packaged model in numpy: equal to sentence-transformers, text by text, and without torch."""

import math
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from kb import bert
from kb.atlas import Atlas
from kb.bert import Bert
from kb.encoder import PackagedEncoder, SentenceEncoder
from kb.home import Home
from kb.student import Student, blend
from tests.fakes import CHINESE_TEXTS, PACKAGED, ROOT, build_mini, rows
from tests.fakes import TEXTS as ENCODED

_RANDOM = random.Random(5)  # a fixed seed: the same texts in every run
_WORDS = (ROOT / "docs" / "design.md").read_text(encoding="utf-8").split()
_LENGTHS = (1, 3, 9, 40, 120, 180)
TEXTS = [
    "",
    "   ",
    "tea",
    "how can humans supervise systems smarter than they are",
    "tea " * 400,  # more tokens than are read
    "tea " * 253,  # 255 tokens with the two at the ends; then 256, then 257
    "tea " * 254,
    "tea " * 255,
    "antidisestablishmentarianism" * 60,
    "人类反馈强化学习",
    "奖励黑客 reward hacking：模型钻了空子。",
    "🍵🙂 ok 👩‍🔬",
    "Café naïve Ångström straße ﬁnal №5 e\u0301",
    "a\u200bb\u0000c\u00ad\ufffd",
    "[CLS] [SEP] [MASK] [PAD] [UNK] ##ing",
    "$x^2 + \\alpha$ <b>bold</b> https://example.org/?q=1",
    *(" ".join(_RANDOM.choices(_WORDS, k=length)) for length in _LENGTHS),
]


@pytest.fixture(scope="module")
def own() -> PackagedEncoder:
    return PackagedEncoder()


@pytest.fixture(scope="module")
def model(own: PackagedEncoder) -> Bert:
    own.encode(["tea"])
    assert isinstance(own._model, Bert)  # not the fallback
    return own._model


@pytest.fixture(scope="module")
def reference() -> np.ndarray:
    return SentenceEncoder().encode(TEXTS)


@pytest.mark.model
def test_vectors_are_those_of_the_reference(model: Bert, reference: np.ndarray) -> None:
    found = model.encode(TEXTS)
    assert (found.shape, found.dtype) == ((len(TEXTS), 384), np.float32)
    assert np.abs(found - reference).max() < 1e-6  # 1e-4 is what vectors that are kept allow
    assert np.abs((found * reference).sum(axis=1) - 1).max() < 1e-6


@pytest.mark.model
@pytest.mark.parametrize("place", range(len(TEXTS)))
def test_a_text_alone_has_the_same_vector(model: Bert, reference: np.ndarray, place: int) -> None:
    assert np.abs(model.encode([TEXTS[place]])[0] - reference[place]).max() < 1e-6


@pytest.mark.model
def test_each_script_has_its_reader(own: PackagedEncoder, model: Bert) -> None:
    student = Student()
    english = ["tea", "", "🍵🙂 ok 👩‍🔬", "чай is tea", "[UNK] 7"]
    chinese = ["人类反馈强化学习", "第 3 章", "什么是奖励黑客？！🙂"]
    mixed = ["奖励黑客 reward hacking：模型钻了空子。", "RLHF的局限"]
    found = own.encode([mixed[0], *english, *chinese, mixed[1]])
    assert found.dtype == np.float32
    assert np.abs(found[1:6] - model.encode(english)).max() < 1e-6
    assert np.array_equal(found[6:9], student.encode(chinese))
    for text, part, vector in ((mixed[0], "reward hacking", found[0]), (mixed[1], "RLHF", found[9])):
        (zh,), (en,) = student.encode([text]), model.encode([part])
        assert np.abs(vector - blend(zh, en, text)).max() < 1e-6
        assert min(np.abs(vector - zh).max(), np.abs(vector - en).max()) > 0.01
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


@pytest.mark.model
def test_a_query_in_either_language_is_near_the_same_text(own: PackagedEncoder) -> None:
    texts = own.encode(["The model exploits a flaw in its reward.", "Interpretability of neural networks"])
    queries = own.encode(["奖励黑客", "神经网络的可解释性", "reward hacking", "reward hacking 是什么"])
    assert (queries @ texts.T).argmax(axis=1).tolist() == [0, 1, 0, 0]


@pytest.mark.model
def test_only_256_tokens_are_read(own: PackagedEncoder) -> None:
    long, short, shorter = own.encode(["tea " * 300, "tea " * 254, "tea " * 200])
    assert np.abs(long - short).max() < 1e-6
    assert np.abs(long - shorter).max() > 1e-4


@pytest.mark.model
def test_no_text_is_no_vector(own: PackagedEncoder) -> None:
    assert own.encode([]).shape == (0, 384)


@pytest.mark.model
def test_threads_share_it(own: PackagedEncoder, reference: np.ndarray) -> None:
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: own.encode(TEXTS[:4]), range(8)):
            assert np.abs(found - reference[:4]).max() < 1e-6


@pytest.mark.model
def test_a_search_by_sense_and_a_build_load_no_torch(tmp_path: Path) -> None:
    home = tmp_path / "home"
    watch = (
        "import sys\n"
        "from kb.cli.app import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "finally:\n    print(sorted({'torch', 'transformers', 'sentence_transformers', 'scipy', 'sklearn'}"
        " & set(sys.modules)), 'kb.bert' in sys.modules, file=sys.stderr)"
    )
    mini = ROOT / "tests" / "data" / "mini"
    for arguments in (("build", "--data", mini), ("search", "a delicate china mug", "--json")):
        command = [sys.executable, "-c", watch, "--home", home, *arguments]
        process = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        assert process.returncode == 0, process.stderr
        assert process.stderr.splitlines()[-1] == "[] True"
    assert '"leg":"semantic"' in process.stdout


@pytest.mark.model
def test_a_home_of_the_reference_has_the_same_vectors_of_english(tmp_path: Path, own: PackagedEncoder) -> None:
    home = tmp_path / "home"
    assert build_mini(home, SentenceEncoder()).encoded == ENCODED
    assert build_mini(home, own).encoded == ENCODED + CHINESE_TEXTS
    held: dict[object, dict[object, np.ndarray]] = {"all-MiniLM-L6-v2": {}, PACKAGED: {}}
    for encoder, name, vector in rows(home)["embeddings"]:
        held[encoder][name] = np.frombuffer(vector, dtype="<f4")  # type: ignore[call-overload]
    theirs, ours = held.values()
    assert (len(theirs), len(ours), theirs.keys() - ours.keys()) == (ENCODED, ENCODED + CHINESE_TEXTS, set())
    assert max(np.abs(ours[name] - vector).max() for name, vector in theirs.items()) < 1e-6
    assert build_mini(home, own).encoded == 0
    atlas = Atlas(Home(home), own)
    assert atlas.index.vectors is not None
    assert len(atlas.index.vectors) == 8
    atlas.catalogue.close()


def test_gelu_is_that_of_the_error_function() -> None:
    x = np.linspace(-12, 12, 20_001, dtype=np.float32).reshape(-1, 3)
    expected = [[v * 0.5 * (1 + math.erf(v / 2**0.5)) for v in row] for row in x.tolist()]
    assert np.abs(bert._gelu(x.copy()) - expected).max() < 1e-6


def test_attention_is_the_weighted_mean_of_values() -> None:
    # Two tokens, width 4: queries 2·e0 and 0; keys e0 and 0. Scores by √4: 1 and 0, then 0 and 0.
    query, key = np.zeros((2, 4)), np.zeros((2, 4))
    query[0, 0], key[0, 0] = 2, 1
    value = np.array([[1, 0, 2, 0], [0, 1, 0, 4]])
    found = bert._attention(np.stack([query, key, value], axis=1)[:, :, None].astype(np.float32))
    first = math.e / (math.e + 1)
    assert found == pytest.approx(
        np.array([[first, 1 - first, 2 * first, 4 * (1 - first)], [0.5, 0.5, 1, 2]]), abs=1e-6
    )


def test_rows_are_normalised_then_scaled_and_shifted() -> None:
    norm = bert._Norm(np.array([1, 2], np.float32), np.array([0, 10], np.float32))
    assert norm(np.array([[1, 3], [8, 2]], np.float32)) == pytest.approx(np.array([[-1, 12], [1, 8]]), abs=1e-5)


@pytest.mark.parametrize(
    ("lengths", "most", "portions"),
    [
        ([], 64, []),
        ([5000], 1024, [[5000]]),
        ([1000, 24, 1], 1024, [[1000, 24], [1]]),
        ([1, 1024, 1], 1024, [[1], [1024], [1]]),
        ([100, 60, 200], 180, [[100, 60], [200]]),
        ([30, 30, 30], 64, [[30, 30], [30]]),
        ([900, 900, 900, 900], 1024, [[900], [900], [900], [900]]),
    ],
)
def test_portions_hold_every_text_in_order(lengths: list[int], most: int, portions: list[list[int]]) -> None:
    found = bert._portions([[0] * length for length in lengths], most)
    assert [[len(ids) for ids in part] for part in found] == portions


def test_rows_and_heads_are_shared_out_and_put_together_in_order() -> None:
    rows = np.arange(10, dtype=np.float32).reshape(5, 2)
    heads = np.arange(60, dtype=np.float32).reshape(5, 3, 2, 2)
    parts: list[tuple[int, ...]] = []

    def taken(part: np.ndarray) -> np.ndarray:
        parts.append(part.shape)
        return part[:, 1].reshape(len(part), -1)

    with ThreadPoolExecutor(2) as pool:
        assert bert._Share(pool, 2)(np.add, rows, rows).tolist() == (rows + rows).tolist()
        assert bert._Share(pool, 2)(taken, heads, axis=2, joined=1).tolist() == heads[:, 1].reshape(5, 4).tolist()
        assert sorted(parts) == [(5, 3, 1, 2), (5, 3, 1, 2)]
        assert bert._Share(pool, 1)(taken, heads, axis=2, joined=1).tolist() == heads[:, 1].reshape(5, 4).tolist()
        assert parts[2:] == [(5, 3, 2, 2)]


@pytest.mark.model
@pytest.mark.parametrize("cores", [1, 2, 3, 16, 512])
def test_a_long_text_has_the_same_vector_on_any_number_of_cores(
    cores: int, own: PackagedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["a reward model that is a proxy of what people want " * 20, "a short one", ""]
    expected = own.encode(texts[:1])[0]
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert np.abs(own.encode(texts)[0] - expected).max() < 1e-6
