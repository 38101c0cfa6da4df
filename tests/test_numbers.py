"""Numbers and dates of Chinese and English text, and whether the two agree."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evalkit.data import Value
from evalkit.facts.anchoring import compare_values
from evalkit.languages import get_language
from evalkit.languages.en.numerals import write_value as write_english
from evalkit.languages.values import agreement
from evalkit.languages.zh.numerals import write_value as write_chinese

CASES = Path(__file__).parent / "cases"


def read_cases(language: str) -> list[Any]:
    cases = json.loads((CASES / f"numbers.{language}.json").read_text(encoding="utf-8"))
    return [
        pytest.param(
            language,
            case,
            id=f"{language}-{case['text']}",
            marks=[pytest.mark.xfail(strict=True, reason=case["known_failure"])] if "known_failure" in case else [],
        )
        for case in cases
    ]


def read_value(name: str, *parts: Any) -> tuple[Any, ...]:
    convert = {"number": Decimal, "share": Fraction}.get(name, lambda part: part)
    return (name, *(convert(part) for part in parts))


def find(language: str, text: str) -> list[Value]:
    return list(get_language(language).find_values(text))


@pytest.mark.parametrize(("language", "case"), [*read_cases("zh"), *read_cases("en")])
def test_a_text_states_exactly_these_values_in_this_order(language: str, case: dict[str, Any]) -> None:
    expected = [
        (text, read_value(*(part for part in value if part != "approximate"))) for text, *value in case["values"]
    ]
    assert [(value.text, value.value) for value in find(language, case["text"])] == expected


@pytest.mark.parametrize(("language", "case"), [*read_cases("zh"), *read_cases("en")])
def test_a_value_is_approximate_where_the_text_says_so(language: str, case: dict[str, Any]) -> None:
    if "known_failure" in case:
        pytest.xfail(case["known_failure"])
    expected = [value[-1] == "approximate" for value in case["values"]]
    assert [value.approximate for value in find(language, case["text"])] == expected


@pytest.mark.parametrize(("language", "case"), [*read_cases("zh"), *read_cases("en")])
def test_a_value_stands_where_its_span_says(language: str, case: dict[str, Any]) -> None:
    if "known_failure" in case:
        pytest.xfail(case["known_failure"])
    for value in find(language, case["text"]):
        assert case["text"][value.start : value.end] == value.text


@pytest.mark.parametrize(("chinese", "english"), json.loads((CASES / "numbers.pairs.json").read_text(encoding="utf-8")))
def test_both_languages_agree_on_the_same_fact(chinese: str, english: str) -> None:
    source, target = find("zh", chinese), find("en", english)
    assert source
    for value in source:
        assert any(agreement(value, other) for other in target), (source, target)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("3月11日", "March 12"),
        ("2023年3月", "March 2024"),
        ("52%", "25%"),
        ("2510亿", "25.1 billion"),
        ("20世纪60年代", "the 1860s"),
        ("下午3点", "4 p.m."),
        ("第十九届", "the 20th"),
        ("三成", "13 percent"),
    ],
)
def test_different_facts_do_not_agree(chinese: str, english: str) -> None:
    source, target = find("zh", chinese), find("en", english)
    assert source and target
    assert not any(agreement(one, other) for one in source for other in target)


@pytest.mark.parametrize(
    ("value", "like", "written"),
    [
        (("number", "24801"), "24,810", "24,801"),
        (("number", "12"), "13th", "12th"),
        (("number", "21"), "20th", "21st"),
        (("number", "2700000"), "2.9 million", "2.7 million"),
        (("number", "7"), "six", "seven"),
        (("number", "2000"), "3000", "2000"),
        (("number", "5"), "a handful", None),
        (("share", "13/25"), "25%", "52%"),
        (("date", None, 3, 11), "April 12", "March 11"),
        (("date", 2023, None, None), "2024", "2023"),
        (("date", None, 9, 3), "Dec 3rd", "Sep 3rd"),
        (("date", None, 13, 5), "May 5", None),
        (("date", None, 5, 99), "May 9", None),
    ],
)
def test_english_writes_a_value_in_the_manner_of_another(
    value: tuple[Any, ...], like: str, written: str | None
) -> None:
    assert write_english(read_value(*value), like) == written


@pytest.mark.parametrize(
    ("value", "like", "written"),
    [
        (("number", "268000"), "27万", "26.8万"),
        (("number", "300"), "３００名", "300名"),
        (("date", 2024, 3, 11), "3月12日", "3月11日"),
        (("date", None, 3, 11), "2024年3月12日", "2024年3月11日"),
        (("number", "3"), "两", None),
    ],
)
def test_chinese_writes_a_value_in_the_manner_of_another(
    value: tuple[Any, ...], like: str, written: str | None
) -> None:
    assert write_chinese(read_value(*value), like) == written


def test_a_long_line_of_digits_is_read_in_reasonable_time() -> None:
    assert len(find("zh", "1、" * 2000)) == 2000
    assert len(find("en", "1, " * 2000)) == 2000


def test_a_long_run_of_digits_behind_a_unit_is_read_at_once() -> None:
    digits = "5" * 60
    assert digits in [value.text.removeprefix("7百") for value in find("zh", f"7百{digits}半")]


def test_a_number_of_more_digits_than_decimal_counts_is_compared_with_a_decade() -> None:
    anchors = compare_values("3" * 40, "the 1980s", source_language="zh", target_language="en")
    assert [anchor.verdict for anchor in anchors] != ["verified"]


def test_a_code_of_many_digits_that_runs_into_a_fraction_is_read_at_once() -> None:
    assert find("en", f"C{'6' * 60}½ of it") is not None


def test_a_discount_with_a_thousands_separator_is_read() -> None:
    assert [value.text for value in find("zh", "打5,918折")] == ["5,918折"]
