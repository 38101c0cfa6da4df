"""Readings of Chinese characters."""

from __future__ import annotations

import pytest

from evalkit.languages.zh.readings import list_readings, spell_readings, strip_inline_readings


@pytest.mark.parametrize(
    ("character", "readings"), [("吕", {"lü", "lu", "lv", "lyu"}), ("单", {"dan", "chan", "shan"}), ("x", set())]
)
def test_all_readings_are_listed_without_tones(character: str, readings: set[str]) -> None:
    assert set(list_readings(character)) == readings


def test_the_commonest_reading_comes_first() -> None:
    assert list_readings("發")[0] == "fa"


def test_u_umlaut_is_followed_by_its_spellings() -> None:
    assert spell_readings(["lü", "dan"]) == ("lü", "lu", "lv", "lyu", "dan")


def test_stripping_keeps_a_map_to_the_original() -> None:
    stripped, offsets = strip_inline_readings("友協(xié)會(WTO)")
    assert stripped == "友協會(WTO)"
    assert offsets == [0, 1, 7, 8, 9, 10, 11, 12, 13]
