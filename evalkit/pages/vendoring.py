"""The libraries that draw plots, as they were published: their scripts, licences, and the one style each writes into a
page.

``vendor/vendor.json`` names version, origin and SHA-256 of each; nothing of them is changed. A page carries them only
if it plots.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

VENDOR = Path(__file__).parent / "vendor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A library: its script and licence as text, and the styles that it adds to a page, which the page's policy has to
    allow."""

    name: str
    title: str
    version: str
    licence: str
    home: str
    origin: str
    file: str
    sha256: str
    licence_file: str
    styles: tuple[str, ...]

    @property
    def script(self) -> str:
        """The script, unchanged."""
        return (VENDOR / self.file).read_text(encoding="utf-8")

    @property
    def marked_script(self) -> Markup:
        """The script for a page: it must not hold what ends a script element."""
        assert "</script" not in self.script.lower(), self.file
        return Markup(self.script)

    @property
    def licence_comment(self) -> Markup:
        """The licence for a comment of a page."""
        assert "--" not in self.licence_text, self.licence_file
        return Markup(self.licence_text.strip())

    @property
    def licence_text(self) -> str:
        """The licence, which has to stand in every copy."""
        return (VENDOR / self.licence_file).read_text(encoding="utf-8")


@cache
def load_libraries() -> tuple[Library, ...]:
    """The libraries in the order in which they must run."""
    listed = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))["libraries"]
    return tuple(Library(**{**one, "styles": tuple(one["styles"])}) for one in listed)
