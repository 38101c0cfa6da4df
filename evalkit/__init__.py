"""evalkit: how good a translation is, where exactly it is wrong, and how much the references' own defects move the
scores.

>>> import evalkit
>>> evalkit.audit("seeds/000_77a3382a7273a2e2.txt")     # findings, a frame
>>> evalkit.evaluate("seeds").scores                    # scores of all systems, a frame
>>> evalkit.score("system.en", references=["reference.en"])   # in a notebook: a table, and a plot of the intervals
"""

from __future__ import annotations

import importlib
import os.path
from typing import TYPE_CHECKING, Any

from evalkit.version import __version__

if TYPE_CHECKING:
    from evalkit.api import audit, evaluate, score
    from evalkit.explaining.explaining import explain_scores
    from evalkit.files.whole_writes import remove_report, write_report
    from evalkit.runs.keeping_metrics_eval import keep_metrics_eval
    from evalkit.runs.rebuilding import rebuild_scores
    from evalkit.runs.runs import read_run

__all__ = [
    "__version__",
    "audit",
    "evaluate",
    "explain_scores",
    "keep_metrics_eval",
    "read_run",
    "rebuild_scores",
    "remove_report",
    "score",
    "write_report",
]

_PLACES = {
    "audit": "evalkit.api",
    "evaluate": "evalkit.api",
    "explain_scores": "evalkit.explaining.explaining",
    "keep_metrics_eval": "evalkit.runs.keeping_metrics_eval",
    "read_run": "evalkit.runs.runs",
    "rebuild_scores": "evalkit.runs.rebuilding",
    "remove_report": "evalkit.files.whole_writes",
    "score": "evalkit.api",
    "write_report": "evalkit.files.whole_writes",
}

# Modules that documents of 0.1 named are still found, and warn.
__path__.append(os.path.join(os.path.dirname(__file__), "former"))  # noqa: PTH118, PTH120


def __getattr__(name: str) -> Any:
    if name in _PLACES:
        return getattr(importlib.import_module(_PLACES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
