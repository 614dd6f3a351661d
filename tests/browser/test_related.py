"""From what a reader brings, in each of its forms, to what to read, in a real browser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from tests.browser.conftest import Visit
from tests.browser.test_journey import arrive
from tests.ingest.pdf_files import Print, pdf

pytestmark = pytest.mark.browser

ENGLISH = (
    "AI safety via debate promises that a weak judge can supervise models that know more than it does. Debate helps "
    "the judge, but a policy trained on its verdicts learns to persuade, a form of reward hacking."
)
CHINESE = "我们研究在人类偏好上训练奖励模型时的过度优化问题。模型还会迎合标注者的观点。"
DEBATE, AMPLIFICATION, SOCIAL = "arxiv:1805.00899", "arxiv:1810.08575", "doi:10.23915/distill.00014"
TAKEN = "irving2019ai"  # the reader's key of a paper that is not in the library, and ours of one that is suggested
BIB = """\
@misc{mine:debate, title = {AI safety via debate}, author = {Irving, Geoffrey and Christiano, Paul and Amodei, Dario},
  year = {2013}, eprint = {1805.00899}, archiveprefix = {arXiv}}
@misc{%s, title = {<script>document.title = "taken"</script> <img src=x onerror=alert(1)>}, author = {Mal, M.}}
"""
RIS = """\
TY  - JOUR
TI  - AI safety via debate
AU  - Irving, Geoffrey
UR  - https://arxiv.org/abs/1805.00899
ER  -
"""
CSL = json.dumps([{"id": "d", "type": "article", "title": "AI safety via debate", "author": [{"family": "Irving"}]}])
LATEX = r"""\documentclass{article}\title{Debating judges}\begin{document}
\begin{abstract}AI safety via debate lets a weak judge supervise strong models \cite{d}.\end{abstract}
\begin{thebibliography}{9}\bibitem{d} Irving, G. AI safety via debate. arXiv:1805.00899, 2018.\end{thebibliography}
\end{document}"""
MARKDOWN = "# Debating judges\n\nAI safety via debate lets a weak judge supervise (https://arxiv.org/abs/1805.00899).\n"
PDF = pdf([[Print("Debating judges", 18), Print("AI safety via debate lets a weak judge supervise strong models.")]])
FILES: dict[str, bytes] = {
    "mine.bib": (BIB % TAKEN).encode(),
    "mine.ris": RIS.encode(),
    "mine.json": CSL.encode(),
    "draft.tex": LATEX.encode(),
    "draft.md": MARKDOWN.encode(),
    "draft.pdf": PDF,
}


def main(visit: Visit) -> Locator:
    return visit.page.locator("[data-testid=stMain]")


def box(visit: Visit) -> Locator:
    return main(visit).get_by_role("textbox", name="Text, BibTeX")


def find(visit: Visit) -> None:
    """Press the button, and wait for the answer."""
    uploader = visit.page.locator("[class*=st-key-related-files-]")
    before = uploader.get_attribute("class") or ""
    main(visit).get_by_role("button", name="Find related work").click()
    taken = int(re.search(r"related-files-(\d+)", before)[1])  # each time has an uploader of its own
    visit.page.locator(f".st-key-related-files-{taken + 1}").wait_for()
    visit.settle()


def choose(visit: Visit, **files: bytes) -> None:
    """Choose files, and wait until each was received."""
    sent = [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files.items()]
    visit.page.locator("input[type=file]").set_input_files(files=sent)
    for name in files:
        visit.page.get_by_role("button", name=f"Remove {name}").wait_for()


def topics(visit: Visit) -> list[str]:
    """Return the concepts that the input is about, by id."""
    links = visit.page.locator("[data-testid=stProgress] a")
    links.first.wait_for()  # a browser that sees its first text with links loads what draws it
    return re.findall(r"id=([\w-]+)", " ".join(link.get_attribute("href") or "" for link in links.all()))


def papers(visit: Visit) -> list[str]:
    """Return the titles that are to be read, in their order."""
    links = main(visit).locator("strong > a[href^=paper]")
    links.first.wait_for()
    return links.all_inner_texts()


def works(visit: Visit) -> list[str]:
    return re.findall(r"work=([^&]+)", visit.page.evaluate("decodeURIComponent(location.search)"))


def test_a_text_its_concepts_and_the_readers_hand_in_them(visit: Visit, browser: Browser) -> None:
    visit.open("/related?lang=en")
    box(visit).fill(ENGLISH)
    find(visit)
    assert "debate" in topics(visit)
    before = papers(visit)
    assert before[0] == "AI Safety via Debate"
    assert "Debate" not in visit.page.url  # what is pasted is not in the address

    main(visit).get_by_role("button", name="Strike AI safety via debate").click()
    visit.page.wait_for_url(re.compile("without=debate"))
    visit.settle()
    struck = papers(visit)
    assert "debate" not in topics(visit)
    assert struck != before
    main(visit).get_by_role("combobox", name="Add a concept").fill("Reinforcement learning from human f")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(re.compile("concept=rlhf"))
    visit.settle()
    assert topics(visit)[0] == "rlhf"
    assert papers(visit) != struck
    main(visit).get_by_role("button", name="AI safety via debate", exact=True).click()
    visit.page.wait_for_url(lambda url: "without" not in url)
    visit.settle()
    assert {"debate", "rlhf"} <= {*topics(visit)}

    here, context = visit.page.url, browser.new_context(locale="zh-CN")  # by the address alone: without the text
    other = Visit(context.new_page(), visit.address)
    other.open(here.removeprefix(visit.address))
    assert topics(other) == ["rlhf"]
    assert (other.complaints, other.strangers) == ([], [])
    context.close()


def test_a_chinese_text_in_chinese_on_a_telephone_in_the_dark(visit: Visit) -> None:
    visit.resize(400)
    visit.page.emulate_media(color_scheme="dark")
    visit.open("/related?lang=zh")
    main(visit).get_by_role("textbox").first.fill(CHINESE)
    main(visit).get_by_role("button", name="查找相关文献").click()
    main(visit).get_by_role("heading", name="该读什么").wait_for()
    visit.settle()
    assert "reward-model" in topics(visit)
    assert main(visit).get_by_text(re.compile("你的工作")).count() >= 1
    visit.fits(400)
    visit.shoot("related-text-zh-400-dark")
    visit.resize(1400)
    visit.fits(1400)
    visit.shoot("related-text-zh-1400-dark")


def test_files_of_every_kind(visit: Visit) -> None:
    visit.open("/related?lang=en")
    for name, data in FILES.items():
        choose(visit, **{name: data})
        find(visit)
        main(visit).get_by_role("button", name=name, exact=True).wait_for()
        assert "debate" in topics(visit), name
        listed = main(visit).get_by_text(re.compile(r"^Your list: \d of \d"))
        expected = {"mine.bib": ["Your list: 1 of 2 entries are in the library"], "draft.md": [], "draft.pdf": []}
        assert listed.all_inner_texts() == expected.get(name, ["Your list: 1 of 1 entries are in the library"]), name
        assert ("AI Safety via Debate" in papers(visit)) is (name == "draft.pdf"), name  # it alone cites nothing
        main(visit).get_by_role("button", name="Start over").click()
        main(visit).get_by_role("heading", name="Try an example").wait_for()
        visit.settle()


def test_papers_by_identifier_and_title_and_a_mix(visit: Visit, browser: Browser) -> None:
    visit.open("/related?lang=en")
    box(visit).fill(f"1805.00899\nhttps://arxiv.org/abs/1810.08575\n{SOCIAL}\n9999.99999")
    find(visit)
    main(visit).get_by_text("Not in the library: arxiv:9999.99999").wait_for()
    assert works(visit) == [DEBATE, AMPLIFICATION, SOCIAL]
    title = main(visit).get_by_role("textbox", name="Or pick a paper by its title")
    title.fill("Concrete problems in AI safety")
    title.press("Enter")
    main(visit).get_by_role("button", name=re.compile("^Concrete Problems in AI Safety")).first.click()
    visit.page.wait_for_url(re.compile("1606.06565"))
    visit.settle()
    assert works(visit) == [DEBATE, AMPLIFICATION, SOCIAL, "arxiv:1606.06565"]
    main(visit).get_by_role("button", name="AI Safety via Debate (2018)").click()
    visit.page.wait_for_url(lambda url: "1805.00899" not in url)
    visit.settle()
    box(visit).fill(CHINESE)
    choose(visit, **{"draft.pdf": PDF})
    find(visit)
    assert {"reward-model", "debate", "amplification-step"} <= {*topics(visit)}

    context = browser.new_context(locale="en-US")
    other = Visit(context.new_page(), visit.address)
    other.open(visit.page.url.removeprefix(visit.address) + "&tab=missing")
    main(other).get_by_role("button", name="Concrete Problems in AI Safety (2016)").wait_for()
    assert main(other).get_by_role("radio", name=re.compile("^Missing")).get_attribute("aria-checked") == "true"
    assert (other.complaints, other.strangers) == ([], [])
    context.close()


_DOT = """(canvas) => {
    const { width, height } = canvas, scale = width / canvas.clientWidth;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const blue = (x, y) => { const at = 4 * (y * width + x); return data[at + 3] > 0 && data[at + 2] - data[at] > 60; };
    for (let y = 9; y < height - 9; y++)
      for (let x = 9; x < width - 9; x++)
        if ([[0, 0], [-3, 0], [3, 0], [0, -3], [0, 3]].every(([a, b]) => blue(x + a, y + b)))
          return { x: x / scale, y: y / scale + 2 };
}"""


def test_a_click_on_the_map_opens_a_paper_and_back_leads_to_the_answer(visit: Visit) -> None:
    visit.open(f"/related?work={DEBATE}&lang=en")
    shown = papers(visit)
    canvas = main(visit).locator("canvas")
    canvas.scroll_into_view_if_needed()
    visit.page.wait_for_timeout(500)  # until the chart has its place
    canvas.click(position=canvas.evaluate(_DOT))
    visit.page.wait_for_url(re.compile(r"/paper\?.*id="))
    visit.settle()
    assert main(visit).locator("h1").inner_text() in shown
    visit.page.go_back()
    arrive(visit, r"/related\?", "Related work")
    assert papers(visit) == shown


def test_what_is_taken_away_does_not_reuse_the_readers_keys(visit: Visit) -> None:
    visit.open("/related?lang=en")
    choose(visit, **{"mine.bib": FILES["mine.bib"]})
    find(visit)
    assert "AI Safety Needs Social Scientists" in papers(visit)
    main(visit).get_by_role("button", name=re.compile("^Download 20 ")).click()
    taken = {}
    for label, name in (("BibTeX", "related-work.bib"), ("Outline (Markdown)", "outline.md")):
        with visit.page.expect_download() as download:
            visit.page.get_by_role("button", name=label, exact=True).click()
        assert download.value.suggested_filename == name
        taken[name] = Path(download.value.path()).read_text(encoding="utf-8")
    keys = re.findall(r"@\w+\{([^,]+),", taken["related-work.bib"])
    assert len({*keys}) == len(keys) == 20
    assert f"{TAKEN}a" in keys
    assert TAKEN not in keys
    assert f"[@{TAKEN}a]" in taken["outline.md"]
    assert "mine:debate" in taken["outline.md"]  # its year is wrong

    main(visit).get_by_text(re.compile("^Check your list")).click()
    visit.page.wait_for_url(re.compile("tab=check"))
    visit.settle()
    assert main(visit).get_by_text("2013 in your list, 2018 in the library").count() == 1
    main(visit).get_by_text(re.compile("^Your list: 1 of 2")).last.click()
    main(visit).get_by_text('<script>document.title = "taken"</script> <img').wait_for()
    assert main(visit).locator("img[src=x], script").count() == 0
    assert visit.page.title() == "Related work · Alignment Atlas"


def test_with_the_keyboard_alone(visit: Visit) -> None:
    visit.open("/related?lang=en")
    on = "(at => at.matches('a, button, textarea') ? at.ariaLabel || at.textContent : '')(document.activeElement)"

    def tab_to(what: str) -> None:
        for _ in range(80):
            visit.page.keyboard.press("Tab")
            if what in (visit.page.evaluate(on) or ""):
                return
        pytest.fail(f"the Tab key does not reach “{what}”")

    tab_to("Text, BibTeX")
    visit.page.keyboard.insert_text(ENGLISH)
    tab_to("Find related work")
    visit.page.keyboard.press("Enter")
    main(visit).get_by_role("heading", name="What to read").wait_for()
    visit.settle()
    tab_to("Strike AI safety via debate")
    tab_to("AI Safety via Debate")
    visit.page.keyboard.press("Enter")
    arrive(visit, r"/paper\?", "AI Safety via Debate")


def test_hostile_and_empty_inputs_are_answered_in_words(visit: Visit) -> None:
    visit.open("/related?lang=en&work=" + "%3Cscript%3Ealert(1)%3C/script%3E")
    main(visit).get_by_text("Not in the library: <script>alert(1)</script>").wait_for()
    visit.open("/related?lang=en")
    find(visit)
    main(visit).get_by_text("Paste a text, choose a file or pick a paper first.").wait_for()
    choose(visit, **{"empty.bib": b"", "torn.pdf": b"%PDF-1.4 torn", "<b>.png": b"\x89PNG\r\n\x1a\n\x00\x00"})
    box(visit).fill("<img src=x onerror=alert(1)> [x](javascript:alert(1)) $\\frac{1}{0}$ :red[y] \u202e " + "z" * 5000)
    find(visit)
    main(visit).get_by_text("Could not be read: 3").click()
    assert main(visit).get_by_text("No concept of the Atlas was found in it.").count() == 1
    said = main(visit).locator("[data-testid=stExpander] li").all_inner_texts()
    assert [line.partition(":")[0] for line in said] == ["empty.bib", "torn.pdf", "<b>.png"]
    assert main(visit).locator("img[src=x], .katex, a[href^=javascript]").count() == 0
    for width in (400, 1400):
        visit.resize(width)
        visit.fits(width)
