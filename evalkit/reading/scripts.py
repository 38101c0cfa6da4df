"""Which script a text is written in, and which its language would have.

A script is the first word of its letters' Unicode names (``LATIN``, ``CJK``, ``CYRILLIC``). An ideograph or a Hangul
syllable counts as four letters of an alphabet: the median of WMT22 zh-en is 3.88 English characters a Chinese one.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from evalkit.data.test_sets import LineText

_OF_CODE = {
    "Latn": ("LATIN",),
    "Hans": ("CJK",),
    "Hant": ("CJK",),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA"),
    "Kore": ("HANGUL", "CJK"),
    "Cyrl": ("CYRILLIC",),
    "Grek": ("GREEK",),
    "Arab": ("ARABIC",),
    "Hebr": ("HEBREW",),
    "Deva": ("DEVANAGARI",),
    "Beng": ("BENGALI",),
    "Taml": ("TAMIL",),
    "Telu": ("TELUGU",),
    "Gujr": ("GUJARATI",),
    "Thai": ("THAI",),
    "Khmr": ("KHMER",),
    "Mymr": ("MYANMAR",),
    "Laoo": ("LAO",),
    "Geor": ("GEORGIAN",),
    "Armn": ("ARMENIAN",),
    "Ethi": ("ETHIOPIC",),
    "Tibt": ("TIBETAN",),
}
_LANGUAGE_OF = {"HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh", "LATIN": "en"}
"""What a text in this script is taken for, the first that has a tenth of the letters; Latin script leaves the language
open."""
_HEAVY = {"CJK": 4, "HANGUL": 4}
_LOOKED_AT = 1000
"""So many lines of a text are looked at, spread over all of it."""


def expected_scripts(tag: str) -> tuple[str, ...] | None:
    """The scripts that a language tag's texts are in, e.g. ``("CJK",)`` for zh; ``None`` where evalkit does not
    know."""
    import langcodes

    return _OF_CODE.get(langcodes.Language.get(tag.strip().replace("_", "-")).maximize().script or "")


def weigh_scripts(lines: Sequence[str]) -> Counter[str]:
    """The weight of each script's letters in the lines."""
    letters = Counter(character for line in lines for character in line)
    weights: Counter[str] = Counter()
    for character, count in letters.items():
        if script := _script_of(character):
            weights[script] += count * _HEAVY.get(script, 1)
    return weights


def measure_share(lines: Sequence[str], scripts: Sequence[str]) -> float | None:
    """The share of these scripts in the lines' letters; ``None`` where there are no letters."""
    weights = weigh_scripts(lines)
    total = weights.total()
    return sum(weights[script] for script in scripts) / total if total else None


def tell_language(text: LineText) -> str | None:
    """The language that a text's script says, ``None`` where it is in Latin letters, which say nothing, or has none."""
    weights = weigh_scripts(take_sample(text.texts))
    for script, code in _LANGUAGE_OF.items():
        if script != "LATIN" and weights[script] > weights.total() * (0.1 if code in ("ja", "ko") else 0.5):
            return code
    import langcodes

    for code, (script, *_) in _OF_CODE.items():
        if script not in _LANGUAGE_OF and weights[script] > weights.total() / 2:
            return langcodes.Language.get(f"und-{code}").maximize().language
    return None


def take_sample(lines: Sequence[str]) -> list[str]:
    """At most a thousand of the lines, evenly spread."""
    step = -(-len(lines) // _LOOKED_AT)
    return list(lines[:: max(step, 1)])


@lru_cache(maxsize=50_000)
def _script_of(character: str) -> str | None:
    return unicodedata.name(character, " ").split()[0].split("-")[0] if character.isalpha() else None
