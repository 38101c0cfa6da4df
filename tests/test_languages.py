"""What a language offers is loaded when it is first asked for, and is there."""

from __future__ import annotations

import importlib
from dataclasses import fields

import pytest

from evalkit.languages import Lazy, get_language

OFFERED = [
    pytest.param(value, id=f"{code}-{field.name}")
    for code in ("en", "zh")
    for field in fields(get_language(code))
    if isinstance(value := getattr(get_language(code), field.name), Lazy)
]


@pytest.mark.parametrize("lazy", OFFERED)
def test_a_lazy_function_leads_to_one(lazy: Lazy) -> None:
    module, _, name = lazy.path.partition(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_a_lazy_function_gives_what_the_function_gives() -> None:
    from evalkit.languages.zh.numbers import find_values

    text = "一九四九年十月，共三千人。"
    assert list(get_language("zh").find_values(text)) == list(find_values(text)) != []
