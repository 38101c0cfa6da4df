"""Outputs that are not finished are refused or told before any score, and finished ones are neither."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import write_lines
from line_outputs import REFERENCE_LINES as REFERENCE

from evalkit.data import Passage
from evalkit.data.test_sets import LineText, TestSet
from evalkit.errors import PairingError
from evalkit.jobs.scoring_lines import score_files
from evalkit.reading.lines import read_test_set
from evalkit.reading.unfinished import SIGNS, find_signs, tell_signs


def make_text(name: str, lines: list[str]) -> LineText:
    passages = (Passage(text=line, path=f"{name}.en", line=number) for number, line in enumerate(lines, start=1))
    return LineText(name=name, path=f"{name}.en", lines=tuple(passages))


def make_set(lines: list[str], reference: list[str] | None = None) -> TestSet:
    reference = REFERENCE[: len(lines)] if reference is None else reference
    return TestSet(
        systems={"system": make_text("system", lines)}, references={"reference": make_text("reference", reference)}
    )


def signs_of(lines: list[str], reference: list[str] | None = None) -> dict[str, int]:
    return {one.sign.name: one.count for one in find_signs(make_set(lines, reference))}


REFUSED = {
    "subword-pieces": [
        [line.replace("ri", "ri@@ ").replace("pl", "pl@@ ") for line in REFERENCE],
        ["▁" + line.replace(" ", " ▁") for line in REFERENCE],
    ],
    "special-tokens": [
        [f"<s> {line} </s>" for line in REFERENCE],
        [line.replace("river", "<unk>").replace("plan", "<UNK>") for line in REFERENCE],
        [f"<|im_start|>{line}<|im_end|>" for line in REFERENCE],
        [f"__en__ {line}" for line in REFERENCE],
        [f"eng_Latn {line}" for line in REFERENCE],
    ],
    "chat-remarks": [
        [f"Here's the translation: {line}" for line in REFERENCE],
        [f"Translation: {line}" for line in REFERENCE],
        [f"```{line}```" for line in REFERENCE],
        [f"<think> The user wants English. </think> {line}" for line in REFERENCE],
        ["I'm sorry, but I can't help with that." for _ in REFERENCE],
    ],
    "line-numbers": [
        [f"{number}. {line}" for number, line in enumerate(REFERENCE, 1)],
        [f"[{number}] {line}" for number, line in enumerate(REFERENCE)],
    ],
    "loops": [[f"{line} {'and so on ' * 12}" for line in REFERENCE], [line + "ha" * 60 for line in REFERENCE]],
}
TOLD = {
    "tokenised-text": [
        [line.replace(".", " .").replace("'", " &apos;") for line in REFERENCE],
        [line.replace(" was ", " , was ") for line in REFERENCE],
    ],
    "quoted-lines": [[f'"{line}"' for line in REFERENCE], [f"“{line}”" for line in REFERENCE]],
    "lower-case": [[line.lower() for line in REFERENCE]],
}


@pytest.mark.parametrize(("name", "lines"), [(name, lines) for name, several in REFUSED.items() for lines in several])
def test_an_output_that_means_nothing_is_refused_unless_allowed(name: str, lines: list[str], tmp_path: Path) -> None:
    reference, system = write_lines(tmp_path / "reference.en", REFERENCE), write_lines(tmp_path / "system.en", lines)
    with pytest.raises(PairingError, match=rf"system\.en:\d+: the output is not finished: .* say --allow {name}\."):
        score_files([system], [reference], metrics=["bleu"], target_language="en")
    scores = score_files([system], [reference], metrics=["bleu"], target_language="en", allowed=[name])
    assert any("system " in warning and "the first is" in warning for warning in scores.warnings)


@pytest.mark.parametrize(("name", "lines"), [(name, lines) for name, several in TOLD.items() for lines in several])
def test_the_rest_is_told_by_system(name: str, lines: list[str]) -> None:
    what = next(sign.what for sign in SIGNS if sign.name == name)
    told = list(tell_signs(make_set(lines)))
    assert [sentence for sentence in told if sentence.lower().startswith(f"{what}: system ")] != []


def test_a_finished_output_shows_nothing() -> None:
    assert signs_of([line.replace("number", "no.") for line in REFERENCE]) == {}


@pytest.mark.parametrize(
    "line",
    [
        'He said "yes" and left.',
        "Note that the translation of the book is late.",
        "Sure, we were there.",
        "3 people came. They were late.",
        "No, no, no, no, no!",
        "Use the <b> tag and the email a@@b.",
        "I am sorry for being late.",
    ],
)
def test_what_people_write_is_no_sign(line: str) -> None:
    test_set = make_set([line] * 3, ["Something else."] * 3)
    assert [one.sign.name for one in find_signs(test_set) if one.is_told or one.is_refused] == []


def test_what_the_reference_has_in_the_same_line_counts_for_nothing() -> None:
    quoted = [f'"{line}"' for line in REFERENCE]
    assert signs_of(quoted, quoted) == {}


def test_systems_with_the_same_sign_are_told_in_one_sentence() -> None:
    lower = make_text("one", [line.lower() for line in REFERENCE])
    both = TestSet(systems={"one": lower, "two": lower}, references={"r": make_text("r", REFERENCE)})
    assert list(tell_signs(both)) == [
        "Text in lower case: one 120 of 120, two 120 of 120 lines (the first is one.en:1). The references have capitals there, and scores heed case."
    ]


@pytest.mark.parametrize("pair", ["zh-en", "en-zh"])
def test_no_system_of_wmt22_is_refused(data: Path, pair: str) -> None:
    folder, language = data / "wmt22" / pair, pair[-2:]
    test_set = read_test_set([folder / "systems"], [folder / f"reference.A.{language}"])
    assert [one for one in find_signs(test_set) if one.is_refused] == []
