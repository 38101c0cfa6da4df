"""Left-overs of the other Chinese script."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import findings_on, read_chinese


def places_on(text: str) -> list[tuple[str, str | None]]:
    found = findings_on("mixed-script", text)
    return sorted((place.text, place.suggestion) for finding in found for place in (finding.place, *finding.places))


def test_the_seeds_have_nine_left_overs_and_no_name_or_variant_is_among_them(seeds: Path) -> None:
    found = [one for path in sorted(seeds.glob("0*.txt")) for one in places_on(read_chinese(path))]
    expected = [("干", "幹")] * 4 + [("于", "於"), ("后", "後"), ("并", "並"), ("愿", "願"), ("筑", "築")]
    assert sorted(found) == sorted(expected)


def test_the_same_left_over_is_one_finding_with_all_its_places(seeds: Path) -> None:
    found = findings_on("mixed-script", read_chinese(seeds / "000_77a3382a7273a2e2.txt"))
    assert [len(finding.places) for finding in found if finding.place.text == "干"] == [3]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("市級機關婦聯會的女干部參加學習。", "“干” in “干部” falls out"),
        ("市領導到辦公室調研并聽取匯報。", "“并” falls out"),
    ],
)
def test_the_word_that_shows_it_is_named_unless_it_is_the_character(text: str, said: str) -> None:
    (found,) = findings_on("mixed-script", text)
    assert found.message.startswith(said)


def test_nothing_is_safe() -> None:
    found = findings_on("mixed-script", "市級機關婦聯會的女干部參加學習。")
    assert found and not any(finding.safe for finding in found)


@pytest.mark.parametrize(
    "text",
    [
        "皇后與太后參觀廣闊的宮廷，對歷史表示興趣。",
        "儘速處理這項計畫，並於會議後報導結果。",
        "乾旱地區種植樹木，後來發現雲層變厚。",
    ],
)
def test_characters_of_sound_traditional_text_are_left_alone(text: str) -> None:
    assert places_on(text) == []


@pytest.mark.parametrize("region", ["s2t", "s2tw", "s2hk"])
def test_converted_text_has_no_left_overs(region: str, data: Path) -> None:
    from opencc import OpenCC

    lines = (data / "wmt22/zh-en/source.zh").read_text(encoding="utf-8").split("\n")[:400]
    assert places_on(OpenCC(region).convert(OpenCC("t2s").convert("\n".join(lines)))) == []


def test_a_traditional_character_in_simplified_text_is_found() -> None:
    assert places_on("他们说这个国家对發展的认识还不够。") == [("發", "发")]


def test_a_whole_paragraph_in_the_other_script_is_no_left_over() -> None:
    simplified = "他们说这个国家对发展的认识还不够，应当继续学习。"
    assert places_on(f"{simplified}\n{simplified}\n{simplified}\n{simplified}\n這裡說明書寫與發音的關係。") == []


def test_too_short_a_text_has_no_script() -> None:
    assert places_on("女干部說") == []
