"""The HTML pages of a report: each is one file with its style and script inside, and asks nothing of the network.

``templates/``, ``styles/`` and ``scripts/`` are files of their own; the modules here turn an evaluation into what the
templates show.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from evalkit.data.showing import DELETE, INVISIBLE, name_character, show_character, show_text
from evalkit.pages.embedding import embed_json
from evalkit.pages.translating import (
    name_translation,
    translate,
    translate_attribute,
    translate_explanation,
    translate_message,
    translate_sentence,
)
from evalkit.pages.vendoring import load_libraries
from evalkit.tables.numbers import format_number, format_percent, format_signed
from evalkit.tables.phrases import load_translations
from evalkit.version import __version__

if TYPE_CHECKING:
    import jinja2

_HERE = Path(__file__).parent


def render_page(template: str, **values: Any) -> str:
    """The HTML of one page. Every value is escaped and shows its invisible characters; a name the template misses is an
    error."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_show_value,
    )
    style, scripts = Markup("\n").join(_read("styles", STYLES)), _read("scripts", SCRIPTS)
    libraries, plot_scripts = load_libraries(), _read("scripts", PLOT_SCRIPTS)
    environment.globals.update(
        style=style,
        scripts=scripts,
        policy=_make_policy([style], scripts),
        libraries=libraries,
        plot_scripts=plot_scripts,
        plotting_policy=_make_policy(
            [style, *(own for library in libraries for own in library.styles)],
            [*(library.script for library in libraries), *scripts, *plot_scripts],
        ),
        version=__version__,
        marks=SEVERITY_MARKS,
        translations=embed_json(load_translations()["scripts"]),
        t=translate,
        zh=name_translation,
        attribute=translate_attribute,
        message=translate_message,
        explain=translate_explanation,
        sentence=translate_sentence,
        delete_mark=DELETE,
    )
    environment.filters.update(
        number=format_number, signed=format_signed, percent=format_percent, visible=mark_invisible
    )
    return environment


STYLES = ("report.css", "desk.css", "narrow.css", "print.css")
"""The styles of every page: what all share, what the pages to work on add, and what changes in narrow windows and on
paper."""
SCRIPTS = (
    "preferences.js", "inflate.js", "outputs.js", "decisions.js", "corrected.js", "filters.js", "printing.js",
    "report.js", "tables.js", "standardising.js", "segments.js", "differences.js", "comparison.js", "all_decisions.js",
)  # fmt: skip
"""The scripts of every page, in the order in which they run; each leaves alone what a page does not have."""


PLOT_SCRIPTS = ("points.js", "plots.js", "one_segment.js")
"""The scripts of a page that plots; they run after the libraries that draw and after the others."""


def _read(folder: str, names: Sequence[str]) -> list[Markup]:
    """The files' texts, which must not hold what ends the element that they stand in."""
    texts = [(_HERE / folder / name).read_text(encoding="utf-8") for name in names]
    for name, text in zip(names, texts, strict=True):
        assert not re.search(r"</(style|script)", text, re.IGNORECASE), name
    return [Markup(text) for text in texts]


def _make_policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """A content security policy that allows these styles and these scripts and nothing else, no request at all."""
    allowed, looks = (" ".join(map(_hash, texts)) for texts in (scripts, styles))
    return f"default-src 'none'; style-src {looks}; script-src {allowed}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


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
