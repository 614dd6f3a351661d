"""Every record round-trips; one fixture uses every field."""

import dataclasses

import msgspec
import pytest

from kb.documents import Kind
from kb.model import (
    AssertedBy,
    Batch,
    Concept,
    Debate,
    Definition,
    Event,
    Facet,
    Failure,
    Family,
    Item,
    Lang,
    LearningPath,
    Level,
    Link,
    Maturity,
    Method,
    Milestone,
    Person,
    Relation,
    RelationType,
    Role,
    Scheme,
    Source,
    Stage,
    Step,
    Terms,
    Text,
    Work,
)
from kb.results import Confidence, Hit, Mode, Reason, Request, Results
from kb.values import InvalidValueError, Value, convert, from_json, to_json, to_plain

SOURCE = Source("doi:10.9999/w", "§1")
TEXT = Text("one", "一")
EVERY = (
    Family("f", TEXT, TEXT, ("root", "top"), 3),
    Concept(
        id="c",
        family="f",
        facet=Facet.FAILURE_MODE,
        pref_label=TEXT,
        gist=TEXT,
        alt_label=Terms(("a", "b"), ("甲",)),
        hidden_label=Terms(("h",), ("乙",)),
        scope_note=TEXT,
        broader=("root", "top"),
        definitions=(Definition(Lang.EN, "Words.", (SOURCE,)), Definition(Lang.ZH, "话。", (SOURCE,))),
        maturity=Maturity(Stage.CONCEPTUAL, (SOURCE,)),
        core=True,
        disagreement=TEXT,
        timeline=(Milestone(Event.COINED, "w"), Milestone(Event.CRITICISED, "v")),
        debates=(Debate(TEXT, ("w",), TEXT, ("v", "w")),),
        replaced_by="heir",
        asked=Terms(("how",), ("怎样",)),
    ),
    Relation("c", RelationType.LEADS_TO, "root", (SOURCE,), AssertedBy.EXTRACTED, TEXT),
    Work(
        id="arxiv:1502.00002",
        citekey="pot2015against",
        title="Against “tea” \\ \x7f 👍",
        authors=(Person("Pot", "Pia"), Person("Institute")),
        year=2015,
        entry_type="article",
        venue="Journal",
        language="zh",
        abstract="Short.",
        summary=TEXT,
        level=Level.START_HERE,
        survey=True,
        identifiers={"arxiv": "1502.00002"},
        details={"volume": "7"},
        references=("doi:10.9999/tea.7",),
    ),
    Link("w", "c", Role.CRITIQUES, Method.SEMANTIC, 0.25, "evidence"),
    LearningPath("p", TEXT, TEXT, (Step("c", TEXT, ("w", "v")), Step("d", TEXT))),
    Step("c", TEXT, ("w",)),
    Debate(TEXT, ("w",), TEXT, ("v",)),
    Scheme("s", TEXT, (Item("1", TEXT),), "w", "https://example.org"),
    Item("1", TEXT, ("a",), ("b",), ("c",), ("d",), ("e", "f")),
    Results(
        "q",
        ("c",),
        False,
        1.5,
        (Hit(Kind.WORK, "w", "T", 0.5, 2015, ("P",), {"en": "E"}, (Reason("l", "d"),)),),
        Confidence(True, 0.5, 0.6, 0.25, ("w",), 0.75),
        "n",
        {"venue": {"V": 2}},
    ),
    Request(
        "q", 3, Kind.WORK, Mode.SEMANTIC, 2001, 2010, "c", Facet.RISK, "book", "V", "a.bib", True, Lang.ZH, rerank=False
    ),
)


@pytest.mark.parametrize("value", EVERY, ids=lambda v: type(v).__name__)
def test_round_trip(value: Value) -> None:
    assert from_json(to_json(value), type(value)) == value
    assert convert(to_plain(value), type(value)) == value


@pytest.mark.parametrize("value", EVERY, ids=lambda v: type(v).__name__)
def test_fixture_uses_every_field(value: Value) -> None:
    for field in msgspec.structs.fields(type(value)):
        default = field.default
        assert default is msgspec.NODEFAULT or getattr(value, field.name) != default, field.name


def test_batch_round_trips() -> None:
    batch = Batch((SOURCE,), (Failure("f.bib", 3, "@x", "bad"),))
    assert from_json(to_json(batch), Batch[Source]) == batch


def test_json_omits_defaults_and_keeps_order() -> None:
    assert to_json(Link("w", "c", Role.DEFINES)) == b'{"work":"w","concept":"c","role":"defines"}'


def test_plain_has_every_field() -> None:
    assert to_plain(Link("w", "c", Role.DEFINES)) == {
        "work": "w",
        "concept": "c",
        "role": "defines",
        "method": "curated",
        "confidence": 1.0,
        "evidence": "",
    }
    assert to_plain([Person("Pot")]) == [{"family": "Pot", "given": ""}]
    assert to_plain({Lang.EN: (Text("a"), None)}) == {"en": [{"en": "a", "zh": ""}, None]}


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        ({"en": "x", "fr": "y"}, "unknown field `fr`"),
        ({"en": 1}, "$.en"),
        ([], "Expected `object`"),
    ],
)
def test_unfit_values_are_refused(raw: object, where: str) -> None:
    with pytest.raises(InvalidValueError, match=where.replace("$", r"\$")):
        convert(raw, Text)


def test_values_are_frozen() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        SOURCE.work = "other"  # type: ignore[misc]
    assert not dataclasses.is_dataclass(SOURCE)


def test_failure_sentence() -> None:
    assert Failure("f.bib", 3, "", "bad").sentence() == "f.bib:3: bad"
    assert Failure("f.bib", 0, "", "bad").sentence() == "f.bib: bad"
