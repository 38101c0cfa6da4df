"""The pinyin of a Chinese character is left behind it in brackets: 協(xié)會."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "inline-pinyin"
_WORDS = re.compile("[\u4e00-\u9fff]{2,}")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Behind each character in a run of two or more, the reading that it has there."""
    from pypinyin import Style, pinyin

    for found in _WORDS.finditer(text):
        for offset, (reading, *_) in enumerate(pinyin(found[0], style=Style.TONE), start=found.start() + 1):
            yield Chance(start=offset, end=offset, replacement=f"({reading})")
