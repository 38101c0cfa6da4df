"""UTF-8 was read as Windows-1252: ’ becomes â€™, é becomes Ã©."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "mojibake"
_CHARACTER = re.compile("[‘’“–—éèüöäñç£©]")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each typographic mark and accented letter whose bytes Windows-1252 knows; none in Chinese text."""
    for found in _CHARACTER.finditer(text) if re.search("[a-z] [a-z]", text) else ():
        yield Chance(start=found.start(), end=found.end(), replacement=found[0].encode().decode("cp1252"))
