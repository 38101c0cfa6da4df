"""Modules that documents of evalkit 0.1 named, found under their old names (``evalkit.benchmark.explaining``): each
forwards to where its contents are now, with a DeprecationWarning. Nothing of evalkit's own imports them."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable
from typing import Any


def forward(old: str, *modules: str) -> Callable[[str], Any]:
    """A module's ``__getattr__`` that takes every name from the first of the modules that has it, and warns where it is
    used."""

    def find(name: str) -> Any:
        if not name.startswith("__"):
            for module in map(importlib.import_module, modules):
                if hasattr(module, name):
                    place = "evalkit" if name in importlib.import_module("evalkit").__all__ else module.__name__
                    warnings.warn(f"{old}.{name} is {place}.{name} now", DeprecationWarning, stacklevel=2)
                    return getattr(module, name)
        raise AttributeError(f"module {old!r} has no attribute {name!r}")

    return find
