"""The concept page over the invented data."""

from __future__ import annotations

import pytest

from kb.concept_view import ConceptView
from kb.model import Debate, Text
from kb.similar import Similar
from tests.fakes import a_concept, a_work
from tests.ui.conftest import Open
from tests.ui.prose import captions, linked, picture, prose, words
from tests.ui.reading import links, walked
from ui import details

EXPECTED = {
    "en": {
        "title": "Slow steeping 慢泡",
        "heads": [
            *("Definitions", "Learn first", "Unlocks", "Neighbourhood", "Relations"),
            *("Timeline", "Debates", "Learning paths", "In the schemes of others", "Papers"),
        ],
        "trail": "Tea craft › Slow steeping",
        "facts": "approach · core concept · Research so far is empirical, according to Kettle et al. (2010)",
        "gist": "Leaves rest in warm water for a long time.",
        "quiet": ["Also called: SST · pot-steeping · 慢速冲泡", "Scope: Not the cold kind."],
        "languages": ["English", "Chinese", "English", "Chinese"],
        "sources": "Kettle et al. (2010), §2 · Leaf & O'Pot (2001), p. 3",
        "first": "1. Tea craft",
        "unlocks": "Tasting ceremony",
        "relations": [
            "addresses",
            "Slow steeping addresses Bitterness\nOnly for green leaves.\nKettle et al. (2010), §4",
            "learn first",
            "Slow steeping is understood after Tea craft\nLeaf & O'Pot (2001)",
            "is evaluated by",
            "Tasting ceremony evaluates Slow steeping\nPot (2015)",
        ],
        "roles": ["introduces", "criticises"],
        "unknown": "No concept has the id or label “slow steepin”.",
        "none": "This page shows one concept. Search for it or pick it from the tree.",
    },
    "zh": {
        "title": "慢泡 Slow steeping",
        "heads": [
            *("定义", "先学什么", "之后可学", "概念邻域", "关系"),
            *("发展脉络", "争论", "学习路径", "在其他分类体系中", "文献"),
        ],
        "trail": "茶艺 › 慢泡",
        "facts": "方法 · 核心概念 · 研究现状：已有实证研究，依据 Kettle et al. (2010)",
        "gist": "茶叶在温水中长时间浸泡。",
        "quiet": ["又称：慢速冲泡 · SST · pot-steeping", "适用范围：不含冷泡。"],
        "languages": ["中文", "英文", "中文", "英文"],
        "sources": "Kettle et al. (2010), §2 · Leaf & O'Pot (2001), p. 3",
        "first": "1. 茶艺",
        "unlocks": "品鉴会",
        "relations": [
            "针对",
            "慢泡针对苦涩\n仅对绿茶。\nKettle et al. (2010), §4",
            "先学",
            "理解慢泡须先了解茶艺\nLeaf & O'Pot (2001)",
            "评测方法",
            "品鉴会用于评测慢泡\nPot (2015)",
        ],
        "roles": ["提出", "批评"],
        "unknown": "没有编号或名称为“slow steepin”的概念。",
        "none": "本页展示单个概念。请先搜索，或从概念树中选择。",
    },
}
DEFINITIONS = [
    {
        "en": "Slow steeping draws flavour out of leaves with warm water and patience.",
        "zh": "慢泡用温水和耐心把茶叶的味道慢慢泡出来。",
    },
    {
        "en": "Others call any brew of more than ten minutes slow steeping.",
        "zh": "也有人把超过十分钟的冲泡都称为慢泡。",
    },
]
both = pytest.mark.parametrize("lang", ["en", "zh"])


def consecutive(part: list[str], whole: list[str]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole)))


@both
def test_head(open_page: Open, lang: str) -> None:
    test, expected = open_page("concept", lang, id="steeping"), EXPECTED[lang]
    assert [words(title.value) for title in test.main.title] == [expected["title"]]
    assert [words(head.value) for head in test.main.header] == expected["heads"]
    assert prose(test)[:3] == [expected["trail"], expected["facts"], expected["gist"]]
    assert captions(test)[:2] == expected["quiet"]


@both
def test_definitions_side_by_side(open_page: Open, lang: str) -> None:
    test, expected = open_page("concept", lang, id="steeping"), EXPECTED[lang]
    other = "zh" if lang == "en" else "en"
    first, second = ([definition[lang], definition[other]] for definition in DEFINITIONS)
    assert consecutive([*first, expected["sources"], *second], prose(test))
    assert consecutive(expected["languages"], captions(test))
    assert ("paper", "url:https://example.org/tea", lang) in {link[1:4] for link in linked(test)}


@both
def test_ladders_relations_and_papers(open_page: Open, lang: str) -> None:
    test, expected = open_page("concept", lang, id="steeping"), EXPECTED[lang]
    assert consecutive([expected["first"], expected["unlocks"]], prose(test))
    assert consecutive(expected["relations"], prose(test))
    assert prose(test)[-4::2] == expected["roles"]
    assert prose(test)[-1] == "Against slow steeping\nPia Pot · 2015"
    assert linked(test)[-1][:4] == ("Against slow steeping", "paper", "arxiv:1502.00002", lang)


@both
def test_papers_like_the_concept_say_why(open_page: Open, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    near, shown = Similar(a_work(title="Near"), 0.4, 0.41, (a_concept("x"),), ()), details.concept
    monkeypatch.setattr(details, "concept", lambda *about: shown(*about)._replace(similar=(near,)))
    test = open_page("concept", lang, id="steeping")
    said = {
        "en": ("More papers like this", "related in meaning (0.41) · about its neighbours Label x"),
        "zh": ("更多相近文献", "语义相关（0.41） · 涉及相邻概念：标签x"),
    }
    assert words(test.main.header[-1].value) == said[lang][0]
    assert prose(test)[-1] == f"Near\nPia Pot · 2015\n{said[lang][1]}"


@both
def test_disagreement_stands_above_the_definitions(open_page: Open, lang: str) -> None:
    (note,) = open_page("concept", lang, id="steeping").main.info
    said = {
        "en": "Sources differ. Some ask for patience and others only for time.",
        "zh": "各家说法不一。 有人要求耐心，有人只看时间。",
    }
    assert words(note.value) == said[lang]
    assert not open_page("concept", lang, id="bitterness").main.info


@both
def test_the_timeline_is_a_list_and_a_chart(open_page: Open, lang: str) -> None:
    test = open_page("concept", lang, id="steeping")
    events = {
        "en": ["coined", "formalised", "demonstrated", "criticised"],
        "zh": ["提出", "形式化", "实证展示", "受到批评"],
    }[lang]
    titles = ["Tea for Everyone", *["Slow steeping with SST: a résumé"] * 2, "Against slow steeping"]
    rows = zip((2001, 2010, 2010, 2015), events, titles, strict=True)
    assert "\n".join(f"- {year} {event} · {title}" for year, event, title in rows) in prose(test)
    assert len(test.main.get("echarts_chart")) == 1
    assert not open_page("concept", lang, id="bitterness").main.get("echarts_chart")


@both
def test_debates_have_two_sides(open_page: Open, lang: str) -> None:
    shown = {
        "en": ["Nobody has the patience for it.", "Pot (2015)", "Patience can be learnt."],
        "zh": ["没有人有这种耐心。", "Pot (2015)", "耐心可以培养。"],
    }[lang]
    test = open_page("concept", lang, id="steeping")
    assert consecutive([*shown, "Leaf & O'Pot (2001) · Kettle et al. (2010)"], prose(test))
    assert consecutive({"en": ["Criticism", "Reply"], "zh": ["批评", "回应"]}[lang], captions(test))


def test_a_criticism_without_reply(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    concept = a_concept("x", debates=(Debate(Text("Wrong <b>.", "错。"), ()),))
    view = ConceptView(concept, (), (), (), (), (), (), (), {})
    monkeypatch.setattr(details, "concept", lambda *_: view)
    assert consecutive(["Wrong <b>.", "No reply is recorded yet."], prose(open_page("concept", id="bitterness")))


@both
def test_where_a_concept_stands_in_paths_and_schemes(open_page: Open, lang: str) -> None:
    test = open_page("concept", lang, id="steeping")
    shown = {
        "en": ["- From leaf to judge", "- Tea for Everyone · 1 Slow brewing exact"],
        "zh": ["- 从茶叶到评茶", "- 人人喝茶 · 1 慢泡法 完全对应"],
    }[lang]
    assert consecutive(shown, prose(test))
    assert {("learn", "from-leaf-to-judge", lang), ("crosswalk", "one", lang)} <= {x[1:4] for x in linked(test)}


@both
def test_the_picture_and_its_text(open_page: Open, lang: str) -> None:
    test = open_page("concept", lang, id="steeping")
    drawn = picture(test)
    labels = {
        "en": ["Slow steeping", "Tasting ceremony", "Tea craft", "Bitterness"],
        "zh": ["慢泡", "品鉴会", "茶艺", "苦涩"],
    }[lang]
    assert [node["label"] for node in drawn["nodes"]] == labels
    assert [node["ring"] for node in drawn["nodes"]] == [0, 1, 1, 1]
    assert (drawn["nodes"][0]["x"], drawn["nodes"][0]["y"]) == (0, 0)
    assert {(edge["from"], edge["to"]): edge["dashes"] for edge in drawn["edges"]} == {
        ("bitterness", "tea"): True,
        ("ceremony", "tea"): True,
        ("ceremony", "steeping"): False,
        ("steeping", "bitterness"): False,
        ("steeping", "tea"): True,
    }
    text = next(paragraph for paragraph in prose(test) if paragraph.startswith("- "))
    assert len(text.splitlines()) == 8
    assert {"en": "- Slow steeping addresses Bitterness", "zh": "- 慢泡针对苦涩"}[lang] in text.splitlines()


@both
@pytest.mark.parametrize(
    "asked", [{}, {"depth": "2"}, {"type": ["broader"]}, {"depth": "2", "facet": ["problem", "field"]}]
)
def test_all_of_the_picture_is_in_its_text(open_page: Open, lang: str, asked: dict[str, str]) -> None:
    test = open_page("concept", lang, id="steeping", **asked)
    drawn, said = picture(test), "\n".join(prose(test)).splitlines()
    there = {link.id for link in linked(test) if link.page == "concept"}
    assert {node["id"] for node in drawn["nodes"] if not node["hidden"]} <= there | {"steeping"}
    sentences = {f"- {line}" for edge in drawn["edges"] for line in edge["title"].splitlines()}
    assert sentences
    assert sentences <= {*said}


def test_depth_and_types_come_from_the_address(open_page: Open) -> None:
    test = open_page("concept", id="cup", depth="2", type=["part-of", "nonsense"])
    nodes = {node["id"]: node["hidden"] for node in picture(test)["nodes"]}
    assert nodes == {"cup": False, "ceremony": False, "tea": True, "steeping": True}
    assert [(edge["from"], edge["to"]) for edge in picture(test)["edges"]] == [("cup", "ceremony")]
    assert {node["ring"] for node in picture(test)["nodes"]} == {0, 1, 2}
    test.main.segmented_control[0].set_value("1").run()
    assert "depth" not in test.query_params
    assert [node["id"] for node in picture(test)["nodes"]] == ["cup", "ceremony"]


def test_facets_come_from_the_address_and_move_nothing(open_page: Open) -> None:
    places = {node["id"]: (node["x"], node["y"]) for node in picture(open_page("concept", id="steeping"))["nodes"]}
    test = open_page("concept", id="steeping", facet=["problem", "nonsense"])
    nodes = picture(test)["nodes"]
    assert {node["id"] for node in nodes if not node["hidden"]} == {"steeping", "bitterness"}
    assert {node["id"]: (node["x"], node["y"]) for node in nodes} == places
    assert [(edge["from"], edge["to"]) for edge in picture(test)["edges"]] == [("steeping", "bitterness")]
    both_filters = open_page("concept", id="steeping", facet="field", type="addresses")
    assert {node["id"] for node in picture(both_filters)["nodes"] if not node["hidden"]} == {"steeping"}
    assert "No concept around this one fits these filters." in [words(one.value) for one in both_filters.main.info]


def test_a_click_on_a_node_leaves_for_its_concept(open_page: Open) -> None:
    test = open_page("concept", id="steeping", depth="2", facet=["problem", "approach"])
    test.session_state["graph"] = {"node": "bitterness"}
    test.run()
    assert not test.exception
    assert walked(test) == ["concept?id=bitterness&depth=2&facet=approach&facet=problem&lang=en"]


@pytest.mark.parametrize("ref", ["SST", "慢泡", "slow  STEEPING", "old-steeping", "slow steping"])
def test_a_label_or_a_retired_id_will_do(open_page: Open, ref: str) -> None:
    assert [words(title.value) for title in open_page("concept", id=ref).main.title] == ["Slow steeping 慢泡"]


@both
def test_unknown_concept(open_page: Open, lang: str) -> None:
    test = open_page("concept", lang, id="slow steepin")
    assert prose(test)[0] == EXPECTED[lang]["unknown"]
    assert links(test, "concept")[0] == (
        {"en": "Slow steeping", "zh": "慢泡"}[lang],
        f"id=steeping&lang={lang}",
    )
    assert links(test, "search") == [
        ({"en": "Search the Atlas", "zh": "搜索本站"}[lang], f"q=slow+steepin&lang={lang}")
    ]


@both
def test_no_concept_named(open_page: Open, lang: str) -> None:
    test = open_page("concept", lang)
    assert [words(info.value) for info in test.main.info] == [EXPECTED[lang]["none"]]
    assert len(links(test)) == 2


def test_hostile_reference_is_text(open_page: Open) -> None:
    ref = "</script><img src=x onerror=alert(1)> **b** [x](javascript:1) " + "y" * 5000
    (said,) = prose(open_page("concept", id=ref))
    assert said.startswith(
        "No concept has the id or label “</script><img src=x onerror=alert(1)> **b** [x](javascript:1)"
    )
    assert len(said) < 300


def test_alone(open_page: Open) -> None:
    test = open_page("concept", id="tea")
    assert "Nothing: you can start here." in captions(test)
    assert words(test.main.header[5].value) == "Narrower concepts"
    assert "Ancient steeping" not in "\n".join(prose(test))
