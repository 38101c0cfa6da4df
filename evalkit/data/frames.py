"""The long frames that results leave the stages as: their columns and dtypes, declared once.

``scores`` has one row a score: a missing ``index`` means the whole document, a missing ``document`` the whole system.
``reference`` is ``as-is`` (the existing rendering), ``repaired`` (the same with its safe suggestions applied), a
reference's name, or ``all``; on texts whose quotation marks and apostrophes were made alike first, ``, quotes
normalised`` stands behind that. Values are unrounded and on the metric's own scale. ``findings`` has one row a finding,
with the fields of ``evalkit audit --format jsonl``.

``comparisons`` has one row a difference, ``system`` less ``baseline``, as :class:`evalkit.data.Comparison` describes
it; the interval is missing where nothing differs. ``ranks`` has one row a metric and system, best first: the score, its
interval, and the first and the last rank that the comparisons allow. Times ``shown_factor`` a value is on the scale
people read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from evalkit.data import Comparison, Finding
from evalkit.data.records import make_record

if TYPE_CHECKING:
    import pandas

SCORES: Mapping[str, str] = {
    "system": "string",
    "reference": "string",
    "document": "string",
    "index": "Int64",
    "metric": "string",
    "signature": "string",
    "value": "float64",
}

COMPARISONS: Mapping[str, str] = {
    "metric": "string",
    "system": "string",
    "baseline": "string",
    "reference": "string",
    "baseline_reference": "string",
    "difference": "float64",
    "interval_low": "float64",
    "interval_high": "float64",
    "p_value": "float64",
    "adjusted_p_value": "float64",
    "method": "string",
    "samples": "Int64",
    "seed": "Int64",
    "verdict": "string",
}

RANKS: Mapping[str, str] = {
    "metric": "string",
    "system": "string",
    "reference": "string",
    "value": "float64",
    "interval_low": "float64",
    "interval_high": "float64",
    "rank_first": "Int64",
    "rank_last": "Int64",
    "cluster": "Int64",
    "segments": "Int64",
    "shown_factor": "float64",
    "higher_is_better": "bool",
    "signature": "string",
}

FINDINGS: Mapping[str, str] = {
    "document": "string",
    "path": "string",
    "system": "string",
    "side": "string",
    "line": "Int64",
    "column": "Int64",
    "end_line": "Int64",
    "end_column": "Int64",
    "text": "string",
    "places": "object",
    "check": "string",
    "severity": "string",
    "confidence": "float64",
    "category": "string",
    "message": "string",
    "suggestion": "string",
    "safe": "bool",
    "group": "string",
    "fingerprint": "string",
    "location": "string",
}


def make_scores_frame(rows: Iterable[Mapping[str, Any]]) -> pandas.DataFrame:
    """The scores frame of rows that may leave out ``document`` and ``index``; any other missing column is a
    KeyError."""
    return _make_frame(({"document": None, "index": None, **row} for row in rows), SCORES)


def make_findings_frame(findings: Iterable[Finding]) -> pandas.DataFrame:
    """The findings frame, in the order of the findings."""
    return _make_frame((make_record(finding) for finding in findings), FINDINGS)


def make_comparisons_frame(comparisons: Iterable[Comparison]) -> pandas.DataFrame:
    """The comparisons frame, in the order of the comparisons."""
    rows = (
        {
            **asdict(one),
            "interval_low": one.interval and one.interval[0],
            "interval_high": one.interval and one.interval[1],
        }
        for one in comparisons
    )
    return _make_frame(rows, COMPARISONS)


def make_ranks_frame(rows: Iterable[Mapping[str, Any]]) -> pandas.DataFrame:
    """The ranks frame of rows that have all its columns."""
    return _make_frame(rows, RANKS)


def _make_frame(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pandas.DataFrame:
    import pandas

    listed = list(rows)
    return pandas.DataFrame(
        {name: pandas.Series([row[name] for row in listed], dtype=dtype) for name, dtype in columns.items()}
    )


def list_rows(frame: pandas.DataFrame) -> Iterable[dict[str, Any]]:
    """The frame's rows as plain Python values, ``None`` where a value is missing."""
    columns = {
        str(name): frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame.columns
    }
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))
