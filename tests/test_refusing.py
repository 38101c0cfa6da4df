"""What cannot be scored truly is refused with all reasons; what may be meant can be allowed by name; what is right
passes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from line_outputs import CHINESE_PLACES as SOURCE
from line_outputs import PLACES as REFERENCE
from line_outputs import REWORDED_PLACES as HYPOTHESIS
from line_outputs import make_text

from evalkit.data.test_sets import TestSet
from evalkit.errors import PairingError
from evalkit.pages.translating import find_sentence
from evalkit.reading.lines import read_test_set
from evalkit.reading.noting import list_warnings
from evalkit.reading.refusing import Languages, find_refusals, require_sound
from evalkit.reading.scripts import tell_language
from evalkit.reading.shifting import find_shift, find_stray_line

LANGUAGES = Languages(target="en", source="zh")


def make_test_set(
    hypothesis: Sequence[str] = HYPOTHESIS,
    reference: Sequence[str] = REFERENCE,
    source: Sequence[str] = SOURCE,
    **others: Sequence[str],
) -> TestSet:
    return TestSet(
        systems={name: make_text(name, lines) for name, lines in {"system": hypothesis, **others}.items()},
        references={"reference": make_text("reference", reference, "reference")},
        source=make_text("source", source, "source"),
    )


def refuse(test_set: TestSet, languages: Languages = LANGUAGES) -> tuple[str | None, str]:
    (refusal,) = find_refusals(test_set, languages)
    return refusal.allowance, refusal.message


def test_sound_texts_pass() -> None:
    assert find_refusals(make_test_set(), LANGUAGES) == []
    assert list_warnings(make_test_set()) == [
        "Only 60 segments: below 100, a difference between systems is not to be trusted."
    ]


def test_differing_line_counts_name_each_file_and_its_break() -> None:
    test_set = make_test_set(HYPOTHESIS[:-1], other=[*HYPOTHESIS, "more"])
    messages = [one.message for one in find_refusals(test_set, LANGUAGES)]
    assert [message.split(":")[0] for message in messages] == ["system.txt", "other.txt"]
    assert "59 lines, but reference.txt has 60" in messages[0]
    assert all(one.allowance is None for one in find_refusals(test_set, LANGUAGES))


def test_one_line_is_counted_in_the_singular() -> None:
    (message, *_) = [one.message for one in find_refusals(make_test_set(HYPOTHESIS[:1]), LANGUAGES)]
    assert "system.txt: 1 line, but reference.txt has 60" in message
    single = replace(make_test_set(HYPOTHESIS[:1], REFERENCE[:1], SOURCE[:1]), documents=("a", "b"))
    _, message = refuse(single)
    assert "2 document names for 1 line of reference.txt" in message


def test_source_and_reference_swapped_are_told_by_script() -> None:
    allowance, message = refuse(make_test_set(reference=SOURCE, source=REFERENCE))
    assert allowance is None and "swapped" in message
    told = Languages(target="zh", source="en", told=True)
    allowance, message = refuse(make_test_set(reference=SOURCE, source=REFERENCE), told)
    assert allowance is None and "swapped" in message
    given = Languages(target="zh", source="en")
    allowance, message = refuse(make_test_set(reference=SOURCE, source=REFERENCE), given)
    assert (allowance, message.split(":")[0]) == ("wrong-script", "system.txt")


@pytest.mark.parametrize("offset", [1, -1])
def test_a_shift_by_a_line_is_seen_from_where_it_begins(offset: int) -> None:
    shifted = (
        HYPOTHESIS[:20] + HYPOTHESIS[21:] + [""] if offset == 1 else [*HYPOTHESIS[:20], "A line.", *HYPOTHESIS[20:-1]]
    )
    allowance, message = refuse(make_test_set(shifted))
    assert allowance == "shifted-lines"
    assert abs(int(message.split(":")[1]) - 21) <= 2
    require_sound(make_test_set(shifted), LANGUAGES, allowed=["shifted-lines"])


def test_an_output_in_another_order_is_refused_and_one_line_shown_where_it_belongs() -> None:
    allowance, message = refuse(make_test_set(HYPOTHESIS[::-1]))
    assert allowance == "another-order"
    found = re.search(r"system.txt:(\d+) is most like reference.txt:(\d+)", message)
    assert found is not None
    line, place = (int(number) for number in found.groups())
    assert line + place == len(HYPOTHESIS) + 1


def test_lines_that_are_all_alike_are_in_order() -> None:
    assert find_stray_line(["the same line"] * 40, ["the same line"] * 40) is None
    assert find_stray_line(["nothing"] * 40, [f"line {number}" for number in range(40)]) is None


def test_a_shift_in_a_long_text_is_seen() -> None:
    long = [f"{line} {n}" for n in range(100) for line in REFERENCE]
    assert find_shift(long, long) is None
    shift = find_shift(["first", *long[:-1]], long)
    assert shift is not None and shift.offset == -1


@pytest.mark.parametrize("allowance", ["copied-source", "copied-reference"])
def test_an_output_that_is_another_text_is_refused_unless_allowed(allowance: str) -> None:
    test_set = make_test_set(copy=SOURCE if allowance == "copied-source" else REFERENCE)
    with pytest.raises(PairingError, match=f"--allow {allowance}"):
        require_sound(test_set, LANGUAGES)
    require_sound(test_set, LANGUAGES, allowed=[allowance])


def test_an_output_in_the_wrong_script_is_refused_unless_allowed() -> None:
    allowance, message = refuse(make_test_set(other=[line + "。" for line in SOURCE]))
    assert (allowance, message.split(":")[0]) == ("wrong-script", "other.txt")


def test_latin_letters_of_any_language_are_the_script_of_english() -> None:
    german = ["Größe und Maß der Straße sind übermäßig." for _ in range(60)]
    assert find_refusals(make_test_set(source=german), Languages(target="en", source="de")) == []


def test_all_reasons_stand_on_one_screen() -> None:
    others = {f"s{n}": [f"{line}{n}" for line in SOURCE] for n in range(30)}
    with pytest.raises(PairingError) as caught:
        require_sound(make_test_set(**others), LANGUAGES)
    assert 10 < len(str(caught.value).split("\n")) < 25
    assert "more." in str(caught.value)


def test_warnings_count_what_need_not_stop_the_work() -> None:
    hypothesis = ["", SOURCE[1], HYPOTHESIS[2] + "\u2028x", "cafe\u0301 " + HYPOTHESIS[3], *HYPOTHESIS[4:]]
    reference = ["café", *REFERENCE[1:]]
    warnings = "\n".join(list_warnings(make_test_set(hypothesis, reference, twin=hypothesis)))
    assert "system: 1 of 60 hypotheses is empty." in warnings
    assert (
        "Copies of the source among 60 hypotheses of each system, whose scores mean nothing: system 1, twin 1."
        in warnings
    )
    assert "system: 1 of 60 lines holds a line separator" in warnings
    assert "system: 1 line is not in Unicode's composed form" in warnings
    assert "twin and system are identical" in warnings
    assert [warning for warning in warnings.split("\n") if find_sentence(warning) is None] == []


def test_control_characters_are_counted_and_the_first_is_named() -> None:
    hypothesis = [HYPOTHESIS[0], "a\0b " + HYPOTHESIS[1], "\x7f" + HYPOTHESIS[2], *HYPOTHESIS[3:]]
    (warning, _) = list_warnings(make_test_set(hypothesis))
    assert find_sentence(warning) is not None
    assert warning == (
        "system: 2 of 60 lines hold a control character (the first is U+0000 in system.txt:2), which no text should have."
    )


def test_line_ends_and_byte_order_marks_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.en"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo\r\n")
    warnings = "\n".join(list_warnings(read_test_set([path])))
    assert "byte-order mark" in warnings and "CRLF" in warnings


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("他是一个好人。", "zh"),
        ("これはペンです。", "ja"),
        ("한국어 문장입니다.", "ko"),
        ("Это предложение.", "ru"),
        ("Ein Satz.", None),
        ("12", None),
    ],
)
def test_the_language_is_told_by_script_where_that_says_it(line: str, expected: str | None) -> None:
    assert tell_language(make_text("a", [line])) == expected


@pytest.mark.parametrize("pair", ["zh-en", "en-zh"])
def test_no_text_of_wmt22_is_refused(data: Path, pair: str) -> None:
    source, target = pair.split("-")
    folder = data / "wmt22" / pair
    test_set = read_test_set([folder / "systems"], sorted(folder.glob("reference.*")), folder / f"source.{source}")
    assert find_refusals(test_set, Languages(target=target, source=source)) == []


def test_a_copy_of_a_file_under_another_name_is_refused_unless_allowed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.en").write_text("\n".join(HYPOTHESIS), encoding="utf-8")
    test_set = read_test_set([tmp_path / "one.en", tmp_path / "two.en"])
    allowance, message = refuse(test_set)
    assert allowance == "same-file" and "two.en: this is the same file as" in message
    require_sound(test_set, LANGUAGES, allowed=["same-file"])


def test_columns_of_a_table_that_are_alike_are_outputs_that_are_alike(tmp_path: Path) -> None:
    table = tmp_path / "t.tsv"
    rows = ["hypothesis.a\thypothesis.b", *(f"{line}\t{line}" for line in HYPOTHESIS)]
    table.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    assert find_refusals(read_test_set([table]), LANGUAGES) == []
