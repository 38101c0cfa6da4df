"""The words of the pages in Chinese: English stands in the page, the Chinese beside it in an attribute, and a script
switches.

``interface.zh.json`` holds the interface, by the English it stands for: what templates say under ``pages``, what
scripts say under ``scripts``. ``messages.zh.json`` holds the messages of findings, by check and message,
``explanations.zh.json`` what each check is about. ``sentences.zh.json`` holds warnings and reasons, which reach a
report as English sentences and are known again by their fixed words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from evalkit.data import Finding
from evalkit.data.showing import show_text
from evalkit.tables.phrases import load_translations

_HERE = Path(__file__).parent
_PLACES = re.compile(r"（共 \{count\} 处）|，共 \{count\} 处")
"""How many places there are, which is not said of one."""


@cache
def load_messages() -> Mapping[str, Mapping[str, str]]:
    """The messages of findings in Chinese, by check, then message; their parameters are those of the English ones."""
    table: dict[str, dict[str, str]] = _load("messages.zh.json")
    return table


@cache
def load_explanations() -> Mapping[str, str]:
    """What each check is about, in Chinese: its docstring's first sentence."""
    table: dict[str, str] = _load("explanations.zh.json")
    return table


@cache
def load_sentences() -> Sequence[tuple[re.Pattern[str], str]]:
    """Warnings and reasons: a pattern of the English, and the Chinese with the same fields; the longest first, for it
    says the most."""
    table: dict[str, str] = _load("sentences.zh.json")
    ordered = sorted(table.items(), key=lambda item: -len(re.sub(r"\{\w+\}", "", item[0])))
    return [(_make_pattern(english), chinese) for english, chinese in ordered]


def _make_pattern(english: str) -> re.Pattern[str]:
    """The template as a pattern: a field is any text, “(s)” may be there or not."""
    parts = re.split(r"\{(\w+)\}", english.replace("(s)", "\0"))
    fixed = [re.escape(part).replace("\0", "s?").replace("\\s?", "s?") for part in parts[::2]]
    fields = [f"(?P<{name}>.+?)" for name in parts[1::2]] + [""]
    return re.compile("".join(text + field for text, field in zip(fixed, fields, strict=True)), re.DOTALL)


def _load(name: str) -> Any:
    return json.loads((_HERE / name).read_text(encoding="utf-8"))


def translate(english: str, **values: Any) -> Markup:
    """The English with its values filled in, as an element that holds the Chinese beside it; an unknown text stands
    alone."""
    return Markup("<span{}>{}</span>").format(_beside("data-zh", english, values), show_text(english.format(**values)))


def name_translation(english: str, **values: Any) -> Markup:
    """The Chinese as an attribute of the element that holds the English."""
    return _beside("data-zh", english, values)


def translate_attribute(name: str, english: str, **values: Any) -> Markup:
    """An attribute in English, and beside it the same in Chinese."""
    shown = Markup('{}="{}"').format(Markup(name), show_text(english.format(**values)))
    return shown + _beside(f"data-zh-{name}", english, values)


def translate_message(finding: Finding) -> Markup:
    """A finding's message, with the Chinese of the same message and the same parameters beside it; alone where there is
    none, or a parameter lacks."""
    template = load_messages().get(finding.check, {}).get(finding.message_id)
    if template is None:
        return escape(show_text(finding.message))
    if finding.parameters.get("count") == 1:
        template = _PLACES.sub("", template)
    try:
        chinese = show_text(template.format(**finding.parameters))
    except KeyError:  # an older evaluation's finding has other parameters
        return escape(show_text(finding.message))
    return Markup('<span data-zh="{}">{}</span>').format(chinese, show_text(finding.message))


def translate_explanation(check: str, english: str) -> Markup:
    """What a check is about, with its Chinese beside it."""
    return _pair(english, load_explanations().get(check))


def translate_sentence(english: str) -> Markup:
    """A warning or a reason, with its Chinese beside it where its words are known."""
    return _pair(english, find_sentence(english))


def find_sentence(english: str) -> str | None:
    """The Chinese of a warning or a reason; ``None`` where its words are not known. What it quotes stays as it is.

    A sentence about a file (“NAME: …”) is known by what follows; reasons that are counted up are told one by one.
    """
    for pattern, chinese in load_sentences():
        found = pattern.fullmatch(english)
        if found is None:
            continue
        values = found.groupdict()
        if "rest" in values and (rest := find_sentence(values["rest"])) is None:
            continue
        if "rest" in values:
            values["rest"] = str(rest)
        for name in {"reasons", "advice", "language"} & values.keys():
            values[name] = "；".join(find_sentence(one) or one for one in values[name].split("; "))
        return chinese.format(**values)
    return None


def _pair(english: str, chinese: str | None) -> Markup:
    if chinese is None:
        return escape(show_text(english))
    return Markup('<span data-zh="{}">{}</span>').format(show_text(chinese), show_text(english))


def _beside(attribute: str, english: str, values: Mapping[str, Any]) -> Markup:
    chinese = load_translations()["pages"].get(english)
    if chinese is None:
        return Markup()
    return Markup(' {}="{}"').format(Markup(attribute), show_text(chinese.format(**values)))
