"""An acronym that few readers know is never spelt out in its document.

How well known one is is told by how frequent it is in English, not by a list. An acronym is explained where its full
form stands beside it, or where a phrase of the document has its initials. One that the source writes in the same
letters is left alone: there the author did not explain it either.

Switched off: whether readers of a text know an acronym cannot be told from the text; on WMT22 nearly every finding is
about a company, a team or a product.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from evalkit.checks import Text, texts_of
from evalkit.data import Example, Fault, Place, Segment

CATEGORY = "Audience appropriateness"
SEVERITY = "neutral"
MESSAGES = {"unexplained": "“{text}” is never spelt out in this text. Write its full form where it first stands."}
ENABLED = False

_WELL_KNOWN = 3.3
_SHORTEST = 3
_CONFIDENCE = 0.6


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each acronym of the target, on all its places."""
    source = " ".join(segment.source_text for segment in segments)
    for text in texts_of(segments):
        if text.side == "target":
            for acronym, places in _list_unexplained(text).items():
                if acronym not in source:
                    yield Fault(places=tuple(places), message="unexplained", confidence=_CONFIDENCE, about=acronym)


def _list_unexplained(text: Text) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    explained = {initials for passage in text.passages for initials in _list_initials(text, passage.text)}
    for passage in text.passages:
        for acronym in text.language.find_acronyms(passage.text):
            key = acronym.text.removesuffix("s")
            if acronym.full_form:
                explained.add(key)
            elif acronym.frequency < _WELL_KNOWN and len(key) >= _SHORTEST:
                found[key].append(passage.place(acronym.start, acronym.end, side=text.side))
    return {key: places for key, places in found.items() if key not in explained}


def _list_initials(text: Text, passage: str) -> Iterator[str]:
    for phrase in text.language.find_phrases(passage):
        initials = "".join(word[0] for word in phrase.words).upper()
        yield from (initials[at:end] for at in range(len(initials)) for end in range(at + 2, len(initials) + 1))


FLAGGED = (Example(source="市政府外办作了汇报。", target="The CQMFAO gave a report.", text="CQMFAO"),)
CLEAN = (
    Example(source="市政府外办作了汇报。", target="The Municipal Foreign Affairs Office, or MFAO, gave a report."),
    Example(source="会议由CQMFAO主办。", target="The meeting was hosted by the CQMFAO."),
    Example(source="美国国家航空航天局发布了报告。", target="NASA published a report."),
)
