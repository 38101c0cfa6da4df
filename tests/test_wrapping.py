"""Hard-wrapped text is recognised, and only that; its lines are joined to paragraphs that know their places."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from evalkit.files.wrapping import find_wrap, join_block, list_blocks

PROSE = (
    "On March 11, the vice chairman visited the municipal office and heard a report on the work of last year. He was accompanied by "
    "officials of the committee, and the leaders of the office were present. Throughout the visit he went from room to room and had a "
    "detailed look at the development of the team, of the travel card, and of the gifts that were chosen. The head of the office then "
    "reported on the plan for the next year, which asks for more hands, a larger hall and an earlier start."
)
CHINESE = (
    "会上，市政府外办的六位同志先后围绕外国领馆与重庆、外事礼宾礼仪、担任重大外事活动联络员的工作体会、百年党史下外交工作的发展、"
    "外事翻译体会作了精彩分享。会前，还组织大家参观外事大楼，了解外事大楼的建筑文化、外事活动区布置及配套设施、外事赠礼、友好城市"
    "陈列展，现场调研外事服务窗口等。通过本次活动，大家对各国驻渝领事机构、外交红色故事、外事礼宾礼仪有了全新的认识。"
)


def wrap_chinese(text: str, width: int) -> list[str]:
    """Lines of at most so many characters; punctuation that may not open a line hangs over."""
    lines, line = [], ""
    for character in text:
        if len(line) >= width and character not in "，。、！？":
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
@pytest.mark.parametrize("indent", ["", "    "])
def test_wrapped_english_is_recognised_at_any_usual_width(width: int, indent: str) -> None:
    lines = [indent + line for line in textwrap.wrap(PROSE, width)]
    wrap = find_wrap(list_blocks(["A heading", "", *lines, "", *lines]), "en")
    assert wrap is not None
    assert wrap.line == 3
    assert width - 6 <= wrap.width <= width


@pytest.mark.parametrize("width", [22, 30, 38])
def test_wrapped_chinese_is_recognised(width: int) -> None:
    assert find_wrap(list_blocks(wrap_chinese(CHINESE, width)), "zh") is not None


@pytest.mark.parametrize(
    "lines",
    [
        PROSE.split(". "),
        [PROSE, CHINESE, PROSE],
        ["Roses are red,", "violets are blue,", "sugar is sweet", "and so are you", "and all the flowers"],
        [f"the {word} that was seen on the way to the market" for word in ("cat", "dog", "bird of prey", "hen")],
        ["The Vice Chairman of the Committee Visits the Office", "The Head of the Office Reports on the Plan for 2024"]
        * 4,
        textwrap.wrap(PROSE, 72)[:3],
        [line for line in textwrap.wrap(PROSE, 72) for line in (line, "")],
    ],
    ids=["sentences", "paragraphs", "verse", "list", "headlines", "too little", "one line a block"],
)
def test_other_lines_are_not(lines: list[str]) -> None:
    assert find_wrap(list_blocks(lines), "en") is None


def test_no_document_of_the_test_sets_is_taken_for_wrapped(data: Path) -> None:
    for path, language in _list_test_files(data):
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        for start in range(0, len(lines), 15):
            wrap = find_wrap(list_blocks(lines[start : start + 15]), language)
            assert wrap is None, f"{path}:{start + 1}"


def _list_test_files(data: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted((data / "english").glob("*.txt")):
        yield path, "en"
    for pair in ("zh-en", "en-zh"):
        for path in sorted((data / "wmt22" / pair).glob("*.*")):
            if path.suffix in (".zh", ".en"):
                yield path, path.suffix[1:]


def test_wrapped_documents_of_the_test_sets_are_recognised(data: Path) -> None:
    lines = [line for line in (data / "english" / "wmt24.source.txt").read_text(encoding="utf-8").split("\n") if line]
    found = seen = 0
    for start in range(0, len(lines) - 15, 15):
        wrapped = [part for line in lines[start : start + 15] for part in (*textwrap.wrap(line, 72), "")]
        blocks = list(list_blocks(wrapped))
        if sum(len(block) - 1 for block in blocks) >= 4:
            seen += 1
            found += find_wrap(blocks, "en") is not None
    assert seen >= 20
    assert found >= 0.97 * seen


@pytest.mark.parametrize(
    ("lines", "language", "text"),
    [
        (["one two", "three"], "en", "one two three"),
        (["  one two  ", "\tthree\t"], "en", "one two three"),
        (["a well-", "known man"], "en", "a well-known man"),
        (["a pre-", "War house"], "en", "a pre- War house"),
        (["外事", "大楼。"], "zh", "外事大楼。"),
        (["总计为3", "0学时。"], "zh", "总计为30学时。"),
        (["参加 APEC", "meeting 的人"], "zh", "参加 APEC meeting 的人"),
    ],
)
def test_lines_are_joined_as_their_language_is_written(lines: list[str], language: str, text: str) -> None:
    assert join_block(list(enumerate(lines, start=7)), language, path="t.txt").text == text


def test_every_word_of_a_joined_paragraph_stands_where_it_says() -> None:
    lines = ["", *(f"  {line} " for line in textwrap.wrap(PROSE, 60))]
    (block,) = list_blocks(lines)
    passage = join_block(block, "en", path="t.txt")
    assert passage.text == PROSE
    for word in set(PROSE.split()):
        start = PROSE.index(word)
        place = passage.place(start, start + len(word), side="target")
        assert place.line == place.end_line
        assert lines[place.line - 1][place.column - 1 : place.end_column - 1] == place.text == word
