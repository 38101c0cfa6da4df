"""The apostrophe of a possessive is dropped: Women's becomes Womens, and workers' becomes workers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "dropped-apostrophe"
_POSSESSIVE = re.compile(r"(?<=[A-Za-z]{2})['’](?=s\b(?!['’]))|(?<=[a-z]s)['’](?= [a-z])")
_PRONOUNS = re.compile(r"\b(?:it|he|she|that|there|here|what|who|where|how|let|when|why)$", re.IGNORECASE)
_QUOTED = re.compile(r"(?<!\w)['‘]\w")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each possessive apostrophe; none in a paragraph where single quotation marks stand."""
    if _QUOTED.search(text):
        return
    for found in _POSSESSIVE.finditer(text):
        if not _PRONOUNS.search(text[: found.start()]):
            yield Chance(start=found.start(), end=found.end(), replacement="")
