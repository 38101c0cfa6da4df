"""Outputs that scores are kind to for no good reason: copies of the source, empty ones, ones in another script than
their language's.

COMET most of all gives such text scores that mean nothing. Each kind is one sentence with the count by system.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from evalkit.data import EvalSet, Segment
from evalkit.data.metric import Metric
from evalkit.data.scores import FEW_SEGMENTS
from evalkit.data.showing import count_of

_FEW_LETTERS = 8
_LETTER = re.compile(r"[^\W\d_]")


def warn_of_outputs(sets: Sequence[EvalSet]) -> list[str]:
    """One sentence for each kind of suspicious output that there is, with how many segments of which system, and one on
    empty lines of references."""
    return [
        *_count(sets, _is_empty, "Empty hypotheses"),
        *_count(sets, _is_copy, "Copies of the source in place of a translation"),
        *warn_of_scripts(sets),
        *_warn_of_empty_references(sets),
    ]


def _warn_of_empty_references(sets: Sequence[EvalSet]) -> list[str]:
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    places = {(segment.document.name, segment.index): segment for one in sets for segment in one.segments}
    for segment in places.values():
        for name, passages in segment.references.items():
            if passages:
                counts[name][not segment.reference_text(name).strip()] += 1
    found = ", ".join(f"{name} {own[True]} of {own.total()}" for name, own in counts.items() if own[True])
    return [f"Empty lines of references, against which outputs are scored all the same: {found}."] if found else []


def warn_of_scripts(sets: Sequence[EvalSet]) -> list[str]:
    """A sentence on hypotheses most of whose letters are not in the script of the target language, copies of the source
    left out."""
    return _count(
        sets,
        lambda segment: not _is_copy(segment) and _is_in_another_script(segment),
        "Hypotheses in another script than the target language's",
    )


def warn_of_size(sizes: Iterable[int]) -> list[str]:
    """A sentence where a score stands on so few segments that no difference between systems is to be trusted; ``sizes``
    are those of the scores."""
    known = sorted(sizes)
    if not known or known[0] >= FEW_SEGMENTS:
        return []
    what = (
        f"Only {count_of(known[-1], 'segment')} scored"
        if known[-1] < FEW_SEGMENTS
        else f"Some scores stand on {count_of(known[0], 'segment')} only"
    )
    return [
        f"{what}: below {FEW_SEGMENTS}, a difference between systems is not to be trusted, whatever its interval says."
    ]


def warn_of_metrics(metrics: Iterable[Metric]) -> list[str]:
    """What metrics say about their own fitness for these languages."""
    return [sentence for metric in metrics for sentence in metric.warnings]


def _count(sets: Sequence[EvalSet], is_such: Callable[[Segment], bool], what: str) -> list[str]:
    counts = {one.system: sum(map(is_such, one.segments)) for one in sets}
    found = ", ".join(f"{system} {count} of {_size(sets, system)}" for system, count in counts.items() if count)
    return [f"{what}, whose scores mean nothing: {found}."] if found else []


def _size(sets: Sequence[EvalSet], system: str) -> int:
    return next(len(one.segments) for one in sets if one.system == system)


def _is_empty(segment: Segment) -> bool:
    return not segment.hypothesis_text.strip()


def _is_copy(segment: Segment) -> bool:
    text = segment.hypothesis_text.strip()
    return len(_LETTER.findall(text)) > 1 and text == segment.source_text.strip()


def _is_in_another_script(segment: Segment) -> bool:
    from evalkit.reading.scripts import expected_scripts, measure_share

    scripts, text = expected_scripts(segment.document.target_language), segment.hypothesis_text
    if scripts is None or len(_LETTER.findall(text)) < _FEW_LETTERS:
        return False
    share = measure_share([text], scripts)
    return share is not None and share < 0.5
