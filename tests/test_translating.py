"""The pages in Chinese: every text of the pages and scripts, and every message of a translated check, with the same parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest
from evaluations import make_document, make_finding

import evalkit.pages
from evalkit.checking import load_check
from evalkit.pages.translating import load_messages, load_translations, translate, translate_message
from evalkit.plugins import list_names

PAGES = Path(evalkit.pages.__file__).parent


def list_fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("check", load_messages())
def test_a_check_with_chinese_has_it_for_every_message_with_the_same_parameters(check: str) -> None:
    # A check without Chinese is shown in English: adding a check stays a matter of one file.
    english, chinese = load_check(check).messages, load_messages()[check]
    assert {name: list_fields(text) for name, text in chinese.items()} == {
        name: list_fields(text) for name, text in english.items()
    }


def test_no_check_has_chinese_messages_that_does_not_exist() -> None:
    assert set(load_messages()) <= set(list_names("checks"))


@pytest.mark.parametrize("part", ["pages", "scripts"])
def test_the_chinese_of_the_interface_has_the_parameters_of_the_english(part: str) -> None:
    for english, chinese in load_translations()[part].items():
        assert list_fields(chinese) == list_fields(english), english
        words = re.sub(r"\{\w+\}", "", english)
        assert re.search(r"[\u4e00-\u9fff]", chinese) or words in ("In ", ": .", "."), english


def read_all(pattern: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(PAGES.glob(pattern)))


def list_unknown(found: set[str], known: Mapping[str, str]) -> list[str]:
    return sorted(found - set(known))


def test_every_text_of_the_templates_has_its_chinese() -> None:
    templates = read_all("*.html.j2")
    texts = set(re.findall(r'\b(?:t|zh)\("([^"]+)"', templates))
    texts |= set(re.findall(r'attribute\("[a-z-]+", "([^"]+)"', templates))
    texts |= set(re.findall(r' else "([A-Z{][^"]+)", [a-z]+=', templates))
    assert len(texts) > 60
    assert list_unknown(texts - {"Any "}, load_translations()["pages"]) == []


def test_every_sentence_of_a_verdict_has_its_chinese() -> None:
    texts = set(
        re.findall(r'\b(?:phrase|count_phrase)\(\s*(?:[^",()]+(?:\([^()]*\))?, )?"([^"]+)"', read_all("verdicts.py"))
    )
    texts |= set(re.findall(r'phrase\("([^"]+)"', (PAGES.parent / "writers" / "html.py").read_text(encoding="utf-8")))
    assert len(texts) > 10
    assert list_unknown(texts, load_translations()["pages"]) == []


def test_every_text_of_the_scripts_has_its_chinese() -> None:
    scripts = read_all("*.js")
    texts = set(re.findall(r'evalkit\.say\("([^"]+)"', scripts))
    texts |= set(re.findall(r'evalkit\.label\([^"\n]*?, (?:[^",\n]+ \? )?"([^"]+)"', scripts))
    texts |= set(re.findall(r'makeButton\("([^"]+)"', scripts))
    texts |= set(re.findall(r'\? "([^"\n]+)" : "', scripts)) - {
        "ascending",
        "dark",
        "en",
        "English",
        "light",
        "open",
        "zh",
        "zh-Hans",
        "+",
    }
    texts |= {"accepted", "rejected", "fixed", "decided in part"}
    assert len(texts) > 10
    assert list_unknown(texts, load_translations()["scripts"]) == []


def test_a_message_stands_in_both_languages_with_its_parameters() -> None:
    document = make_document("t", ["甲"], ["Womens <b>"])
    finding = make_finding(document, document.target[0], "Womens")
    told = replace(finding, message_id="dropped", parameters={"text": "<b>\x00", "suggestion": "b's"}, message="m <b>")
    assert translate_message(told) == ('<span data-zh="“&lt;b&gt;␀”丢了撇号；应写作“b&#39;s”。">m &lt;b&gt;</span>')


def test_a_text_without_chinese_stands_alone() -> None:
    assert translate("No such text: {what}", what="<") == "<span>No such text: &lt;</span>"
