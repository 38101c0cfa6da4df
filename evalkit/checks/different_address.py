"""A web or e-mail address of the source is missing from the target, or stands there in another form.

Addresses are compared over the whole document, so the alignment does not matter; a language prefix, a trailing slash or
stop, http against https, and capitals of the host are no difference. Where one is missing and another one like it
stands too much, the first is proposed for the second.

Known false alarms: an address that was replaced by that of the page in the other language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evalkit.data import Example, Fault, Place, Segment, Side

CATEGORY = "Accuracy/Mistranslation/Entity"
SEVERITY = "major"
MESSAGES = {
    "changed": "“{text}” is not the address of the source, “{suggestion}”.",
    "lost": "The address “{text}” of the source does not stand in the target.",
}

_CONFIDENCE = {"changed": 0.95, "lost": 0.85}
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+|[A-Za-z0-9][A-Za-z0-9._%+\-]*@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"
)
_BEHIND = ".,;:!?'\"*"
_ALIKE = 0.6


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each address that differs or is lost."""
    if not any(segment.hypothesis for segment in segments):
        return
    sources, targets = (_find_addresses(segments, side) for side in ("source", "target"))
    missing = {key: place for key, place in sources.items() if key not in targets}
    extra = {key: place for key, place in targets.items() if key not in sources}
    for key, place in missing.items():
        near = _find_nearest(key, extra)
        if near is None:
            yield Fault(places=(place,), message="lost", confidence=_CONFIDENCE["lost"])
        else:
            changed = extra.pop(near)
            yield Fault(places=(_propose(changed, place), place), message="changed", confidence=_CONFIDENCE["changed"])


def _find_addresses(segments: Sequence[Segment], side: Side) -> dict[str, Place]:
    """The first place of each address of a side, by its comparable form."""
    found: dict[str, Place] = {}
    for segment in segments:
        for passage in segment.passages(side):
            if "@" in passage.text or "://" in passage.text or "www." in passage.text:
                for match in _ADDRESS.finditer(passage.text):
                    address = _strip(match[0])
                    place = passage.place(match.start(), match.start() + len(address), side=side)
                    found.setdefault(_normalise(address), place)
    return found


def _strip(address: str) -> str:
    address = address.rstrip(_BEHIND)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(_BEHIND)
    return address


def _normalise(address: str) -> str:
    address = re.sub(r"^https?://|^www\.", "", re.sub(r"^https?://", "", address)).rstrip("/")
    host, slash, path = address.partition("/")
    return host.lower() + slash + re.sub(r"^(?:en|zh|cn|zh-cn|zh-hans)(?=/|$)", "", path)


def _find_nearest(key: str, others: dict[str, Place]) -> str | None:
    from rapidfuzz.distance import Levenshtein

    near = max(others, key=lambda other: Levenshtein.normalized_similarity(key, other), default=None)
    return near if near is not None and Levenshtein.normalized_similarity(key, near) >= _ALIKE else None


def _propose(changed: Place, place: Place) -> Place:
    from dataclasses import replace

    return replace(changed, suggestion=place.text)


FLAGGED = (
    Example(
        source="详见http://www.example.org/a/1.html。",
        target="See http://www.example.org/a/l.html.",
        text="http://www.example.org/a/l.html",
        suggestion="http://www.example.org/a/1.html",
    ),
    Example(source="邮箱：office@example.org。", target="Please write to us.", text="office@example.org"),
)
CLEAN = (
    Example(source="详见http://Example.org/（或邮箱a@b.cn）。", target="See https://example.org, or write to a@b.cn."),
    Example(source="请来信。", target="Write to a@b.cn (see www.example.org)."),
)
