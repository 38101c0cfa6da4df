"""An invisible control character is put between two characters: a null, a vertical tab, a line separator, a C1
control."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "control-character"
_GAP = re.compile(r"(?<=\w)(?=\W|[\u4e00-\u9fff])")
_CONTROLS = "\x00\x0b\u2028\x92\x1f\ufeff"


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """The ends of words, each with another one of them."""
    for number, found in enumerate(_GAP.finditer(text)):
        yield Chance(start=found.start(), end=found.start(), replacement=_CONTROLS[number % len(_CONTROLS)])
