"""The pages in Chinese: every text of the pages and scripts, and every message of a translated check, with the same
parameters."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from string import Formatter
from types import SimpleNamespace
from typing import Any

import pytest
from evaluations import make_document, make_finding

import evalkit.pages
from evalkit.auditing.checking import load_check
from evalkit.auditing.marking import EXPLANATIONS as MARKS
from evalkit.comparing.resampling import SAMPLES, Sampling
from evalkit.pages.translating import (
    find_sentence,
    load_explanations,
    load_messages,
    translate,
    translate_message,
    translate_sentence,
)
from evalkit.pages.vendoring import VENDOR
from evalkit.plugins import list_names
from evalkit.tables.board import describe_sampling
from evalkit.tables.phrases import load_translations

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


def test_nearly_every_check_has_its_messages_and_its_explanation_in_chinese() -> None:
    # A new check may wait for its Chinese, so that adding one stays a matter of one file; this names those that do.
    checks = list_names("checks")
    missing = [name for name in checks if name not in load_messages() or name not in load_explanations()]
    assert len(missing) <= len(checks) // 10, missing


def test_every_explanation_in_chinese_belongs_to_a_check_or_a_mark() -> None:
    assert set(load_explanations()) <= {*list_names("checks"), *MARKS}
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in load_explanations().values())


def list_sentences(path: str, functions: Sequence[str]) -> list[str]:
    """The sentences that these functions make, each field of them filled with a 7."""
    tree = ast.parse((PAGES.parent / path).read_text(encoding="utf-8"))
    bodies = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name in functions]
    assert len(bodies) == len(functions), path
    known = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    inner = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    inner |= {id(body.body[0].value) for body in bodies if isinstance(body.body[0], ast.Expr)}
    texts = [fill(node, known) for body in bodies for node in ast.walk(body) if id(node) not in inner]
    return [text for text in texts if len(text) > 20 and text.endswith(".")]


def fill(node: ast.AST, known: Mapping[str, ast.AST]) -> str:
    """The text of an expression, as far as it is written there."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(fill(part.value if isinstance(part, ast.FormattedValue) else part, known) for part in parts)
        case ast.IfExp(body=body):
            return fill(body, known)
        case ast.Call(args=[_, ast.Constant(value=str(noun))]):
            return f"7 {noun}s"
        case ast.Name(id=name) if isinstance(known.get(name), ast.Constant):
            return fill(known[name], known)
        case ast.expr():
            return "7" if not isinstance(node, ast.Constant) else ""
    return ""


WARNINGS = {
    "jobs/evaluating.py": ("_warn_of_decisions",),
    "reading/reading.py": ("_say_assumed",),
    "files/sides.py": ("warn_of_script",),
    "files/layout.py": ("group_files",),
    "files/outputs.py": ("_say_aligned", "_warn_of_missing"),
    "files/decoding.py": ("_note_encoding", "_note_lines"),
    "readers/docx.py": ("_say_unread",),
    "metrics/comet.py": ("_warn_of_languages",),
    "models/fetching.py": ("_explain", "_require_permission"),
}


@pytest.mark.parametrize("path", WARNINGS)
def test_every_warning_and_reason_of_these_places_has_its_chinese(path: str) -> None:
    sentences = list_sentences(path, WARNINGS[path])
    assert sentences
    assert [text for text in sentences if find_sentence(text) is None] == []


def test_what_a_sentence_quotes_stays_as_it_is_and_reasons_are_told_one_by_one() -> None:
    held = "Held back: 2 repairs, because stray-space still objects to what it would write; something unheard of."
    assert find_sentence(held) == "暂缓的修复：2 处，原因：stray-space 仍不接受将要写入的内容；something unheard of。"
    assert find_sentence("a: b.txt: all lines end in CRLF.") == "a：b.txt：所有行都以 CRLF 结尾。"


@pytest.mark.parametrize("test", SAMPLES)
@pytest.mark.parametrize("unit", ["segment", "document"])
def test_how_ranks_were_found_is_said_in_chinese_too(test: Any, unit: Any) -> None:
    scores = SimpleNamespace(pair_sampling=Sampling(test=test, unit=unit))
    assert "校正" in str(find_sentence(describe_sampling(scores)))  # type: ignore[arg-type]


def test_that_there_are_too_few_to_compare_is_said_in_chinese_too() -> None:
    said = "Too few to compare: 4 segments drawn, and 6 or more are needed for 1 comparison; so there are no verdicts, ranks or p-values."
    assert "4 段" in str(find_sentence(said)) and "6 段" in str(find_sentence(said))


def test_a_sentence_that_nobody_translated_stands_alone() -> None:
    assert translate_sentence("press.txt: something <new>.") == "press.txt: something &lt;new&gt;."


def test_the_chinese_of_a_sentence_has_fields_of_the_english_only() -> None:
    table = json.loads((PAGES / "sentences.zh.json").read_text(encoding="utf-8"))
    assert {english for english, chinese in table.items() if not list_fields(chinese) <= list_fields(english)} == set()


def read_all(pattern: str, *folders: Path) -> str:
    paths = [path for folder in folders or (PAGES,) for path in sorted(folder.glob(pattern))]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def list_unknown(found: set[str], known: Mapping[str, str]) -> list[str]:
    return sorted(found - set(known))


def test_every_text_of_the_templates_has_its_chinese() -> None:
    templates = read_all("templates/*.html.j2")
    texts = set(re.findall(r'\b(?:t|zh)\("([^"]+)"', templates))
    texts |= set(re.findall(r'attribute\("[a-z-]+", "([^"]+)"', templates))
    texts |= set(re.findall(r' else "([A-Z{][^"]+)", [a-z]+=', templates))
    assert len(texts) > 60
    assert list_unknown(texts - {"Any "}, load_translations()["pages"]) == []


def test_every_text_of_the_scripts_has_its_chinese() -> None:
    scripts = read_all("scripts/*.js")
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
        "note",
        "rejected",
        "word",
    }
    texts |= {"accepted", "rejected", "fixed", "decided in part"}
    assert len(texts) > 10
    assert list_unknown(texts, load_translations()["scripts"]) == []


def test_every_phrase_of_the_modules_has_its_chinese() -> None:
    code = read_all("*.py", PAGES, PAGES.parent / "tables")
    texts = set(re.findall(r'\b(?:phrase|count_phrase)\(\s*(?:[^",()]+(?:\([^()]*\))?, )?"([^"]+)"', code))
    texts |= {text for pair in re.findall(r'count_phrase\([^,]+, "([^"]+)", "([^"]+)"', code) for text in pair}
    texts |= set(re.findall(r'phrase\("([^"]+)"', (PAGES.parent / "writers" / "html.py").read_text(encoding="utf-8")))
    assert len(texts) > 100
    assert list_unknown(texts - {"evalkit", ", "}, load_translations()["pages"]) == []


@pytest.mark.parametrize(
    ("part", "ending"), [("pages", ("*.py", "*.html.j2")), ("scripts", ("*.js", "score_plots.py"))]
)
def test_no_chinese_is_kept_of_a_text_that_no_page_says(part: str, ending: tuple[str, ...]) -> None:
    paths = [path for pattern in ending for path in PAGES.parent.rglob(pattern) if path.parent != VENDOR]
    said = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    said += "".join(f'"Any {what}"' for what in re.findall(r'choice\("\w+", "(\w+)"', said))
    unsaid = [text for text in load_translations()[part] if not re.search(rf"""["'(]{re.escape(text)}["')]""", said)]
    assert unsaid == []


def test_a_message_stands_in_both_languages_with_its_parameters() -> None:
    document = make_document("t", ["甲"], ["Womens <b>"])
    finding = make_finding(document, document.target[0], "Womens")
    told = replace(finding, message_id="dropped", parameters={"text": "<b>\x00", "suggestion": "b's"}, message="m <b>")
    assert translate_message(told) == ('<span data-zh="“&lt;b&gt;␀”丢了撇号；应写作“b&#39;s”。">m &lt;b&gt;</span>')


def test_a_message_of_an_older_evaluation_stands_alone() -> None:
    document = make_document("t", ["甲"], ["Womens"])
    found = make_finding(document, document.target[0], "Womens", check="half-width-punctuation", message="m")
    for message_id in ("half-width", "no-such-message", ""):  # its parameters lack; it has no Chinese; a record without
        assert translate_message(replace(found, message_id=message_id, parameters={})) == "m"


def test_a_text_without_chinese_stands_alone() -> None:
    assert translate("No such text: {what}", what="<") == "<span>No such text: &lt;</span>"
