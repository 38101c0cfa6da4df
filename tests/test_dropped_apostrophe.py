"""Possessives and contractions that lost their apostrophe."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from builders import findings_on, read_english

from evalkit.languages import Correction
from evalkit.languages.en.apostrophe_context import Context
from evalkit.languages.en.apostrophe_features import find_candidates
from evalkit.languages.en.apostrophe_model import load_weights, name_group
from evalkit.languages.en.apostrophes import cut_blocks, restore_apostrophes

DATA = os.environ.get("EVALKIT_DATA")

NOTICE = (
    "The head of the office reported the work on Chongqings foreign affairs.\n"
    "Officials of the Municipal Womens Federation and the Peoples Congress were present.\n"
    "The citys exchanges serve Chinas diplomacy, and they didnt know it."
)


def fixes_in(text: str) -> dict[str, str | None]:
    return {found.place.text: found.place.suggestion for found in findings_on("dropped-apostrophe", target=text)}


def test_each_lost_possessive_is_one_finding_with_its_fix() -> None:
    assert fixes_in(NOTICE) == {
        "Chongqings": "Chongqing's",
        "Womens": "Women's",
        "Peoples": "People's",
        "citys": "city's",
        "Chinas": "China's",
        "didnt": "didn't",
    }


def test_the_fix_takes_the_form_of_the_apostrophes_that_the_text_has() -> None:
    assert (
        fixes_in("They’re here, and we can’t stay; they didnt know, and the citys halls dont open.")["didnt"]
        == "didn’t"
    )


@pytest.mark.parametrize("mark", ["'", "’", "ʼ", "＇"])
def test_a_word_with_any_apostrophe_is_left_alone(mark: str) -> None:
    assert fixes_in(f"The women{mark}s committee met, and China{mark}s diplomacy didn{mark}t change.") == {}


@pytest.mark.parametrize(
    "text",
    [
        "The committees and the governments of both cities reported on human rights violations.",
        "See https://example.org/peoples/womens and write to womens@example.org or @womens.",
        "He was as ill as his parents were well; she wed in a shed.",
        "Its results and those of its members were published for the news series.",
    ],
)
def test_plurals_and_addresses_and_words_of_two_meanings_are_left_alone(text: str) -> None:
    assert fixes_in(text) == {}


@pytest.mark.parametrize("kept", [1, 20, 150])
def test_a_contraction_that_is_no_word_is_found_however_many_apostrophes_the_text_keeps(kept: int) -> None:
    (found,) = restore_apostrophes([*["It isn't so."] * kept, "He wasnt here."])[-1]
    assert (found.suggestion, found.certain) == ("wasn't", True) and found.confidence >= 0.95


def test_a_word_before_a_mark_that_replaced_its_apostrophe_or_inside_a_compound_is_no_candidate() -> None:
    context = Context(['The farmers" protest', "A months-old child", "The farmers protest", "The mother-in-laws house"])
    possessives = [found for found in find_candidates(context) if found.kind == "possessive"]
    assert [(found.paragraph, found.word.text) for found in possessives] == [(2, "farmers"), (3, "laws")]


def test_its_before_its_own_or_a_superlative_and_a_noun_is_no_candidate() -> None:
    sound = [
        "It fell, its lowest level in years.",
        "Its own halls.",
        "its first loss since May",
        "its longest winning streak",
    ]
    open_ones = ["Its easiest to walk.", "its best practice", "its first. Level two", "its own", "its honest people"]
    kinds = [[one.kind for one in find_candidates(Context([text]))] for text in (*sound, *open_ones)]
    assert ["its" in found for found in kinds] == [False] * 4 + [True, True, True, False, True]


def test_an_acronym_that_ends_in_a_capital_s_is_no_candidate_but_where_all_is_in_capitals() -> None:
    context = Context(["The USS Carl Vinson and the SAS headquarters.", "CHINAS FOREIGN POLICY", "The FAOs work"])
    possessives = [found for found in find_candidates(context) if found.kind == "possessive"]
    assert [found.word.text for found in possessives] == ["CHINAS", "FAOs"]


def test_a_text_too_long_to_keep_its_words_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fixes = fixes_in(NOTICE)
    monkeypatch.setattr("evalkit.languages.en.apostrophe_context._WORDS_KEPT", 15)
    assert fixes_in(NOTICE) == fixes and fixes


def test_a_capital_and_a_name_keep_their_letters() -> None:
    fixes = fixes_in("Dont go, OConnor said. They havent met. We couldnt say whats wrong.")
    assert fixes["Dont"] == "Don't" and fixes["OConnor"] == "O'Connor"


def test_a_time_behind_a_singular_determiner_is_a_possessive_and_behind_a_plural_one_is_not() -> None:
    text = "Last years result was even lower, and this years Christmas card is late. These years were good."
    assert fixes_in(text) == {"years": "year's"}
    assert fixes_in("These years were good, and three years passed.") == {}


def test_a_chinese_text_has_no_apostrophes_to_lose() -> None:
    assert findings_on("dropped-apostrophe", "外事工作Womens聯合會。") == []


def test_the_finding_is_pure_and_in_place() -> None:
    (finding,) = [one for one in findings_on("dropped-apostrophe", target=NOTICE) if one.place.text == "citys"]
    assert (finding.place.line, finding.place.column, finding.place.end_column) == (3, 5, 10)
    assert "citys" in finding.message and "city's" in finding.message


@pytest.mark.skipif(DATA is None, reason="EVALKIT_DATA names no folder with the test data")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("000*.txt", {"Women's": 4, "women's": 1, "Government's": 1, "Chongqing's": 1, "city's": 1}),
        (
            "003*.txt",
            {"People's": 7, "FAO's": 1, "Chongqing's": 2, "Jinping's": 1, "Committee's": 1, "China's": 1},
        ),
    ],
)
def test_the_lost_apostrophes_of_the_seeds_are_found_and_nothing_else(name: str, expected: dict[str, int]) -> None:
    (path,) = Path(DATA or "", "seeds").glob(name)
    found = findings_on("dropped-apostrophe", target=read_english(path))
    assert Counter(finding.place.suggestion for finding in found) == expected
    assert {finding.place.suggestion for finding in found if not finding.safe} <= {"Government's"}


def test_a_word_that_is_commoner_with_its_apostrophe_is_safe_on_less_evidence() -> None:
    candidates = find_candidates(Context(["The Peoples Congress heard the governments reports."]))
    groups = {one.word.text: name_group(one.kind, one.features) for one in candidates if one.kind == "possessive"}
    assert (groups["Peoples"], groups["governments"]) == ("common possessive", "possessive")
    safe = load_weights().safe
    assert (safe["common possessive"] or 1.0) < (safe["possessive"] or 0.0)


def test_what_certain_words_show_of_others_is_found_at_once() -> None:
    """Restored for certain, the text is looked at again, so an audit after the repair has nothing new to say."""
    texts = [
        "The womens committee and the citys office met in Beijing.",
        "Womens rights and the citys future were discussed by the countrys leaders.",
        "The committees chair thanked the womens federation; its the citys first.",
    ]
    found = restore_apostrophes(texts)
    restored = [_apply(text, [one for one in here if one.certain]) for text, here in zip(texts, found, strict=True)]
    left = {(number, one.suggestion) for number, here in enumerate(found) for one in here if not one.certain}
    again = {(number, one.suggestion) for number, here in enumerate(restore_apostrophes(restored)) for one in here}
    assert again <= left
    assert any(one.certain for here in found for one in here)


def _apply(text: str, corrections: Sequence[Correction]) -> str:
    for one in reversed(corrections):
        text = text[: one.start] + one.suggestion + text[one.end :]
    return text


def test_a_long_sound_text_gives_no_more_false_alarms_than_a_short_one() -> None:
    sound = ["The committees meet in the afternoon, and their members discuss the results of both studies."] * 30
    assert not any(restore_apostrophes(sound * 100))


@pytest.mark.parametrize("sizes", [[], [5], [400] * 10, [3000], [10, 5000, 10], [0, 0, 900, 900]])
def test_blocks_hold_every_paragraph_once_in_order(sizes: list[int]) -> None:
    blocks = list(cut_blocks(sizes))
    assert [at for block in blocks for at in block] == list(range(len(sizes)))
