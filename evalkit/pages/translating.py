"""The words of the pages in Chinese: English stands in the page, the Chinese beside it in an attribute, and a script switches.

``interface.zh.json`` holds the interface, by the English it stands for: what templates say under ``pages``, what scripts say under
``scripts``. ``messages.zh.json`` holds the messages of findings, by check and message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from evalkit.data import Finding
from evalkit.showing import show_text

_HERE = Path(__file__).parent
_PLACES = re.compile(r"（共 \{count\} 处）|，共 \{count\} 处")
"""How many places there are, which is not said of one."""


@cache
def load_translations() -> Mapping[str, Mapping[str, str]]:
    """The interface in Chinese: ``pages`` and ``scripts``, each by the English."""
    table: dict[str, dict[str, str]] = _load("interface.zh.json")
    return table


@cache
def load_messages() -> Mapping[str, Mapping[str, str]]:
    """The messages of findings in Chinese, by check, then message; their parameters are those of the English ones."""
    table: dict[str, dict[str, str]] = _load("messages.zh.json")
    return table


def _load(name: str) -> Any:
    return json.loads((_HERE / name).read_text(encoding="utf-8"))


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


def translate(english: str, **values: Any) -> Markup:
    """The English with its values filled in, as an element that holds the Chinese beside it; an unknown text stands alone."""
    return Markup("<span{}>{}</span>").format(_beside("data-zh", english, values), show_text(english.format(**values)))


def name_translation(english: str, **values: Any) -> Markup:
    """The Chinese as an attribute of the element that holds the English."""
    return _beside("data-zh", english, values)


def translate_attribute(name: str, english: str, **values: Any) -> Markup:
    """An attribute in English, and beside it the same in Chinese."""
    shown = Markup('{}="{}"').format(Markup(name), show_text(english.format(**values)))
    return shown + _beside(f"data-zh-{name}", english, values)


def translate_message(finding: Finding) -> Markup:
    """A finding's message, with the Chinese of the same message and the same parameters beside it."""
    template = load_messages().get(finding.check, {}).get(finding.message_id)
    if template is None:
        return escape(show_text(finding.message))
    if finding.parameters.get("count") == 1:
        template = _PLACES.sub("", template)
    chinese = show_text(template.format(**finding.parameters))
    return Markup('<span data-zh="{}">{}</span>').format(chinese, show_text(finding.message))


def _beside(attribute: str, english: str, values: Mapping[str, Any]) -> Markup:
    chinese = load_translations()["pages"].get(english)
    if chinese is None:
        return Markup()
    return Markup(' {}="{}"').format(Markup(attribute), show_text(chinese.format(**values)))
