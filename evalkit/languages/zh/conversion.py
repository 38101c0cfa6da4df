"""Chinese text in the other script, character for character, by OpenCC."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

_TEXTS_KEPT = 512


@lru_cache(maxsize=_TEXTS_KEPT)
def simplify(text: str) -> str:
    """``text`` in simplified characters, character for character: offsets stay what they are."""
    return convert(text, "t2s")


def convert(text: str, name: str) -> str:
    """``text`` by one of OpenCC's conversions (``t2s``, ``s2tw`` …), where it keeps the length, else by single characters:
    offsets stay what they are."""
    converted: str = _load_converter(name).convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(_convert_one(character, name) for character in text)


@cache
def _convert_one(character: str, name: str) -> str:
    converted: str = _load_converter(name).convert(character)
    return converted if len(converted) == 1 else character


@cache
def _load_converter(name: str) -> Any:
    import opencc

    return opencc.OpenCC(name)
