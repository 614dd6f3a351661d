from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ingest.citekeys import citekeys, keyed
from kb.model import Person, Work


def work(ident: str, citekey: str) -> Work:
    return Work(f"url:{ident}", citekey, "Slow tea", (Person("Pot", "Pia"),), 2010)


def test_a_work_keeps_its_key() -> None:
    assert citekeys([work("1", "pot2010slow"), work("2", "DBLP:conf/tea/Pot_10.1+x-y")]) == {
        "url:1": "pot2010slow",
        "url:2": "DBLP:conf/tea/Pot_10.1+x-y",
    }


def test_the_readers_key_goes_before() -> None:
    works = [work("1", "pot2010slow"), work("2", "leaf2010")]
    assert citekeys(works, {"url:2": "Pot2010Slow"}) == {"url:1": "pot2010slowa", "url:2": "Pot2010Slow"}


def test_a_key_of_the_readers_other_entries_is_not_given_again() -> None:
    assert citekeys([work("1", "tea")], {"url:9": "Tea", "url:8": "teaa"})["url:1"] == "teab"


FOUR = (work("1", "tea"), work("2", "TEA"), work("3", "tea"), work("4", "teaa"))


@pytest.mark.parametrize("works", [*permutations(FOUR)])
def test_the_order_of_the_list_does_not_matter(works: tuple[Work, ...]) -> None:
    assert citekeys(works) == {"url:1": "tea", "url:2": "TEAb", "url:3": "teac", "url:4": "teaa"}


def test_beyond_z() -> None:
    keys = citekeys(work(f"{number:02}", "tea") for number in range(30))
    assert [keys[f"url:{number:02}"] for number in (0, 1, 26, 27, 28)] == ["tea", "teaa", "teaz", "teaaa", "teaab"]


@pytest.mark.parametrize(
    ("citekey", "expected"),
    [
        ("pöt 2010, {tea}", "pot2010tea"),
        ("a}\n@misc{b", "amiscb"),
        ("pot%2010\\input~x#1", "pot2010inputx1"),
        ("茶", "pot2010slow"),
        ("", "pot2010slow"),
    ],
)
def test_only_what_bibtex_and_latex_take(citekey: str, expected: str) -> None:
    assert citekeys([work("1", citekey)]) == {"url:1": expected}


def test_the_readers_own_key_stays_as_it_stands_in_the_file() -> None:
    assert citekeys([work("1", "x")], {"url:1": "müller&2010@a"}) == {"url:1": "müller&2010@a"}
    assert citekeys([work("1", "x")], {"url:1": "a}, b\n"}) == {"url:1": "ab"}
    assert citekeys([work("1", "x")], {"url:1": " "}) == {"url:1": "x"}


def test_a_work_without_anything_has_a_key() -> None:
    assert citekeys([Work("fp:1", "", "茶"), Work("fp:2", "", "水")]) == {"fp:1": "work", "fp:2": "worka"}


def test_each_work_once_under_its_key() -> None:
    one, other = work("1", "tea"), work("2", "tea")
    assert list(keyed([other, one, other])) == [("teaa", other), ("tea", one)]
    assert list(keyed([other, one], {"url:2": "mine"})) == [("mine", other), ("tea", one)]


KEY = some.text(some.sampled_from("aAb1:茶é{},% \n"), max_size=3)


@given(some.lists(KEY, max_size=12), some.dictionaries(some.sampled_from(["url:0", "url:3", "url:x"]), KEY))
def test_no_two_works_share_a_key(wishes: list[str], taken: dict[str, str]) -> None:
    works = [work(str(number), wish) for number, wish in enumerate(wishes)]
    keys = citekeys(works, taken)
    folded = [key.lower() for key in keys.values()]
    assert len({*folded}) == len(folded)
    assert {one.id for one in works} == {*keys}
    assert citekeys(works[::-1], taken) == keys
    assert citekeys(works, keys) == keys
    assert not any(set(key) & set("{},% \n") for key in keys.values())
