"""British and American spellings stand in one text.

A word counts where a spelling rule turns it into another that the American dictionary takes for right or wrong, and
both are in use (:mod:`evalkit.languages.en.varieties`). -ize counts as American only where the text has -ise too, for
British publishers write -ize, and catalogue as British only beside catalog. Names are left aside. One finding a text,
on the rarer variety, each word with the other's spelling; which is right is for the house to say.

Measured with ``training/measure_checks.py`` (docs/auditing.md) on documents of 45 lines from many hands: what was found
there besides the exchanged words stands in texts that do mix the two.

Known false alarms: quotations, words that only look like a variety's. Known misses: vocabulary (lift, elevator),
“practise”, “cheque”.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.checks import Text, texts_of
from evalkit.data import Example, Fault, Passage, Segment
from evalkit.languages.wording import Variant

CATEGORY = "Style/Inconsistent style"
SEVERITY = "minor"
MESSAGES = {
    "mixed": "“{text}” is {variety} spelling, in a text that is mostly {other} (“{example}”). Write “{suggestion}”, or make all alike.",
}

_SURE, _UNSURE = 0.85, 0.6
_SURE_MAJORITY = 2

_Found = tuple[Passage, Variant]


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """At most one fault for each side of a document."""
    for text in texts_of(segments):
        by_variety = _collect(text)
        if len(by_variety) > 1:
            usual, rarer = sorted(by_variety.values(), key=len, reverse=True)[:2]
            yield _make_fault(text, usual, rarer)


def _collect(text: Text) -> dict[str, list[_Found]]:
    """The words of each variety, without those that are no evidence where the other variety does not contradict
    them."""
    found = [(passage, variant) for passage in text.passages for variant in text.language.find_variants(passage.text)]
    contradicted = {variant.rule for _, variant in found if not variant.neutral}
    by_variety: dict[str, list[_Found]] = {}
    for passage, variant in found:
        if not variant.neutral or variant.rule in contradicted:
            by_variety.setdefault(variant.variety, []).append((passage, variant))
    return by_variety


def _make_fault(text: Text, usual: Sequence[_Found], rarer: Sequence[_Found]) -> Fault:
    same_rule = {variant.rule for _, variant in usual} & {variant.rule for _, variant in rarer}
    passage, example = usual[0]
    sure = len(usual) >= _SURE_MAJORITY and (len(usual) > len(rarer) or bool(same_rule))
    return Fault(
        places=tuple(
            passage.place(variant.start, variant.end, side=text.side, suggestion=variant.counterpart)
            for passage, variant in rarer
        ),
        message="mixed",
        parameters={
            "variety": rarer[0][1].variety,
            "other": example.variety,
            "example": passage.text[example.start : example.end],
        },
        confidence=_SURE if sure else _UNSURE,
        about=rarer[0][1].variety,
    )


FLAGGED = (
    Example(target="The colour of the harbour faded.\nIts center was gray.", text="center", suggestion="centre"),
    Example(target="They organize and realize much, and apologise.", text="apologise", suggestion="apologize"),
)
CLEAN = (
    Example(target="The catalogue of the theater is in color."),
    Example(target="The colour of the harbour faded, they realized, and organized help."),
    Example(target="The color of the Labour Party is red, and its center is gray."),
    Example(target="Four hours at sea; promise to exercise."),
)
