"""Telling the side of each line by its script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.files.sides import can_tell_sides, tell_side, tell_sides


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("图书馆开放了。", "source"),
        ("The library is open.", "target"),
        ("Li Na (李娜) opened the exhibition.", "target"),
        ("Li Na（李娜）", "target"),
        ("李娜 (Li Na)", "source"),
        ("代表们参加APEC会议。", "source"),
        ("代表们参加了Asia-Pacific Economic Cooperation会议。", "source"),
        ("The word 图书馆 means library, as everyone knows.", "target"),
        ("品牌：mesobiosystem", "source"),
        ("（图书馆供图）pic.example.com/Ux9ZGj", "source"),
        ("(The library is open.)", "target"),
        ("2023", None),
        ("* * *", None),
        ("https://example.org/library", None),
        ("详见 https://example.org/a-very-long-path-in-latin-letters", "source"),
        ("Привет", None),
    ],
)
def test_a_text_is_of_the_side_of_most_of_its_letters(text: str, side: str | None) -> None:
    assert tell_side(text, "zh", "en") == side
    assert tell_side(text, "en", "zh") == {"source": "target", "target": "source", None: None}[side]


@pytest.mark.parametrize(
    ("pair", "told"),
    [(("zh", "en"), True), (("en", "ru"), True), (("zh", "de"), True), (("en", "de"), False), (("zh", "ja"), False)],
)
def test_sides_can_be_told_only_between_scripts(pair: tuple[str, str], told: bool) -> None:
    assert can_tell_sides(*pair) is told
    assert can_tell_sides(*pair[::-1]) is told


def test_a_language_without_letters_of_its_own_has_those_that_the_other_lacks() -> None:
    assert [tell_side(text, "ru", "en") for text in ("Привет", "Hello", "1")] == ["source", "target", None]


@pytest.mark.parametrize(
    ("lines", "sides"),
    [
        (["中文", "2023", "中文", "English"], "ssst"),
        (["2023", "English", "中文"], "tts"),
        (["中文", "English", "2023"], "stt"),
        (["中文", "* * *", "", "English"], "ss-t"),
        (["中文", "", "* * *", "English"], "s-tt"),
        (["中文", "English", "2023", "2023", "中文", "English"], "ststst"),
        (["English", "中文", "2023", "2023", "English", "中文"], "tststs"),
        (["中文", "English", "中文", "English", "1", "1"], "ststst"),
        (["1", "1", "中文", "English", "中文"], "ststs"),
        (["中文", "中文", "1", "1", "English", "English"], "sssttt"),
        (["1", "2"], "ss"),
        (["", "  "], "--"),
    ],
)
def test_lines_without_letters_go_with_their_neighbours(lines: list[str], sides: str) -> None:
    names = {"s": "source", "t": "target", "-": None}
    assert tell_sides(lines, "zh", "en") == [names[side] for side in sides]


@pytest.mark.parametrize(
    ("lines", "sides"),
    [
        (["中文"] * 4 + ["unacceptable"] + ["中文"] * 3 + ["English text"] * 7, "ssssssss" + "ttttttt"),
        (["中文"] * 4 + ["Foreword"] + ["English text"] * 4, "sssstttttt"[:9]),
        (["Foreword"] + ["English text"] * 4 + ["中文"] * 4, "tttttssss"),
        (["中文", "English text"] * 2 + ["APEC", "APEC", "中文", "English text"], "stststst"),
        (["中文", "A whole English paragraph stands here, out of its place.", "中文", "中文"], "stss"),
        (["中文", "English text", "中文", "English text", "English text", "中文", "English text"], "ststtst"),
    ],
)
def test_a_line_that_tells_little_goes_where_its_neighbours_make_it_likely(lines: list[str], sides: str) -> None:
    names = {"s": "source", "t": "target"}
    assert tell_sides(lines, "zh", "en") == [names[side] for side in sides]


@given(lines=st.lists(st.text()))
def test_every_line_that_is_not_blank_has_a_side(lines: list[str]) -> None:
    assert [side is not None for side in tell_sides(lines, "zh", "en")] == [bool(line.strip()) for line in lines]
