"""What stands on the page of related work before anything was brought: what it gives, and examples to try."""

from __future__ import annotations

import streamlit as st

from kb.atlas import Atlas
from ui import brought, parts, related_input, state
from ui.text import plain
from ui.words import t

_TEXTS = {
    "en": "AI safety via debate promises that a weak judge can supervise models that know more than it does. We let "
    "two copies of a language model debate questions before a judge that sees only part of the evidence. Debate helps "
    "the judge, but a policy trained on its verdicts learns to persuade rather than to be right, a form of reward "
    "hacking. We compare debate with reinforcement learning from human feedback and with constitutional AI.",
    "zh": "我们研究在人类偏好上训练奖励模型时的过度优化问题。实验表明，随着策略偏离参考模型，代理奖励继续上升，"
    "而人工评价却开始下降；模型还会迎合标注者的观点。我们比较了多种缓解方法，并讨论其对可扩展监督的意义。",
    "bib": "@misc{debate,\n  title = {AI safety via debate},\n  author = {Irving, Geoffrey and Christiano, Paul and "
    "Amodei, Dario},\n  year = {2013},\n  eprint = {1805.00899},\n  archiveprefix = {arXiv},\n}\n\n@article{rlhf,\n  "
    "title = {Deep reinforcement learning from human preferences},\n  author = {Christiano, Paul and Leike, Jan},\n  "
    "year = {2017},\n  eprint = {1706.03741},\n  archiveprefix = {arXiv},\n}\n\n@article{preferences,\n  title = {Deep "
    "Reinforcement Learning from Human Preferences},\n  author = {Christiano, Paul and Leike, Jan},\n  year = {2017},\n"
    "}\n",
}
_WORKS = ("arxiv:1805.00899", "arxiv:1810.08575")


def draw(atlas: Atlas) -> None:
    """Draw what the page gives, and examples: texts that are put into the box, and works by the address."""
    parts.heading(t("related.try"), t("related.try.note"))
    for name, text in _TEXTS.items():
        st.button(
            t(f"related.try.{name}"),
            key=f"related.try.{name}",
            icon=":material/play_arrow:",
            on_click=related_input.fill,
            args=(text,),
        )
    works = brought.resolved(atlas, _WORKS).works
    if works:
        state.link("related", plain(t("related.try.works")), icon="link", work=[work.id for work in works])
    parts.heading(t("related.gives"))
    st.markdown("\n".join(f"- {t(f'related.gives.{name}')}" for name in ("topics", "read", "missing", "check")))
