"""Text as people can see it: control characters and characters that reorder or hide other text are made visible."""

from __future__ import annotations

import re
import unicodedata

DELETE = "(delete)"
"""What stands for a suggestion to delete; no suggestion is empty."""
LONGEST_CELL = 32_000
"""So many characters of a text are shown in a cell: a workbook's holds 32,767."""
# C0 but the tab, DEL, C1, lone surrogates, line separators, and format characters that hide or reorder text. The two joiners and the
# variation selectors stay: scripts and emoji need them.
INVISIBLE = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def show_character(character: str) -> str:
    """A visible stand-in: ``␀`` to ``␟`` and ``␡`` for control characters, else the code point as ``[U+202E]``."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"[U+{code:04X}]"


def show_text(text: str) -> str:
    """``text`` with every invisible character replaced by its stand-in."""
    return INVISIBLE.sub(lambda found: show_character(found[0]), text)


def name_character(character: str) -> str:
    """The code point and its Unicode name, for a tooltip."""
    name = unicodedata.name(character, "control character")
    return f"U+{ord(character):04X} {name}"


def count_of(number: int, noun: str) -> str:
    """A number and what it counts: “1 finding”, “2 findings”."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def show_visibly(text: str) -> str:
    """The same, and of a text of nothing but spaces each as ␣."""
    return show_text(text) if text.strip() else show_text(text).replace(" ", "␣")


def show_suggestion(suggestion: str | None) -> str:
    """A suggestion as its cell shows it."""
    return DELETE if suggestion == "" else show_visibly(suggestion or "")[:LONGEST_CELL]
