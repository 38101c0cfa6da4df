"""The folders that are registries: ``checks``, ``injectors``, ``metrics``, ``readers``, ``writers``, and ``formats``, which
is ``writers/findings/``.

A plug-in is one file. Its name is the name the user types, with ``-`` for ``_``; its docstring is its explanation
everywhere. Nothing else has to be changed to add one.
"""

from __future__ import annotations

import difflib
import importlib
import inspect
import pkgutil
import re
from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import Literal

from evalkit.errors import UnknownNameError

Folder = Literal["checks", "formats", "injectors", "metrics", "readers", "writers"]

_MARKS = re.compile(r"(?::\w+:)?`+")


@cache
def list_names(folder: Folder) -> tuple[str, ...]:
    """The names of all plug-ins of a folder, in alphabetical order, without importing any of them."""
    package = importlib.import_module(_find_package(folder))
    modules = (module.name for module in pkgutil.iter_modules(package.__path__) if not module.ispkg)
    return tuple(sorted(name.replace("_", "-") for name in modules))


def load_plugin(folder: Folder, name: str) -> ModuleType:
    """The module of that name. Raises UnknownNameError, which lists the names there are; an ImportError inside it rises
    as itself."""
    require_name(name, list_names(folder), what=folder.removesuffix("s"))
    return importlib.import_module(f"{_find_package(folder)}.{name.replace('-', '_')}")


def _find_package(folder: Folder) -> str:
    return "evalkit.writers.findings" if folder == "formats" else f"evalkit.{folder}"


def explain_plugin(folder: Folder, name: str) -> str:
    """The first paragraph of a plug-in's explanation, which says what it is."""
    return explain_fully(folder, name)[0]


def explain_fully(folder: Folder, name: str) -> tuple[str, ...]:
    """The paragraphs of a plug-in's docstring as plain text: one line each, without the marks that set code apart."""
    text = inspect.cleandoc(load_plugin(folder, name).__doc__ or "")
    return tuple(_MARKS.sub("", paragraph).replace("\n", " ") for paragraph in text.split("\n\n"))


def require_name(name: str, known: Sequence[str], *, what: str, where: str = "") -> str:
    """``name`` if it is known, else UnknownNameError naming the nearest and listing all."""
    if name in known:
        return name
    nearest = difflib.get_close_matches(name, known, n=1)
    hint = f" Did you mean “{nearest[0]}”?" if nearest else ""
    raise UnknownNameError(f"{where}There is no {what} “{name}”.{hint} There are: {', '.join(sorted(known))}.")
