from kb import overview
from kb.atlas import Atlas
from kb.model import Lang


def test_figures_leave_out_what_is_retired(atlas: Atlas) -> None:
    found = overview.figures(atlas)
    assert found == overview.Figures(5, 3, 0, 6, 2, {Lang.EN: 6, Lang.ZH: 6}, (2001, 2010, 2015))


def test_families_count_live_concepts_and_distinct_works(atlas: Atlas) -> None:
    assert [(s.family.id, s.concepts, s.works) for s in overview.families(atlas)] == [("cups", 2, 1), ("tea", 3, 3)]


def test_without_the_well_known_concepts_one_starts_at_the_tops(atlas: Atlas) -> None:
    assert [concept.id for concept in overview.starts(atlas)] == ["cup", "tea"]
    assert [concept.id for concept in overview.starts(atlas, 1)] == ["cup"]


def test_rows(atlas: Atlas) -> None:
    rows = overview.rows(atlas, [atlas.concept("ceremony"), atlas.concept("tea")], Lang.ZH)
    assert rows[0] == {
        "id": "ceremony",
        "en": "Tasting ceremony",
        "zh": "品鉴会",
        "facet": "评测",
        "family": "茶杯",
        "broader": "茶艺; 瓷杯",
        "below": 0,
        "works": 1,
        "gist": "众人一起品评茶。",
    }
    assert (rows[1]["below"], rows[1]["works"], rows[1]["broader"]) == (3, 1, "")
    assert tuple(rows[0]) == overview.COLUMNS
