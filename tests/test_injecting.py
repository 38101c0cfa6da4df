"""Faults are put in where they were said to be, found ones are counted as found, and nothing else is counted."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from audits import write_document
from builders import make_document
from running import run

import evalkit.injectors
from evalkit.data import GlossaryEntry
from evalkit.injectors import Chance, Paragraph
from evalkit.plugins import list_names
from evalkit.selftest.damaging import Injector, load_injector
from evalkit.selftest.injecting import InjectionOutcome, measure_injector

CHINESE = "3月11日，王广成（市长）说：“共有2456人参加。”大家讨论学习《国家经济》，很满意；后来www.cqfao.com报道了“这个消息”，也报道了会议。系统发来%s。"
ENGLISH = (
    "On March 11, Wang Guangcheng (the mayor) said that “2,456 people” didn’t stay at the workers’ café, and the city’s committee "
    "discussed the “State Economy” , later reported by www.cqfao.com; WeChat sent %s, and on May 12, 2021, WeChat had 12,345 readers, who generalize; all were satisfied."
)

DAMAGED = {
    "changed-address": ("www.cqfao.com", "www.cqfao.cm"),
    "changed-date": ("March 11", "March 13"),
    "changed-end-mark": ("satisfied.", "satisfied?"),
    "changed-number": ("2,456", "2,459"),
    "changed-placeholder": ("%s,", "s,"),
    "control-character": ("March 11", "March\x00 11"),
    "copied-source": (ENGLISH, CHINESE),
    "cut-paragraph": (ENGLISH, ENGLISH[: ENGLISH.index(" ", len(ENGLISH) // 4)]),
    "double-space": ("city’s committee", "city’s  committee"),
    "doubled-punctuation": ("意；后", "意；；后"),
    "dropped-contraction": ("didn’t", "didnt"),
    "dropped-possessive": ("workers’", "workers"),
    "full-width-letters": ("2021", "２０２１"),
    "half-width-punctuation": ("意；后", "意;后"),
    "homoglyph": ("March", "Marсh"),
    "inline-pinyin": ("王广", "王(wáng)广"),
    "invisible-character": ("March", "Mar\u200bch"),
    "literal-escape": ("didn’t", "didn\\u2019t"),
    "looped-words": ("later reported by ", "later reported by " * 4),
    "misspelt-name": ("Wang Guangcheng", "Wang Guangchen"),
    "misspelt-word": ("discussed", "dicsussed"),
    "mixed-quotes": ("“State Economy”", '"State Economy"'),
    "mojibake": ("didn’t", "didnâ€™t"),
    "omitted-paragraph": (ENGLISH, ""),
    "other-date-format": ("May 12, 2021", "12 May 2021"),
    "other-script": ("学习", "學习"),
    "repeated-word": ("at the ", "at the the "),
    "replacement-character": ("March", "Marc\ufffd"),
    "stray-question-mark": ("didn’t", "didn?t"),
    "stray-space": ("com;", "com ;"),
    "ungrouped-number": ("12,345", "12345"),
    "unpaired-mark": ("(the mayor)", "(the mayor"),
    "untranslated-words": ("later reported", "later 大家讨论学习 reported"),
}


ALONE = [name for name in list_names("injectors") if load_injector(name).find_chances]
TOGETHER = [name for name in list_names("injectors") if load_injector(name).find_together]


def list_damaged(name: str) -> Iterator[str]:
    find_chances = load_injector(name).find_chances
    assert find_chances is not None
    for text, counterpart in ((ENGLISH, CHINESE), (CHINESE, ENGLISH)):
        for chance in find_chances(text, counterpart):
            yield text[: chance.start] + chance.replacement + text[chance.end :]


@pytest.mark.parametrize("name", ALONE)
def test_an_injector_says_what_it_does_and_does_it(name: str) -> None:
    assert len(load_injector(name).explanation) > 30
    sound, damaged = DAMAGED[name]
    text = ENGLISH if sound in ENGLISH else CHINESE
    expected = text.replace(sound, damaged, 1)
    if name == "control-character":  # each gap has another character
        assert any(len(one) == len(text) + 1 for one in list_damaged(name))
    elif name == "invisible-character":
        assert any(one.replace("\u200b", "") == text for one in list_damaged(name))
    else:
        assert expected in list(list_damaged(name))


@pytest.mark.parametrize("name", ALONE)
def test_every_chance_damages_the_text_inside_it(name: str) -> None:
    damaged = list(list_damaged(name))
    assert damaged
    assert name == "copied-source" or not {CHINESE, ENGLISH}.intersection(damaged)


TITLE, CHINESE_TITLE = "Zhao Visits the Foreign Affairs Office", "赵世庆到外事办调研"
BODY = (
    "Zhao visited the Foreign Affairs Office on March 11, and heard a report there.",
    "Later the Foreign Affairs Office said that all of the 52 people had come to it.",
    "At last the Foreign Affairs Office thanked him for it, and everybody went home.",
)
CHINESE_BODY = (
    "3月11日，赵世庆到外事办调研，并在那里听取了关于全年工作情况的详细汇报。",
    "随后，外事办表示，应当到场的五十二位同志全部都按时到场参加了这次会议。",
    "最后，外事办对他前来调研指导表示衷心感谢，全体参会人员随后陆续离开会场。",
)
DAMAGED_TOGETHER = {
    "copied-rendering": {2: BODY[0]},
    "dropped-heading": {0: ""},
    "lost-apostrophes": {0: "The mayors plan isnt ready.", 2: "The workers plans and the citys were read."},
    "other-capitals": {1: "On Wechat’s pages it is."},
    "other-expansion": {
        0: f"{TITLE} (FAO)",
        1: BODY[0].replace("Affairs Office", "Affairs Organ (FAO)"),
    },
    "other-rendering": {1: BODY[0].replace("Foreign Affairs Office", "Office of Foreign Affairs")},
    "other-variety": {2: "Its theatre and harbours honor him."},
    "other-term": {2: BODY[1].replace("Foreign Affairs Office", "something")},
    "repeated-source": {2: CHINESE_BODY[0]},
    "undecodable-characters": {0: "\ufffdNo\ufffd, he said.", 1: "The caf\ufffd \ufffd it is old."},
    "unwritable-characters": {0: "?No?, he said.", 1: "The caf? ? it is old."},
}
MARKS = ("“No”, he said.", "The café – it is old.", "All is well.")
OWN_TEXTS = {
    "lost-apostrophes": (
        "The mayor’s plan isn’t ready.",
        "All is well.",
        "The workers’ plans and the city’s were read.",
    ),
    "other-capitals": ("He read it on WeChat.", "On WeChat’s pages it is.", "She did not."),
    "other-variety": ("The colour is new.", "All is well.", "Its theatre and harbours honour him."),
    "undecodable-characters": MARKS,
    "unwritable-characters": MARKS,
}
"""What such an injector is tried on where the texts above hold nothing for it."""


@pytest.mark.parametrize("name", TOGETHER)
def test_an_injector_that_needs_the_whole_document_says_what_it_does_and_does_it(name: str) -> None:
    injector = load_injector(name)
    own, other = OWN_TEXTS.get(name, (TITLE, *BODY)), (CHINESE_TITLE, *CHINESE_BODY)
    if injector.side == "source":
        own, other = other, own
    paragraphs = [
        Paragraph(side=injector.side, text=text, counterpart=counterpart)
        for text, counterpart in zip(own, other, strict=False)
    ]
    assert injector.find_together is not None
    ways = [
        {n: own[n][: one.start] + one.replacement + own[n][one.end :] for n, one in way.items()}
        for way in injector.find_together(paragraphs, [("外事办", ("Foreign Affairs Office",))])
    ]
    assert len(injector.explanation) > 30
    assert DAMAGED_TOGETHER[name] in ways
    assert all(text != own[n] for way in ways for n, text in way.items())


@pytest.mark.parametrize("name", [name for name in TOGETHER if name != "other-rendering"])  # too short to mine terms
def test_what_such_an_injector_puts_in_is_found(name: str) -> None:
    glossary = (GlossaryEntry(source="外事办", targets=("Foreign Affairs Office",)),)
    target = OWN_TEXTS.get(name, (TITLE, *BODY))
    document = replace(make_document("\n".join((CHINESE_TITLE, *CHINESE_BODY)), "\n".join(target)), glossary=glossary)
    injector = load_injector(name)
    outcome = measure_injector(injector, [document], seed=1)
    assert outcome.injected == (1 if injector.whole else len(DAMAGED_TOGETHER[name]))
    assert outcome.found == outcome.injected
    assert outcome.false == 0


def test_a_fault_of_the_whole_document_is_one_and_only_its_own_check_finds_it() -> None:
    text = "The mayor’s plan isn’t ready.\nThe workers’ plans and the city’s were read."
    outcome = measure_injector(load_injector("lost-apostrophes"), [make_document("", text)], seed=1)
    assert (outcome.injected, outcome.found, outcome.true, outcome.false) == (1, 1, 1, 0)
    quiet = replace(load_injector("lost-apostrophes"), check="replacement-character")
    outcome = measure_injector(quiet, [make_document("", text)], seed=1)
    assert (outcome.injected, outcome.found, outcome.true, outcome.false) == (1, 0, 0, 0)


@pytest.mark.parametrize("name", list_names("injectors"))
def test_the_check_that_ought_to_find_it_exists(name: str) -> None:
    assert load_injector(name).check in list_names("checks")


@pytest.mark.parametrize("path", sorted(Path(evalkit.injectors.__path__[0]).glob("*.py")), ids=lambda path: path.stem)
def test_an_injector_shares_no_code_with_the_checks(path: Path) -> None:
    imported = {
        node.module
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("evalkit")
    }
    assert imported <= {"evalkit.injectors"}


# Counting


def put(find: str, replacement: str, check: str, **fields: bool) -> Injector:
    """An injector that puts a replacement at every place of a text."""

    def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
        if find in text:
            start = text.index(find)
            yield Chance(start=start, end=start + len(find), replacement=replacement, **fields)

    return Injector(
        name="test", explanation="", check=check, side="target", per_document=None, find_chances=find_chances
    )


def measure(injector: Injector, *targets: str, **options: float) -> InjectionOutcome:
    documents = [make_document("", target, name=f"document-{number}") for number, target in enumerate(targets)]
    return measure_injector(injector, documents, seed=1, **options)  # type: ignore[arg-type]


def test_a_fault_that_is_found_and_restored_counts_as_such() -> None:
    outcome = measure(put("the ", "the  ", "double-space"), "On the way to it.", "Behind the house.")
    assert (outcome.injected, outcome.found, outcome.restored, outcome.true, outcome.false) == (2, 2, 2, 2, 0)
    assert (outcome.precision, outcome.recall, outcome.right_fix) == (1.0, 1.0, 1.0)
    assert outcome.missed == ()


def test_a_fault_that_is_not_found_is_missed_and_named() -> None:
    outcome = measure(put("the", "teh", "double-space"), "On the way to it.")
    assert (outcome.injected, outcome.found, outcome.recall, outcome.precision) == (1, 0, 0.0, None)
    [missed] = outcome.missed
    assert (missed.path, missed.line, missed.column) == ("document-0.en.txt", 1, 4)
    assert (missed.text, missed.replacement) == ("the", "teh")


def test_what_was_there_before_is_not_counted() -> None:
    outcome = measure(put("way", "w  ay", "double-space"), "It was  there before the way, and  behind it.")
    assert (outcome.found, outcome.true, outcome.false) == (1, 1, 0)


def test_what_is_found_elsewhere_than_the_fault_is_false() -> None:
    injector = put("the way", "the  way", "double-space", elsewhere=True)
    outcome = measure(injector, "On the way to it.")
    assert (outcome.found, outcome.true, outcome.false, outcome.precision) == (0, 0, 1, 0.0)


def test_a_suggestion_that_is_not_the_sound_text_restores_nothing() -> None:
    outcome = measure(put("the ", "the\u2028", "control-character"), "On the way to it.")
    assert (outcome.found, outcome.restored) == (1, 1)
    outcome = measure(put("the ", "the, \u2028", "control-character"), "On the way to it.")
    assert (outcome.found, outcome.restored, outcome.right_fix) == (1, 0, 0.0)


def test_a_check_that_proposes_nothing_has_no_share_of_right_fixes() -> None:
    assert measure(put("the", "t\ufffde", "replacement-character"), "On the way to it.").right_fix is None


def test_every_second_paragraph_takes_one_fault() -> None:
    outcome = measure(put("the ", "the  ", "double-space"), "\n".join(["On the way to it."] * 10))
    assert outcome.injected == outcome.found == 5


def test_nothing_is_measured_where_nothing_can_be_put_in() -> None:
    outcome = measure(put("nowhere", "", "double-space"), "On the way to it.")
    assert (outcome.injected, outcome.recall, outcome.precision, outcome.right_fix) == (0, None, None, None)


def test_findings_below_the_least_confidence_find_nothing() -> None:
    injector = put("the ", "the  ", "double-space")
    assert measure(injector, "On the way to it.", least_confidence=0.999).found == 0


def test_an_omitted_paragraph_is_expected_on_the_other_side() -> None:
    numbers = ("1,207", "350", "48,000", "23", "9,154")
    source = "\n".join(
        f"第{number.replace(',', '')}号文件说，这一年共有{number.replace(',', '')}人参加会议。" for number in numbers
    )
    target = "\n".join(
        f"Document {number} says that in this year {number} people took part in it." for number in numbers
    )
    outcome = measure_injector(load_injector("omitted-paragraph"), [make_document(source, target)], seed=1)
    assert (outcome.injected, outcome.found, outcome.false) == (1, 1, 0)


# The command


def test_the_same_seed_gives_the_same_table(tmp_path: Path) -> None:
    write_document(tmp_path, chinese="\n".join([CHINESE] * 4), english="\n".join([ENGLISH] * 4))
    options = (tmp_path, "--check", "replacement-character", "--format", "json", "--rounds", "2")
    first, again = (run("selftest", *options, "--seed", "7").stdout for _ in range(2))
    assert first == again


def test_the_table_names_every_fault_and_every_check_without_an_injector(tmp_path: Path) -> None:
    write_document(tmp_path, chinese=CHINESE, english=ENGLISH)
    checks = ("--check", "double-space", "--check", "unexplained-acronym", "--check", "heading-without-counterpart")
    done = run("selftest", tmp_path, *checks)
    assert done.returncode == 0
    rows = done.stdout.split("\n")
    assert rows[0].split() == ["fault", "check", "put", "in", "found", "recall", "false", "precision", "right", "fix"]
    assert rows[1].split() == ["double-space", "double-space", "1", "1", "1.000", "0", "1.000", "1.000"]
    assert "These documents have no place for: dropped-heading." in done.stdout
    assert "Not tested, for want of an injector: unexplained-acronym." in done.stdout


def test_json_holds_the_figures_and_what_was_missed(tmp_path: Path) -> None:
    write_document(tmp_path, chinese=CHINESE, english=ENGLISH)
    content = json.loads(run("selftest", tmp_path, "--check", "double-space", "--format", "json").stdout)
    [fault] = content["faults"]
    assert (fault["fault"], fault["injected"], fault["recall"], fault["missed"]) == ("double-space", 1, 1.0, [])


def test_nothing_is_written(tmp_path: Path) -> None:
    path = write_document(tmp_path, chinese=CHINESE, english=ENGLISH)
    before = path.read_bytes()
    run("selftest", tmp_path, "--check", "double-space")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
