"""Numbers and dates of a translation that nothing else in the document states."""

from __future__ import annotations

import pytest

from evalkit.facts.unstated import ValuePair, find_unstated
from evalkit.languages import get_language


def unstated(*pairs: tuple[str, str]) -> list[str]:
    chinese, english = get_language("zh"), get_language("en")
    document = [
        ValuePair(
            source=chinese.find_values(source),
            target=english.find_values(target),
            target_text=target,
            numerals=frozenset(value for numeral, value in chinese.numerals.items() if numeral in source),
        )
        for source, target in pairs
    ]
    return [value.text for _, value in find_unstated(document)]


@pytest.mark.parametrize(
    ("source", "target", "text"),
    [
        ("52家机关学习全会精神", "52 studied the spirit of the 14th Committee", "14th"),
        ("各１名", "1 music and 9 art teachers", "9"),
        ("52家机关召开会议", "the seventh meeting, of 52 institutions", "seventh"),
        ("召开会议", "the seventh meeting", ""),
        ("他去年当选。", "He was elected in 1987.", ""),
        ("2020年他当选。", "He was elected in 2020, in December 1987.", "December 1987"),
    ],
)
def test_what_nothing_else_states_is_found(source: str, target: str, text: str) -> None:
    assert unstated((source, target)) == ([text] if text else [])


def test_what_another_pair_states_on_either_side_is_known() -> None:
    assert unstated(("全会精神", "the 19th Committee"), ("十九届", "the congress")) == []
    assert unstated(("全会精神", "the 19th Committee"), ("全会", "the 19th Committee")) == []


def test_the_month_of_a_day_is_asked_for_where_the_source_states_any() -> None:
    assert unstated(("新华社5月20日电 记者20日获悉", "May 20; on January 20 it was learned")) == ["January 20"]
    assert unstated(("新华社5月20日电 记者20日获悉", "May 20; on May 20 it was learned")) == []
    assert unstated(("本月6日运抵", "arrived on December 6")) == []


def test_a_code_is_asked_for_where_its_letters_stand_before_other_digits() -> None:
    assert unstated(("新冠患者", "COVID-19 patients"), ("患者", "infected with COVID-49")) == ["COVID-49"]
    assert unstated(("患者", "infected with COVID-49")) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("全天候开放", "open 24/7"),
        ("全力以赴", "100% service"),
        ("六稳六保", "six-stability"),
        ("３０００平方米", "3000 m2"),
        ("已经快 3 点了", "It is almost three o'clock."),
        ("半成品", "half-cooked"),
        ("首发阵容", "the starting XV"),
        ("许多人", "a hundred people and two dogs"),
    ],
)
def test_what_counts_nothing_or_may_be_meant_is_left_alone(source: str, target: str) -> None:
    assert unstated((source, target)) == []


def test_small_numbers_are_left_alone_where_nothing_is_known_of_the_languages_words() -> None:
    pair = ValuePair(source=(), target=get_language("en").find_values("7 men"), target_text="7 men")
    assert list(find_unstated([pair])) == []
