import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.labels import Labels, Mention
from kb.model import Terms, Text
from tests.fakes import a_concept

LABELS = Labels(
    [
        a_concept(
            "rm",
            pref_label=Text("Reward modeling", "奖励建模"),
            alt_label=Terms(en=("RM",), zh=("奖励模型",)),
        ),
        a_concept(
            "rrm",
            pref_label=Text("Recursive reward modeling", "递归奖励建模"),
            alt_label=Terms(en=("RRM",)),
            hidden_label=Terms(en=("RRW",)),
        ),
        a_concept("mesa", pref_label=Text("Mesa-optimiser", "内优化器"), alt_label=Terms(zh=("mesa优化器",))),
        a_concept("ai", pref_label=Text("AI", "人工智能")),
        a_concept("heard", pref_label=Text("Heard", "人公智能")),
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Reward modeling", ("rm",)),
        ("REWARD-MODELING", ("rm",)),
        ("reward  modeling!", ("rm",)),
        ("奖励建模", ("rm",)),
        ("奖励 建模", ("rm",)),
        ("奖励模型", ("rm",)),
        ("rrm", ("rrm",)),
        ("RRW", ("rrm",)),
        ("mesa optimiser", ("mesa",)),
        ("Mesa 优化器", ("mesa",)),
        ("reward", ()),
        ("", ()),
        ("?!", ()),
    ],
)
def test_find(text: str, expected: tuple[str, ...]) -> None:
    assert LABELS.find(text) == expected


def test_one_label_of_two_concepts_names_both() -> None:
    shared = Terms(en=("SAFE",))
    assert Labels([a_concept("a", alt_label=shared), a_concept("b", alt_label=shared)]).find("safe") == ("a", "b")


def test_labels_of_a_retired_concept_name_its_heir() -> None:
    labels = Labels(
        [
            a_concept("old", alt_label=Terms(en=("Both",)), replaced_by="new"),
            a_concept("new", alt_label=Terms(en=("both",))),
        ]
    )
    assert labels.find("Label old") == ("new",)
    assert labels.find("both") == ("new",)


def test_mentions_prefer_the_longest_and_do_not_overlap() -> None:
    assert LABELS.mentions("recursive reward modeling versus RM") == [
        Mention(("rrm",), "recursive reward modeling", 3 / 5),
        Mention(("rm",), "rm", 1 / 5),
    ]


def test_mentions_of_the_whole_text() -> None:
    assert LABELS.mentions("Recursive Reward Modeling?") == [Mention(("rrm",), "recursive reward modeling", 1.0)]
    assert LABELS.mentions("") == []
    assert LABELS.mentions("tea") == []


def test_mentions_in_chinese_need_no_spaces() -> None:
    assert LABELS.mentions("递归奖励建模与奖励模型") == [
        Mention(("rrm",), "递归奖励建模", 6 / 11),
        Mention(("rm",), "奖励模型", 4 / 11),
    ]


def test_latin_labels_in_chinese_text_end_at_word_ends() -> None:
    assert LABELS.mentions("RRM是什么") == [Mention(("rrm",), "rrm", 3 / 6)]
    assert LABELS.mentions("用AI来泡茶") == [Mention(("ai",), "ai", 2 / 6)]
    assert LABELS.mentions("用PAIR来泡茶") == []


def test_near_shows_labels_but_no_hidden_ones() -> None:
    assert LABELS.near("reward modelling")[0] == "Reward modeling"
    assert LABELS.near("recursve reward modeling")[0] == "Recursive reward modeling"
    assert LABELS.near("RRWW") == ()  # close to the hidden RRW only
    assert LABELS.near("zzzzqqqq") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mesa-optimizer", [Mention(("mesa",), "mesa optimiser", 1.0)]),  # one letter of 14: 1 − 2/28 = 92.9
        ("reward modelling", [Mention(("rm",), "reward modeling", 1.0)]),
        ("rmm", []),  # too short to be corrected
        ("x" * 61, []),
        ("rewarding moles", []),
        ("奖厉建模", [Mention(("rm",), "奖励建模", 1.0)]),  # jiang li jian mo
        ("讲里间摸", [Mention(("rm",), "奖励建模", 1.0)]),
        ("奖励建筑", []),
        ("厉建", []),  # too short
        ("奖厉建模的缺点和它的由来是什么", []),  # more than a label
        ("人攻智能", []),  # two labels sound so
    ],
)
def test_corrected(text: str, expected: list[Mention]) -> None:
    assert LABELS.corrected(text) == expected


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    for mention in LABELS.mentions(text):
        assert LABELS.find(mention.label) == mention.concepts
        assert 0 < mention.share <= 1
    LABELS.near(text)
    LABELS.corrected(text)
