"""Quotation marks and apostrophes made alike, so that their style can be told apart from everything else that moves a
score."""

from __future__ import annotations

_STYLES = {"'": "‘’‚‛ʼ′＇`´", '"': "“”„‟″＂«»「」『』〝〞"}
_TABLE = {ord(mark): plain for plain, marks in _STYLES.items() for mark in marks}


def normalise_quotes(text: str) -> str:
    """The text with every apostrophe and single quote as U+0027 and every double quote as U+0022; its length stays."""
    return text.translate(_TABLE)
