import pytest

from kb.model import Taxonomy, Terms, Text
from kb.named import Names, Part
from tests.fakes import a_concept

CONCEPTS = (
    a_concept("rm", pref_label=Text("Reward model", "奖励模型"), alt_label=Terms(en=("RM",))),
    a_concept("rrm", pref_label=Text("Recursive reward modeling", "递归奖励建模"), alt_label=Terms(en=("RRM",))),
    a_concept("judge", pref_label=Text("Judge", "裁判"), alt_label=Terms(en=("human judges",))),
    a_concept("bias", pref_label=Text("Bias", "偏见")),
    a_concept("rice", pref_label=Text("Four principles", "四原则"), alt_label=Terms(en=("RICE",))),
    a_concept("mesa", pref_label=Text("Mesa-optimizer", "Mesa优化器")),
    a_concept("one", pref_label=Text("One gap", "第一种差距"), alt_label=Terms(en=("the gap",))),
    a_concept("two", pref_label=Text("Two gap", "第二种差距"), alt_label=Terms(en=("the gap",))),
)
NAMES = Names(Taxonomy((), CONCEPTS, ()))


def marked(text: str, own: str = "", near: frozenset[str] = frozenset()) -> str:
    parts = NAMES.parts(text, own, near)
    return "".join(f"<{part.concept}:{part.text}>" if part.concept else part.text for part in parts)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A reward  model and Reward-Models.", "A <rm:reward model> and <rm:Reward-Models>."),
        ("The RM, two RRMs, an rm.", "The <rm:RM>, two <rrm:RRMs>, an rm."),
        ("Rice is no RICE", "Rice is no <rice:RICE>"),
        ("A café's “reward model”", "A café's “<rm:reward model>”"),
        ("for a reward. Model it", "for a reward. Model it"),
        ("unrewarded modeling", "unrewarded modeling"),
        ("递归奖励建模用奖励模型", "<rrm:递归奖励建模>用<rm:奖励模型>"),
        ("獎勵模型和 mesa 优化器", "<rm:獎勵模型>和 <mesa:mesa 优化器>"),
        ("用reward model打分", "用<rm:reward model>打分"),
        ("", ""),
    ],
)
def test_labels_are_found_where_they_stand(text: str, shown: str) -> None:
    assert marked(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a reward models which is right", "a reward models which is right"),
        ("each reward models it", "each reward models it"),
        ("and a human judges which is right", "and a human judges which is right"),
        ("two human judges which", "two <judge:human judges> which"),
        ("the reward models a policy earns", "the <rm:reward models> a policy earns"),
        ("the reward models which are right", "the <rm:reward models> which are right"),
        ("for reward models the score", "for <rm:reward models> the score"),
        ("a reward models benchmark", "a <rm:reward models> benchmark"),
        ("a reward model which is right", "a <rm:reward model> which is right"),
    ],
)
def test_a_verb_is_no_plural(text: str, shown: str) -> None:
    assert marked(text) == shown


def test_what_a_text_is_about_is_not_marked() -> None:
    assert marked("A reward model is no mesa-optimizer", own="rm") == "A reward model is no <mesa:mesa-optimizer>"


def test_an_everyday_word_names_only_a_neighbour() -> None:
    assert marked("its bias, 有偏见") == "its bias, 有偏见"
    assert marked("its bias", near=frozenset({"bias"})) == "its <bias:bias>"
    assert marked("a bias that favours", near=frozenset({"bias"})) == "a <bias:bias> that favours"  # no plural
    assert marked("有偏见", near=frozenset({"bias"})) == "有<bias:偏见>"


def test_a_label_of_several_concepts_names_only_the_neighbour() -> None:
    assert marked("mind the gap") == "mind the gap"
    assert marked("mind the gap", near=frozenset({"two", "rm"})) == "mind <two:the gap>"
    assert marked("mind the gap", near=frozenset({"one", "two"})) == "mind the gap"


@pytest.mark.parametrize("text", ["</script><img onerror=RM>", "$x$ **b** \u202ereward\x00 model", "a" * 5000 + " RM"])
def test_no_letter_is_lost_or_added(text: str) -> None:
    parts = NAMES.parts(text)
    assert "".join(part.text for part in parts) == text.replace("\u202e", "").replace("\x00", "")
    assert [part.concept for part in parts if part.concept] == ["rm"]


def test_parts_are_values() -> None:
    assert NAMES.parts("an RM", "mesa") == (Part("an "), Part("RM", "rm"))
