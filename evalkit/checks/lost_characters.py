"""Many findings of a text have one cause: a step of its conversion lost characters of a kind.

The cause is computed from what was lost and what was kept. Words without their apostrophe in a text that keeps other
apostrophes, all of them typed ' and none typographic, lost U+2019: an encoding step removed it (its byte in
Windows-1252 is 0x92, which many steps drop). Where no apostrophe is left nothing tells which kind was lost. “?” in many
places, where the text has few or no characters outside ASCII, are characters that a conversion to another character set
could not write; “�” are bytes that a decoder could not read. The remedy is the same: export the original again, as
UTF-8. One finding for each side and cause, from three explained findings on that are shown by default; it changes
nothing itself.

Known misses: a text in which the checks of single places are sure of fewer than three.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evalkit.checks import Text, texts_of
from evalkit.data import SHOWN_CONFIDENCE, Example, Fault, Finding, Place, Segment

CATEGORY = "Design and markup/Character formatting"
SEVERITY = "neutral"
EXPLAINS = ("dropped-apostrophe", "stray-question-mark", "replacement-character")
MESSAGES = {
    "typographic-apostrophes": "{count} words lost their apostrophe, and all {kept} that are left are typed ': a conversion removed every "
    "typographic apostrophe (’, U+2019). Export the original again as UTF-8, or correct each place.",
    "typographic-apostrophes-one-left": "{count} words lost their apostrophe, and the only one that is left is typed ': a conversion removed "
    "every typographic apostrophe (’, U+2019). Export the original again as UTF-8, or correct each place.",
    "straight-apostrophes": "{count} words lost their apostrophe, and all {kept} that are left are typographic (’): a step removed every "
    "typed apostrophe ('). Take the text from the original again, or correct each place.",
    "straight-apostrophes-one-left": "{count} words lost their apostrophe, and the only one that is left is typographic (’): a step removed "
    "every typed apostrophe ('). Take the text from the original again, or correct each place.",
    "all-apostrophes": "{count} words lost their apostrophe and the text has none left: a step removed them all, and nothing tells which kind they "
    "were. Export the original again as UTF-8, or correct each place.",
    "some-apostrophes": "{count} words lost their apostrophe while {kept} of both kinds (' and ’) are left: parts of the text went through "
    "another conversion or were typed in without. Compare with the original, or correct each place.",
    "question-marks": "{count} characters became “?”: the text was saved in a character set that lacks them, {kinds}. Export the original "
    "again as UTF-8, or look up each place.",
    "undecodable": "{count} places hold what is left of characters that could not be read: the text was opened with the wrong encoding. "
    "Open the original with its own encoding and save it as UTF-8.",
}

_FEWEST = 3
_TYPOGRAPHIC, _STRAIGHT = "’ʼ＇", "'"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """How many apostrophes stand inside words of a text, by kind."""

    straight: int
    typographic: int


def explain(segments: Sequence[Segment], findings: Sequence[Finding]) -> Iterator[Fault]:
    """At most one fault for each side and each of the three: apostrophes, question marks, undecodable bytes."""
    for text in texts_of(segments):
        here = [found for found in findings if found.place.side == text.side and found.confidence >= SHOWN_CONFIDENCE]
        yield from _explain_apostrophes(text, [found for found in here if found.check == "dropped-apostrophe"])
        yield from _explain_question_marks(text, [found for found in here if found.check == "stray-question-mark"])
        yield from _explain_undecodable(text, [found for found in here if found.check == "replacement-character"])


def _explain_apostrophes(text: Text, found: Sequence[Finding]) -> Iterator[Fault]:
    if len(found) < _FEWEST:
        return
    kept = _count_kept(text)
    if not kept.straight and not kept.typographic:
        cause, confidence = "all-apostrophes", 0.95
    elif not kept.typographic:
        cause, confidence = "typographic-apostrophes", 0.9
    elif not kept.straight:
        cause, confidence = "straight-apostrophes", 0.8
    else:
        cause, confidence = "some-apostrophes", 0.8
    count = kept.straight + kept.typographic
    message = f"{cause}-one-left" if count == 1 else cause
    yield _make_fault(text, cause, found, len(found), confidence, {"kept": count}, message=message)


def _explain_question_marks(text: Text, found: Sequence[Finding]) -> Iterator[Fault]:
    lost = [one for one in found if one.place.suggestion != ""]
    if len(lost) < _FEWEST:
        return
    kinds = _name_kinds(lost)
    outside = sum(not character.isascii() for passage in text.passages for character in passage.text)
    yield _make_fault(text, "question-marks", lost, len(lost), 0.95 if outside < len(lost) else 0.8, {"kinds": kinds})


def _explain_undecodable(text: Text, found: Sequence[Finding]) -> Iterator[Fault]:
    count = sum(1 + len(one.places) for one in found)
    if count >= _FEWEST:
        yield _make_fault(text, "undecodable", found, count, 0.95, {})


def _make_fault(
    text: Text,
    cause: str,
    found: Sequence[Finding],
    count: int,
    confidence: float,
    parameters: dict[str, str | int],
    message: str | None = None,
) -> Fault:
    """A fault that is known again by its ``cause``, whichever ``message`` words it."""
    path = found[0].place.path
    place = Place(side=text.side, path=path, line=1, column=1, end_line=1, end_column=1, text="")
    return Fault(
        places=(place,),
        message=message or cause,
        parameters={"count": count, **parameters},
        confidence=confidence,
        explains=tuple(found),
        about=cause,
    )


def _count_kept(text: Text) -> _Kept:
    counts = dict.fromkeys(_TYPOGRAPHIC + _STRAIGHT, 0)
    for passage in text.passages:
        line = passage.text
        for at in range(1, len(line) - 1):
            if line[at] in counts and line[at - 1].isalpha() and line[at + 1].isalpha():
                counts[line[at]] += 1
    return _Kept(straight=counts[_STRAIGHT], typographic=sum(counts[mark] for mark in _TYPOGRAPHIC))


def _name_kinds(found: Sequence[Finding]) -> str:
    """The kinds of characters that the proposals name, for a reader."""
    names = {
        "'": "apostrophes",
        "’": "apostrophes",
        '"': "quotation marks",
        "“": "quotation marks",
        "”": "quotation marks",
    }
    names |= {"–": "dashes", "—": "dashes"}
    kinds = [names.get(one.place.suggestion, "accented letters") for one in found if one.place.suggestion is not None]
    return " and ".join(dict.fromkeys(kinds)) if kinds else "such as quotation marks, dashes or accented letters"


FLAGGED = (
    Example(target="The Womens Federation and Chinas diplomacy met in Chongqings halls; they didnt know.", text=""),
    Example(
        target="It isn't that they can't: the Womens Federation, Chinas diplomacy and Beijings officials met, but they didnt know it.",
        text="",
    ),
    Example(target="They don?t know that the ?pacesetters? of foreign affairs met.", text=""),
)
CLEAN = (
    Example(target="The women's committees met and they didn't know."),
    Example(target="They don?t know that it is late."),
)
