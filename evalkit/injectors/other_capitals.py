"""A name with a capital inside it loses that capital: WeChat becomes Wechat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "inconsistent-capitals"
_NAME = re.compile(r"(?<![\w'’.@/#&-])[A-Z][a-z]+([A-Z])[a-z]+(?![\w'’@/-])")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each such name that the paragraph has twice, its first place."""
    for found in _NAME.finditer(text):
        if text.count(found[0], found.end()):
            yield Chance(start=found.start(), end=found.end(), replacement=found[0].capitalize())
