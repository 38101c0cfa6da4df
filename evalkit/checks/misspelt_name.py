"""A person's name is spelt otherwise than its characters are read: “Wang Guangchen” for 王廣成.

Every reading of a given name's characters is accepted, and a surname's reading as a surname; so are either order,
hyphens, apostrophes and the spellings of ü. A name that the target does not have at all is not reported: it may be left
out, or spelt after another dialect. Where the alignment is uncertain the check is silent. Known false alarms: relatives
whose names differ in a letter, where only one of them stands in the source; readings that the person chose. Known
misses: a second mention that is misspelt beside a right one, names misspelt by more than two letters, short names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.data import Anchor, Example, Fault, Segment
from evalkit.facts.anchoring import names_of

CATEGORY = "Accuracy/Mistranslation/Named entity"
SEVERITY = "major"
MESSAGES = {"misspelt": "The name {source} reads “{suggestion}”; here it is spelt “{text}”."}

_LEAST_ALIGNED = 0.5


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each name whose spelling in the target is nearly, but not quite, a reading of the source's."""
    for segment in segments:
        if segment.confidence >= _LEAST_ALIGNED:
            for anchor in names_of(segment):
                if anchor.verdict == "differs" and anchor.expected:
                    yield _make_fault(segment, anchor)


def _make_fault(segment: Segment, anchor: Anchor) -> Fault:
    assert anchor.source_span and anchor.target_span
    return Fault(
        places=(
            segment.place_span(*anchor.target_span, side="target", suggestion=anchor.expected),
            segment.place_span(*anchor.source_span, side="source"),
        ),
        message="misspelt",
        parameters={"source": anchor.source or ""},
        confidence=round(anchor.confidence * segment.confidence, 3),
    )


FLAGGED = (
    Example(
        source="市政府外辦黨組成員王廣成在致辭中表示感謝。",
        target="Wang Guangchen expressed his thanks in his speech.",
        text="Wang Guangchen",
        suggestion="Wang Guangcheng",
    ),
    Example(
        source="记者张秋生报道。",
        target="Reported by Qiushen Zhang.",
        text="Qiushen Zhang",
        suggestion="Qiusheng Zhang",
    ),
)
CLEAN = (
    Example(source="主任委員蹇(jiǎn)澤西陪同。", target="He was accompanied by Jian Zexi, the chairman."),
    Example(source="教授吕单说。", target="Professor Shan Lyu said so."),
    Example(source="教授单晓明说。", target="Professor Shan Xiao-ming said so."),
    Example(source="记者张秋生报道。", target="Our reporter has the story."),
)
