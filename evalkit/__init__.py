"""evalkit: how good a translation is, where exactly it is wrong, and how much the references' own defects move the
scores.

>>> import evalkit
>>> evalkit.audit("seeds/000_77a3382a7273a2e2.txt")     # findings, a frame
>>> evalkit.evaluate("seeds").scores                    # scores of all systems, a frame
>>> evalkit.score("system.en", references=["reference.en"])   # in a notebook: a table, and a plot of the intervals
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evalkit.version import __version__

__all__ = ["__version__", "audit", "evaluate", "score"]

if TYPE_CHECKING:
    from evalkit.api import audit, evaluate, score


def __getattr__(name: str) -> Any:
    if name in __all__:
        import evalkit.api

        return getattr(evalkit.api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
