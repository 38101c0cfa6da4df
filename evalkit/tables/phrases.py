"""Words in both languages of those who read: what a table or a page says by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

from evalkit.data.showing import show_text

_WORDS = Path(__file__).parent / "interface.zh.json"


@cache
def load_translations() -> Mapping[str, Mapping[str, str]]:
    """The interface in Chinese: ``pages`` and ``scripts``, each by the English."""
    table: dict[str, dict[str, str]] = json.loads(_WORDS.read_text(encoding="utf-8"))
    return table


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words in both languages."""

    english: str
    chinese: str

    def __str__(self) -> str:
        return self.english

    def __html__(self) -> str:
        return Markup('<span data-zh="{}">{}</span>').format(show_text(self.chinese), show_text(self.english))


def as_phrase(text: str) -> Phrase:
    """A name or a number, which is the same in both."""
    return Phrase(english=text, chinese=text)


def phrase(english: str, **values: Phrase | str | int) -> Phrase:
    """The English with its values filled in, and its Chinese; an unknown text stays English in both."""
    told = {name: value if isinstance(value, Phrase) else as_phrase(str(value)) for name, value in values.items()}
    chinese = load_translations()["pages"].get(english, english)
    return Phrase(
        english=english.format(**{name: value.english for name, value in told.items()}),
        chinese=chinese.format(**{name: value.chinese for name, value in told.items()}),
    )


def count_phrase(count: int, one: str, many: str, **values: Phrase | str) -> Phrase:
    """The phrase for one, or for many; its ``count`` is filled in."""
    return phrase(one if count == 1 else many, count=count, **values)


def join_phrases(phrases: Sequence[Phrase]) -> Phrase:
    """``a``, ``a and b``, ``a, b and c``; in Chinese with enumeration commas."""
    *most, last = phrases
    english = ", ".join(one.english for one in most)
    return Phrase(
        english=f"{english} and {last.english}" if most else last.english,
        chinese="、".join(one.chinese for one in phrases),
    )
