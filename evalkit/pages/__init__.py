"""The HTML pages of a report: each is one file with its style and script inside, and asks nothing of the network.

Templates, style and script are files of their own beside this one; the modules here turn an evaluation into what the templates show.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from evalkit import __version__
from evalkit.showing import INVISIBLE, name_character, show_character, show_text

if TYPE_CHECKING:
    import jinja2

_HERE = Path(__file__).parent


def render_page(template: str, **values: Any) -> str:
    """The HTML of one page. Every value is escaped and shows its invisible characters; a name the template misses is an error."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_show_value,
    )
    style, script = (_read(name) for name in ("report.css", "report.js"))
    environment.globals.update(
        style=style, script=script, policy=_make_policy(style, script), version=__version__, marks=SEVERITY_MARKS
    )
    environment.filters.update(
        number=format_number, signed=format_signed, counted=format_count, percent=format_percent, visible=mark_invisible
    )
    return environment


def _read(name: str) -> Markup:
    text = (_HERE / name).read_text(encoding="utf-8")
    assert not re.search(r"</(style|script)", text, re.IGNORECASE), name
    return Markup(text)


def _make_policy(style: str, script: str) -> str:
    """A content security policy that allows this style and this script and nothing else, no request at all."""
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script))
    return (
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'".format(
            *hashes
        )
    )


def _show_value(value: Any) -> Any:
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return "\n".join(show_text(line) for line in value.split("\n"))


SEVERITY_MARKS = {"critical": "◆", "major": "▲", "minor": "●", "neutral": "○"}
"""A shape for each severity, so that none is told by colour alone."""


def mark_invisible(text: str) -> Markup:
    """The text escaped, each invisible character as a visible stand-in that says its name."""
    shown, done = Markup(), 0
    for found in INVISIBLE.finditer(text):
        shown += escape(text[done : found.start()])
        stand_in = show_character(found[0])
        shown += Markup('<span class="control" title="{}">{}</span>').format(name_character(found[0]), stand_in)
        done = found.end()
    return shown + escape(text[done:])


def format_number(value: float | None, places: int = 2) -> str:
    """A number as people read it; a dash where there is none."""
    return "–" if value is None else f"{round(value, places) + 0.0:.{places}f}".replace("-", "−")


def format_signed(value: float | None, places: int = 2) -> str:
    """A difference with its sign; zero has none."""
    if value is None:
        return "–"
    rounded = round(value, places)
    return f"{rounded:+.{places}f}".replace("-", "−") if rounded else f"{0:.{places}f}"


def format_percent(value: float) -> str:
    """A share as a whole percentage that is never rounded up to certainty."""
    return f"{min(round(100 * value), 99 if value < 1 else 100)} %"


def format_count(count: int, one: str, many: str | None = None) -> str:
    """``1 finding``, ``2 findings``, ``no findings``."""
    return f"{count or 'no'} {one if count == 1 else many or one + 's'}"
