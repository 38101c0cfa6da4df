"""A character reference or an escape was left unread: &nbsp; for a space, \\u2019 for an apostrophe."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "literal-escape"
_CHARACTER = re.compile(r"(?<=[a-z,]) (?=[a-z])|(?<=[a-z])['’](?=[a-z])|&(?= )")
_ESCAPES = {" ": "&nbsp;", "'": "&#39;", "’": "\\u2019", "&": "&amp;"}


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each space between two words, apostrophe inside a word and lone ampersand."""
    for found in _CHARACTER.finditer(text):
        yield Chance(start=found.start(), end=found.end(), replacement=_ESCAPES[found[0]])
