"""One acronym is spelt out in two ways in one document: “World Health Organization (WHO)” here, “World Hygiene
Organization (WHO)” there.

Full forms count where they stand beside the acronym in brackets and their initials are its letters. Differences of
case, number and small words are none.

Measured with ``training/measure_words.py`` on English news and web text: 126 of 126 places found, 64 findings, one not
put in, which is right.

Known false alarms: an acronym that stands for two things on purpose. Known misses: full forms whose initials are not
the acronym (“extensible markup language (XML)”).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from evalkit.checks import Text, texts_of
from evalkit.data import Example, Fault, Place, Segment

CATEGORY = "Terminology/Inconsistent use of terminology"
SEVERITY = "minor"
MESSAGES = {"rivals": "{acronym} is spelt out in {count} ways in this text: {forms}. Choose one."}

_CONFIDENCE = 0.9


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each acronym of a side with two full forms or more, on each of them."""
    for text in texts_of(segments):
        for acronym, forms in _collect(text).items():
            if len(forms) > 1:
                places = [place for group in forms.values() for place in group]
                counts = Counter(group[0].text for group in forms.values())
                yield Fault(
                    places=tuple(sorted(places, key=lambda place: (place.line, place.column))),
                    message="rivals",
                    parameters={
                        "acronym": acronym,
                        "count": len(forms),
                        "forms": "; ".join(f"“{form}”" for form in counts),
                    },
                    confidence=_CONFIDENCE,
                    about=acronym,
                )


def _collect(text: Text) -> dict[str, dict[tuple[str, ...], list[Place]]]:
    """By acronym the places of each full form, in the order of the text."""
    found: dict[str, dict[tuple[str, ...], list[Place]]] = defaultdict(lambda: defaultdict(list))
    for passage in text.passages:
        for acronym in text.language.find_acronyms(passage.text):
            if acronym.full_form:
                place = passage.place(*acronym.full_form, side=text.side)
                found[acronym.text.removesuffix("s")][acronym.words].append(place)
    return found


FLAGGED = (
    Example(
        target="The Foreign Affairs Office (FAO) met.\nThe Foreign Affairs Organ (FAO) met again.",
        text="Foreign Affairs Organ",
    ),
)
CLEAN = (
    Example(target="The Foreign Affairs Office (FAO) met.\nThe foreign affairs offices (FAOs) met again."),
    Example(target="The Foreign Affairs Office (FAO) met.\nThe FAO met again."),
)
