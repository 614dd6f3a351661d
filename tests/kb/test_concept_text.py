from kb.atlas import Atlas
from kb.concept_text import defining, markdown
from kb.concept_view import ConceptView, concept_view, definition_pairs
from kb.model import Definition, Lang, Source, Text
from tests.fakes import a_concept

EN = """# Slow steeping

Leaves rest in warm water for a long time.

## Definitions

> Slow steeping draws flavour out of leaves with warm water and patience.
>
> Kettle et al. (2010), §2; Leaf \\& O'Pot (2001), p. 3

> Others call any brew of more than ten minutes slow steeping.
>
> Leaf \\& O'Pot (2001), p. 9

## Learn first

Tea craft

## Relations

- Slow steeping addresses Bitterness (Kettle et al. (2010), §4)
- Slow steeping is understood after Tea craft (Leaf \\& O'Pot (2001))
- Tasting ceremony evaluates Slow steeping (Pot (2015))

## Papers

- Kettle et al. (2010): Slow steeping with SST: a résumé
- Pot (2015): Against slow steeping

As \\*cited\\*.
"""


def test_a_concept_as_markdown(atlas: Atlas) -> None:
    view = concept_view(atlas, atlas.concept("steeping"), Lang.EN)
    assert markdown(view, atlas.taxonomy.by_id, Lang.EN, "As *cited*.") == EN
    assert [work.citekey for work in defining(view)] == ["kettle2010slow", "leaf2001tea"]


def test_in_chinese(atlas: Atlas) -> None:
    view = concept_view(atlas, atlas.concept("steeping"), Lang.ZH)
    said = markdown(view, atlas.taxonomy.by_id, Lang.ZH, "")
    assert "# 慢泡\n\n茶叶在温水中长时间浸泡。\n\n## 定义\n\n> 慢泡用温水和耐心把茶叶的味道慢慢泡出来。\n" in said
    assert "## 先学什么\n\n茶艺\n\n## 关系\n\n- 慢泡针对苦涩 (Kettle et al. (2010), §4)\n" in said


def test_what_is_missing_is_left_out_and_hostile_text_is_text() -> None:
    hostile = "</script><img src=x onerror=alert(1)> **b** $x$"
    alone = a_concept(
        "x", pref_label=Text(hostile, hostile), definitions=(Definition(Lang.ZH, hostile, (Source("w"),)),)
    )
    view = ConceptView(alone, (), definition_pairs(alone, Lang.EN), (), (), (), (), (), {})
    shown = r"\</script\>\<img src=x onerror=alert(1)\> \*\*b\*\* \$x\$"
    assert markdown(view, {}, Lang.EN, "") == f"# {shown}\n\nA gist.\n\n## Definitions\n\n> {shown}\n>\n> \n\n\n"
