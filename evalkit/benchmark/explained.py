"""An explanation in plain lines, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.benchmark.board import make_rows
from evalkit.benchmark.explaining import Explanation
from evalkit.line_scoring import LineScores
from evalkit.showing import show_text

_SHORT = 100
_NOTHING = 0.005


def explain_in_words(scores: LineScores, explanation: Explanation) -> list[str]:
    """The sections of an explanation, each with a heading; what there is nothing to say about is left out. The first metric stands for all."""
    sections = (
        ("Whose reference it is", _explain_references(scores, explanation)),
        ("Parts of the test set", _explain_buckets(scores, explanation)),
        ("Documents that carry a difference", _explain_carriers(scores, explanation)),
        ("What style moves", _explain_styles(scores, explanation)),
        ("Worst segments", _explain_worst(scores, explanation)),
    )
    lines = []
    for heading, section in sections:
        if found := list(section):
            lines += [heading, *(f"  {line}" for line in found), ""]
    return lines[:-1]


def _explain_references(scores: LineScores, explanation: Explanation) -> Iterator[str]:
    for one in explanation.derivations:
        yield one.sentence
        if one.ranks_without:
            ranks = ", ".join(
                f"{system} {first}" if first == last else f"{system} {first}–{last}"
                for system, (first, last) in sorted(one.ranks_without.items(), key=lambda item: item[1])
            )
            without = "that reference" if len(scores.test_set.references) > 1 else "that system"
            yield f"Ranks by {one.metric} without {without}: {ranks}."
    for score in explanation.outstanding:
        yield (
            f"Against reference {score.reference} {score.system} has {score.metric} {score.score:.2f}, the next best {score.next_best:.2f}: "
            "far more than the others lie apart."
        )


def _explain_buckets(scores: LineScores, explanation: Explanation) -> Iterator[str]:
    first = next(iter(scores.metrics), None)
    factor = scores.metrics[first].shown_factor if first else 1.0
    shown: dict[tuple[str, str, int], list[str]] = {}
    for one in explanation.buckets:
        if one.metric == first and one.kind != "document":
            shown.setdefault((one.kind, one.name, one.segments), []).append(f"{one.system} {one.value * factor:.2f}")
    for (kind, name, segments), values in shown.items():
        yield f"{kind} {name} ({segments} segments): {first} {', '.join(values)}"


def _explain_carriers(scores: LineScores, explanation: Explanation) -> Iterator[str]:
    first = next(iter(scores.metrics), None)
    for one in explanation.carriers:
        if one.metric == first:
            factor = scores.metrics[one.metric].shown_factor
            yield (
                f"{one.system} − {one.baseline}: {one.metric} {one.difference * factor:+.2f}, without {one.document} ({one.segments} segments) "
                f"{one.difference_without * factor:+.2f}"
            )


def _explain_styles(scores: LineScores, explanation: Explanation) -> Iterator[str]:
    shown: dict[tuple[str, str], list[str]] = {}
    for one in explanation.styles:
        difference = one.difference * scores.metrics[one.metric].shown_factor
        if abs(difference) >= _NOTHING:
            shown.setdefault((one.style, one.metric), []).append(f"{one.system} {difference:+.2f}")
    for (style, metric), values in shown.items():
        yield f"{style} made alike, {metric}: {', '.join(values)}"


def _explain_worst(scores: LineScores, explanation: Explanation) -> Iterator[str]:
    best = make_rows(scores)[0].system
    for one in explanation.worst:
        if one.system == best:
            value = one.value * scores.metrics[one.metric].shown_factor
            yield f"{one.place}: {one.metric} {value:.1f}: {_cut(one.hypothesis)}"
            yield f"    reference: {_cut(one.reference)}"


def _cut(text: str) -> str:
    shown = show_text(text)
    return shown if len(shown) <= _SHORT else f"{shown[:_SHORT]}…"
