"""A paragraph's rendering is much shorter or longer than this document's others: something was left out, or added.

The ratio of lengths is compared with the document's own median, for no ratio holds everywhere (Chinese to English: 1.9
to 6.0 characters for one, by WMT22), and the text says which languages and styles it pairs. It takes six pairs of sure
alignment, each of some length; a Chinese character counts as four letters, so that Latin words in Chinese text change
nothing. A ratio is reported when it is unlike the median by a factor that sound pairs of WMT22 hardly ever reach; the
wider the document's own ratios spread, the larger the factor.

Known misses: a sentence left out of a long paragraph. Known false alarms: a rendering that sums up on purpose.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import median

from evalkit.data import Example, Fault, Segment, Side
from evalkit.terms.repeats import measure_letters

CATEGORY = "Accuracy/Omission"
SEVERITY = "major"
YIELDS_TO = ("copied-rendering",)
MESSAGES = {
    "short": "This rendering has {percent} % of the length that this document's others lead one to expect: is something missing?",
    "long": "This rendering has {percent} % of the length that this document's others lead one to expect: was something added?",
}

_LEAST_PAIRS, _LEAST_ALIGNED = 6, 0.7
_LEAST_LENGTH = 50  # letters of the longer one, an ideograph counting as four
_SHORT, _LONG = math.log(0.4), math.log(2.2)
_SPREADS = 3.0
_CONFIDENCE = 0.85
_SIDES: tuple[Side, ...] = ("target", "source")


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each pair whose lengths do not fit."""
    pairs = [(segment, ratio) for segment in segments if (ratio := _measure(segment)) is not None]
    if len(pairs) < _LEAST_PAIRS:
        return
    middle = median(ratio for _, ratio in pairs)
    spread = 1.4826 * median(abs(ratio - middle) for _, ratio in pairs)
    for segment, ratio in pairs:
        away = ratio - middle
        if not _SHORT <= away <= _LONG and abs(away) > _SPREADS * spread:
            yield _make_fault(segment, away)


def _measure(segment: Segment) -> float | None:
    """The logarithm of target length to source length, ``None`` where it tells nothing."""
    if not segment.source or not segment.hypothesis or segment.confidence < _LEAST_ALIGNED:
        return None
    source, target = (sum(measure_letters(one.text) for one in side) for side in (segment.source, segment.hypothesis))
    return math.log(target / source) if max(source, target) >= _LEAST_LENGTH and min(source, target) else None


def _make_fault(segment: Segment, away: float) -> Fault:
    places = [passage.place(0, len(passage.text), side=side) for side in _SIDES for passage in segment.passages(side)]
    return Fault(
        places=tuple(places),
        message="short" if away < 0 else "long",
        parameters={"percent": round(100 * math.exp(away))},
        confidence=_CONFIDENCE,
        category=None if away < 0 else "Accuracy/Addition",
    )


_SOURCE = "\n".join(
    f"{n}年{n - 2000}月，市外辦接待了{n * 7}位外國客人，他們參觀了外事大樓，並聽取了工作匯報。"
    for n in range(2001, 2010)
)
_TARGET = [
    f"In {month} {n} the city's Foreign Affairs Office received {n * 7:,} foreign guests, who visited its building and heard a report."
    for n, month in enumerate(
        ("January", "February", "March", "April", "May", "June", "July", "August", "September"), start=2001
    )
]
_CUT = "In May 2005 it received 14,035 foreign guests."
FLAGGED = (Example(source=_SOURCE, target="\n".join([*_TARGET[:4], _CUT, *_TARGET[5:]]), text=_CUT),)
CLEAN = (
    Example(source=_SOURCE, target="\n".join(_TARGET)),
    Example(source="会议第一天，大家参观了外事大楼并听取了工作汇报。", target="Day one."),
)
