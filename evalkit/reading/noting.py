"""What a user should know about a test set and what need not stop the work: counts, one sentence each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from evalkit.data.scores import FEW_SEGMENTS
from evalkit.data.showing import count_of
from evalkit.data.test_sets import LineText, TestSet
from evalkit.reading.unfinished import tell_signs

_SEPARATOR = re.compile("[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\0-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")


def list_warnings(test_set: TestSet) -> list[str]:
    """Sentences for the user: how files were decoded, empty lines, copies of the source, separators inside lines, forms
    of Unicode, size."""
    texts = test_set.texts
    counted = (_note_empty, _note_separators, _note_controls)
    return [
        *dict.fromkeys(note for text in texts for note in text.notes),
        *(note for text in texts for find in counted for note in find(text)),
        *tell_signs(test_set),
        *_note_copied_lines(test_set),
        *_note_same_outputs(test_set),
        *_note_normalisation(test_set),
        *_note_size(test_set),
    ]


def _agree(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _note_empty(text: LineText) -> Iterator[str]:
    if empty := sum(not passage.text.strip() for passage in text.lines):
        what = {"source": "source lines", "reference": "reference lines"}.get(text.role or "", "hypotheses")
        yield f"{text.name}: {empty} of {len(text.lines)} {what} {_agree(empty, 'is', 'are')} empty."


def _note_separators(text: LineText) -> Iterator[str]:
    if found := sum(bool(_SEPARATOR.search(passage.text)) for passage in text.lines):
        yield (
            f"{text.name}: {found} of {len(text.lines)} lines {_agree(found, 'holds', 'hold')} a line separator (such as U+2028 or a carriage return), which ends no line "
            "here but does in other tools."
        )


def _note_controls(text: LineText) -> Iterator[str]:
    found = [passage for passage in text.lines if _CONTROL.search(passage.text)]
    if found:
        first = f"U+{ord(_CONTROL.findall(found[0].text)[0]):04X} in {found[0].path}:{found[0].line}"
        yield (
            f"{text.name}: {len(found)} of {len(text.lines)} lines {_agree(len(found), 'holds', 'hold')} a control character (the first is {first}), "
            "which no text should have."
        )


def _note_copied_lines(test_set: TestSet) -> Iterator[str]:
    if test_set.source is None:
        return
    source = [line if any(map(str.isalpha, line)) and len(line) > 10 else None for line in test_set.source.texts]
    copies = {
        name: sum(one == line for one, line in zip(text.texts, source, strict=True))
        for name, text in test_set.systems.items()
    }
    found = ", ".join(f"{name} {count}" for name, count in copies.items() if count)
    if found:
        yield f"Copies of the source among {len(source)} {_agree(len(source), 'hypothesis', 'hypotheses')} of each system, whose scores mean nothing: {found}."


def _note_same_outputs(test_set: TestSet) -> Iterator[str]:
    seen: dict[tuple[str, ...], str] = {}
    for name, text in test_set.systems.items():
        first = seen.setdefault(tuple(text.texts), name)
        if first != name:
            yield f"{name} and {first} are identical, line for line."


def _note_normalisation(test_set: TestSet) -> Iterator[str]:
    decomposed = {
        text.name: sum(not unicodedata.is_normalized("NFC", passage.text) for passage in text.lines)
        for text in test_set.texts
        if text is not test_set.source
    }
    if len(set(decomposed.values())) < 2:
        return
    for name, count in decomposed.items():
        if count:
            yield (
                f"{name}: {count_of(count, 'line')} {_agree(count, 'is', 'are')} not in Unicode's composed form (NFC) and other lines are; the same letters count as different "
                "ones there."
            )


def _note_size(test_set: TestSet) -> Iterator[str]:
    segments = len(test_set.texts[0].lines)
    if segments < FEW_SEGMENTS:
        yield f"Only {count_of(segments, 'segment')}: below {FEW_SEGMENTS}, a difference between systems is not to be trusted."
