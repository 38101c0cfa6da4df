"""Letters and digits in the place of 〇 in Chinese numerals: 二OO八年, 二00八年."""

from __future__ import annotations

import re

from evalkit.languages import Correction

_DIGITS = "一二三四五六七八九〇零"
_YEAR = re.compile(f"(?=[{_DIGITS}Oo0○ＯОΟ]{{4}}年)[一二][{_DIGITS}Oo0○ＯОΟ]{{3}}(?=年)")
_INSIDE = re.compile(f"[{_DIGITS}]+[OoＯОΟ○]+[{_DIGITS}]+")
_ZERO = str.maketrans(dict.fromkeys("Oo0○ＯОΟ", "〇"))
_CONFIDENCE = 0.95


def find_lookalikes(text: str) -> list[Correction]:
    """Numerals that hold a letter, a circle or a digit for 〇."""
    found = {match.span(): match[0] for pattern in (_YEAR, _INSIDE) for match in pattern.finditer(text)}
    return [
        Correction(start=start, end=end, suggestion=numeral.translate(_ZERO), confidence=_CONFIDENCE)
        for (start, end), numeral in sorted(found.items())
        if numeral.translate(_ZERO) != numeral
    ]
