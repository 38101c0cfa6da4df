"""The checks: one file each, named by the fault it finds.

A check's module offers

- a docstring: its first sentence says what is wrong where it finds something; then why, its sources, its known false
  alarms and misses;
- ``CATEGORY``, the MQM error type; ``SEVERITY``, its usual severity; ``MESSAGES``, templates by message id for
  ``str.format`` over a fault's parameters, to which ``text`` and ``suggestion`` (of its first place) are added;
- one of ``check_document(segments)``, ``check_collection(segments by document)``, ``explain(segments, findings)``,
  which yield :class:`evalkit.data.Fault`. They are pure: same segments, same faults;
- ``FLAGGED`` and ``CLEAN``: :class:`evalkit.data.Example` that it must and must not flag;
- with ``explain``, ``EXPLAINS``, the names of the checks whose findings it can explain;
- if needed ``YIELDS_TO``, names of checks whose finding on the same words replaces its own, and ``ENABLED = False`` for
  a check that runs only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evalkit.data import Passage, Segment, Side
from evalkit.languages import Language, get_language

_SLIP, _MOST_SLIPS = 0.7, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One side of a document as a check of that side reads it: all its passages in the order of the text."""

    side: Side
    language: Language
    passages: tuple[Passage, ...]
    is_rendered: bool = False
    """It is the source of a rendering that stands beside it."""


def texts_of(segments: Sequence[Segment]) -> Iterator[Text]:
    """The sides of the document that ``segments`` are. A system's output is one side: its source is the document's
    own."""
    sides: tuple[Side, ...] = ("source", "target") if segments[0].system is None else ("target",)
    for side in sides:
        passages = tuple(passage for segment in segments for passage in segment.passages(side))
        if passages:
            is_rendered = side == "source" and any(segment.hypothesis for segment in segments)
            language = get_language(segments[0].language(side))
            yield Text(side=side, language=language, passages=passages, is_rendered=is_rendered)


def weigh_slip(text: Text, count: int, confidence: float) -> float:
    """``confidence``, or less for what stands wrong in up to three places of the source of a rendering.

    It is a fault there, but the rendering is what is audited, and does not have it: few who read the findings of a
    translation act on it, so it is counted and one option away. What pervades the source is shown, for it tells what
    happened to the file.
    """
    return min(confidence, _SLIP) if text.is_rendered and count <= _MOST_SLIPS else confidence
