"""Terms of a Chinese text, and phrases that are written as names in an English one."""

from __future__ import annotations

import pytest

from evalkit.languages.en.phrases import find_phrases
from evalkit.languages.zh.terms import find_terms, list_tokens
from evalkit.terms.lookup import make_index


def test_a_term_stands_where_a_name_may_begin() -> None:
    keys = {term.key for term in find_terms("記者到市政府外辦採訪，省政府外辦也來了。")}
    assert {"市政府外办", "省政府外办"} <= keys
    assert not keys & {"政府外办"}


def test_a_term_is_alone_where_its_last_word_belongs_to_no_other() -> None:
    assert {term.alone for term in find_terms("到市政府外办采访。") if term.key == "市政府外办"} == {True}
    assert {term.alone for term in find_terms("到市政府外办和省外办采访。") if term.key == "市政府外办"} == {False}


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("In the Foreign Affairs Office of the City he sat.", ["Foreign Affairs Office of the City"]),
        ("Women’s work at China’s Foreign Ministry.", ["Foreign Ministry"]),
        ("the Municipal People's Congress met", ["Municipal People's Congress"]),
        ("The Chongqing FAO’s staff", ["Chongqing FAO"]),
        ("Professor Lanjuan Li and Wang Bingdan", ["Lanjuan Li", "Wang Bingdan"]),
        ("ALL IN CAPITALS HERE", []),
        ("Reporters came to Chongqing.", []),
    ],
)
def test_a_phrase_is_the_longest_run_of_capitalised_words(text: str, phrases: list[str]) -> None:
    assert [text[one.start : one.end] for one in find_phrases(text)] == phrases


def test_forms_of_one_name_are_one_family() -> None:
    forms = ["Municipal Foreign Affairs Office", "Foreign Affairs Offices of the City", "Office of Foreign Affairs"]
    families = {find_phrases(f"the {form} met")[0].family for form in forms}
    assert families == {frozenset({"affair", "office"})}


def test_characters_compare_across_scripts_and_without_inline_readings() -> None:
    text = "協(xié)會和协会"
    assert [(found.start, found.end) for found in make_index(("协会",), "zh").find(text)] == [(0, 7), (8, 10)]
    assert [token.keys for token in list_tokens("APEC協")] == [("apec",), ("协",)]
