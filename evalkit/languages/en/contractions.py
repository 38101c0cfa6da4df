"""The contractions of English, and what each looks like without its apostrophe."""

from __future__ import annotations

import re
from collections.abc import Mapping

from evalkit.languages.en.lexicon import measure_frequency

_STEMS = {
    "n't": "do does did is are was were has have had ca wo would could should must need might ai",
    "'ll": "i you he she we they it that there who what",
    "'ve": "i you we they who would could should might must",
    "'re": "you we they what there",
    "'d": "i you he she we they it who that there",
    "'s": "he she it that what there here where who how when why let",
}
_OTHERS = "i'm o'clock ma'am y'all c'mon"


def _list_contractions() -> dict[str, str]:
    forms = [stem + ending for ending, stems in _STEMS.items() for stem in stems.split()]
    return {form.replace("'", ""): form for form in [*forms, *_OTHERS.split()]}


CONTRACTIONS: Mapping[str, str] = _list_contractions()
"""The written form of every contraction by the form that it takes without its apostrophe, in lower case."""

_ENGLISH_WORDS = "were well ill id wed hell shell shed lets its cant wont whod thatd thered"
AMBIGUOUS = frozenset(_ENGLISH_WORDS.split())
"""Forms without apostrophe that are English words too."""

_IRISH_NAME = re.compile(r"O[A-Z][a-z]{2,}")


def restore_contraction(text: str) -> str | None:
    """The word with its apostrophe where it has the form of a contraction, or of a name like O'Connor, without one."""
    form = CONTRACTIONS.get(text.lower())
    if form is not None:
        at = form.index("'")
        return f"{text[:at]}'{text[at:]}"
    if _IRISH_NAME.fullmatch(text) and measure_frequency(f"o'{text[1:]}") > measure_frequency(text):
        return f"O'{text[1:]}"
    return None


def write_contraction(lower: str) -> str:
    """The contraction, in lower case and with U+0027, of a form that it takes without its apostrophe; ``its`` is
    it's."""
    return "it's" if lower == "its" else CONTRACTIONS[lower]
