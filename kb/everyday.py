"""Labels that are everyday words: in a text they name a concept only where something else speaks for it."""

from __future__ import annotations

import re

from kb.text import words

_PLURALS = (("(?<=[a-z])ies$", "y"), ("(?<=s)es$", ""), ("(?<=[^aisu])s$", ""))


def form(label: str) -> str:
    """Return a label folded and in the singular, as the list has it."""
    folded = " ".join(words(label))
    return next((cut for end, to in _PLURALS if (cut := re.sub(end, to, folded)) != folded), folded)


_LIST = """
agency, agent, ai act, ai agent, ai capability, algorithmic fairness, alignment, amplification,
automated evaluation, automatic evaluation, automatic metric, behavior cloning, best of n, bias,
calibrated confidence, capability, chain of thought, chain of thought prompting, chain of thought reasoning,
circuit, confidence calibration, control problem, cot, data contamination, debate, discrimination, disinformation,
distillation, distribution shift, distributional shift, environmental impact, eu ai act, explainability,
explainable, explainable ai, feature attribution, few shot learning, few shot prompting, foundation model,
general intelligence, goal directed, grokking, guardrail, hallucination, helpfulness, honesty,
human ai collaboration, human assessment, human evaluation, human in the loop, human oversight, imitation learning,
in context learning, inductive bias, instruction fine tuning, instruction tuning, intelligent agent, intent,
intention, interpretability, interpretable, knowledge editing, language model, large language model,
large reasoning model, learned feature, linear probe, linear probing, llm as a judge, llm as judge, llm evaluator,
llm judge, loss function, miscalibration, misinformation, misuse, model calibration, model robustness,
natural language processing, next token prediction, ontology, ood detection, open source model, open weight,
open weight model, optimization objective, optimization process, optimizer, orthogonality, out of distribution,
post hoc explanation, pre trained language model, pre training, predictive uncertainty, preference,
pretrained language model, pretraining, probing, process supervision, proxy, reasoning model,
reinforcement learning, reinforcement learning with verifiable reward, rejection sampling, reward, reward signal,
rl fine tuning, robustness, rule based reward, scaling law, self critique, self improvement, self play,
shortcut learning, simulator, situational awareness, spurious correlation, step by step reasoning, subgoal,
superposition, supervised fine tuning, supervised finetuning, sycophancy, sycophantic, technical challenge,
time horizon, toxicity, training objective, transformer, transformer architecture, transparency, truthfulness,
truthfulqa, uncertainty estimation, uncertainty quantification, user intent, value, verifiable reward
"""

EVERYDAY = frozenset(" ".join(label.split()) for label in _LIST.split(","))
"""What `python -m benchmarks.everyday` printed (2026-11-22): labels in at least 5 of 10,000 abstracts of general
computer science that are less than twice as frequent in abstracts of alignment (single words: less than five times)."""


_HOMONYMS = frozenset({"rice", "elk"})  # acronyms that are words
_SHORT = 2  # letters of a Chinese word


def telling(label: str, share: float) -> bool:
    """Say whether a label alone shows what a query is about; an everyday word within a longer one does not.

    ``share`` (0..1) is how much of the query the label makes up.
    """
    everyday = form(label) in EVERYDAY or label in _HOMONYMS or len(label) <= _SHORT
    return share >= 0.5 or not everyday
