"""What ``evalkit score`` prints: one file a format, named as the user types it. Each offers ``render(scores,
explanation=…, styled=…)``."""

from __future__ import annotations

import importlib
import pkgutil

from evalkit.comparing.line_scores import LineScores
from evalkit.explaining.explaining import Explanation
from evalkit.plugins import require_name

EXPLAINED = ("table", "json", "markdown", "html")
"""The formats that show an explanation."""


def list_formats() -> list[str]:
    """The names of all formats."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def render_scores(
    scores: LineScores, form: str, *, explanation: Explanation | None = None, styled: bool = False
) -> str:
    """The scores in that format, with their explanation in those of ``EXPLAINED``; ``styled`` allows a terminal's bold
    and colours. UnknownNameError lists the formats."""
    require_name(form, list_formats(), what="format")
    text: str = importlib.import_module(f"{__name__}.{form}").render(scores, explanation=explanation, styled=styled)
    return text
