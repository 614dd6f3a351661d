"""Rare words: what two texts have in common beyond what every text has, and how it is shown."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container, Iterable, Mapping
from functools import lru_cache

from kb.lexical import terms
from kb.text import CJK, bigrams, latin

LEAST = 3.0  # inverse document frequency of a rare word: it stands in one document of twenty, or in fewer
_LIST = """
accur accuraci achiev across action address adopt aim allow among analyz appli applic argu art augment avail
averag base becam becom befor better between beyond both bridg build call caus claim classif close combin compar
compon comprehens condit conduct constrain constraint contribut core crucial current degrad depend deriv despit
distinct domain downstream driven due dure e end ensur especi essenti establish even evolv execut exhibit exist
explicit extend extens extract face fail far first five fix focus follow form four free full fundament
furthermor g gain given go grain ground guid help heterogen higher highlight howev identifi implement import
includ incorpor increas indic insight introduc investig issu key know lead less level leverag lightweight made
maintain match mean minim modul most much multipl need new novel number offer often order outperform overal pair
paramet particular pattern per pipelin point potenti practic precis present previous process produc promis
provid queri rang rapid rate recent reduc refer relev reli remain repres result reveal role same score second
select separ sequenc serv sever share signific similar simpl singl size small solut solv sort span special still
struggl substanti success suggest superior support systemat tempor theoret three through toward tradit type
typic under understand unifi updat url vari various via while within workflow yet yield
"""
_PLAIN = frozenset(_LIST.split())
"""Stems that may be rare here and say nothing: those in 5% of 10,000 abstracts of computer science that are in no label
of a concept, without the topics among them, and some like them (read by eye, 2026-11-23)."""
_JOINS = re.compile("[的了是在和与及或以将被把对从]")
_WORD = re.compile(r"[^\W\d_](?:[\w-]*[^\W_])?")
_RUN = re.compile(f"[{CJK}]{{2,}}")


def weighed(text: str, idf: Callable[[str], float]) -> dict[str, float]:
    """Return the terms of a text, each once, with their inverse document frequency."""
    return {term: idf(term) for term in set(terms(text))}


def overlap(mine: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    """Return the cosine of two texts by the weights of their terms (0..1)."""
    norms = math.hypot(*mine.values()) * math.hypot(*theirs.values())
    return sum(mine[term] ** 2 for term in mine.keys() & theirs.keys()) / norms if norms else 0.0


def shared(text: str, mine: Mapping[str, float], theirs: Iterable[str], most: int) -> tuple[str, ...]:
    """Return words of a text that are in common, rare and not plain, the rarest first, as the text has them.

    Of Chinese, which is not cut into words, whole phrases that are in common; ``mine`` are the weights of the text.
    """
    common = {term: mine[term] for term in theirs if term in mine}
    shown: dict[str, float] = {}
    held: set[str] = set()
    for word in _WORD.findall(latin(text)):
        stems = (common.keys() & _stems(word)) - held - _PLAIN
        held |= stems
        if stems:
            shown[_lower(word)] = max(common[stem] for stem in stems)
    for phrase in _phrases(text, common):
        shown[phrase] = max(common[pair] for pair in bigrams(phrase))
    rare = [word for word, weight in shown.items() if weight >= LEAST]
    return tuple(sorted(rare, key=lambda word: (-shown[word], word))[:most])


@lru_cache(maxsize=10_000)
def _stems(word: str) -> frozenset[str]:
    """Return the stems of a word, kept: one text is compared with many."""
    return frozenset(terms(word))


def _lower(word: str) -> str:
    """Return a word without the capital of a heading or of the start of a sentence."""
    return word.lower() if word[1:] == word[1:].lower() else word


def _phrases(text: str, common: Container[str]) -> list[str]:
    """Return the longest pieces of Chinese between particles of which every pair of characters is in common."""
    found = []
    for run in _RUN.findall(_JOINS.sub(" ", text)):
        start = 0
        for i in range(len(run)):
            if run[i : i + 2] not in common:
                found.append(run[start : i + 1])
                start = i + 1
    return [piece for piece in found if len(piece) > 1]
