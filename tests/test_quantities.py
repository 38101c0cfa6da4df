"""Numbers with units of measurement: what translators convert says the same."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from builders import findings_on

from evalkit.languages import get_language
from evalkit.languages.quantities import is_conversion, is_rounding
from evalkit.languages.values import agreement


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("1.5万亩", "1,000 hectares"),
        ("300畝", "50 acres"),
        ("240里", "120 km"),
        ("800斤", "400 kilograms"),
        ("60公里", "37 miles"),
        ("20万千瓦", "200 megawatts"),
        ("30个月", "two and a half years"),
        ("两周", "14 days"),
    ],
)
def test_a_quantity_in_another_unit_agrees(chinese: str, english: str) -> None:
    (one,), (other,) = get_language("zh").find_values(chinese), get_language("en").find_values(english)
    assert 0 < agreement(one, other) < 1
    assert findings_on("different-number", f"全长{chinese}。", f"It is {english} in all.") == []


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("1.5万亩", "1,200 hectares"),
        ("60公里", "61 kilometers"),
        ("20万千瓦", "202 megawatts"),
        ("240里", "120 kilograms"),
        ("60公里", "37 people"),
    ],
)
def test_another_amount_or_dimension_does_not_agree(chinese: str, english: str) -> None:
    (one,), (other,) = get_language("zh").find_values(chinese), get_language("en").find_values(english)
    assert agreement(one, other) == 0
    assert len(findings_on("different-number", f"全长{chinese}。", f"It is {english} in all.")) == 1


def test_decimal_units_convert_exactly_and_others_are_rounded() -> None:
    kilometre, metre, mile = ("length", Fraction(1000)), ("length", Fraction(1)), ("length", Fraction("1609.344"))
    assert is_conversion(Fraction(3), kilometre, Fraction(3000), metre)
    assert not is_conversion(Fraction(3), kilometre, Fraction(3010), metre)
    assert is_conversion(Fraction(100), kilometre, Fraction(62), mile)
    assert not is_conversion(Fraction(100), kilometre, Fraction(100), kilometre)


@pytest.mark.parametrize(
    "english",
    [
        "It earned 40 million yuan ($5.6 million) on 52 days.",
        "It earned 40 million yuan (about 5.6 million U.S. dollars) on 52 days.",
        "It earned 40 million yuan (€4.9 million) on 52 days.",
    ],
)
def test_a_sum_repeated_in_another_currency_is_no_unstated_number(english: str) -> None:
    assert findings_on("different-number", "52天收入4000万元。", english) == []


def test_a_length_repeated_in_another_unit_must_be_the_same_length() -> None:
    source = "公路长80公里，有52座桥。"
    assert findings_on("different-number", source, "The road is 80 km (50 miles) long and has 52 bridges.") == []
    (finding,) = findings_on("different-number", source, "The road is 80 km (90 miles) long and has 52 bridges.")
    assert finding.place.text == "90"


def test_a_sum_of_its_own_is_still_unstated() -> None:
    (finding,) = findings_on(
        "different-number", "52天收入4000万元。", "It earned 40 million yuan on 52 days, or $77 each."
    )
    assert finding.place.text == "77"


def test_a_conversion_to_three_digits_is_held_to_them() -> None:
    mu, hectare = ("area", Fraction(2000, 3)), ("area", Fraction(10_000))
    assert is_conversion(Fraction(279_000), mu, Fraction(18_600), hectare)
    assert not is_conversion(Fraction(279_000), mu, Fraction(18_300), hectare)
    assert is_conversion(Fraction(279_000), mu, Fraction(19_000), hectare)


@pytest.mark.parametrize(
    ("rounded", "amount", "approximate", "is_one"),
    [
        ("2.76", "2.7629", False, True),
        ("2.77", "2.7629", False, False),
        ("3", "2.7629", False, False),
        ("3", "2.7629", True, True),
        ("18000", "18934", True, True),
        ("18000", "18934", False, False),
        ("2.7629", "2.76", True, False),
        ("0", "0.4", True, False),
    ],
)
def test_an_amount_is_rounded_to_fewer_digits(rounded: str, amount: str, approximate: bool, is_one: bool) -> None:
    assert is_rounding(Decimal(rounded), Decimal(amount), approximate=approximate) is is_one
