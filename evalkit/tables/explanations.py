"""An explanation of scores as tables: each of its fields one, with the fields of what it holds as columns, so that a
new field is shown as well."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, fields, is_dataclass
from pathlib import PurePath
from typing import Any

from evalkit.tables.columns import Cell, Column
from evalkit.tables.explanation_records import is_estimate, list_items, read_fields, spread_item
from evalkit.tables.numbers import format_number, format_signed
from evalkit.tables.phrases import Phrase, as_phrase, phrase

_TITLES = {
    "buckets": phrase("Parts of the test set"),
    "carriers": phrase("Documents that carry a difference"),
    "worst": phrase("Worst segments"),
    "styles": phrase("What style moves"),
    "derivations": phrase("Whose reference it is"),
    "outstanding": phrase("Scores that stand far above the others"),
    "contrasts": phrase("Segments that carry a difference"),
    "disagreements": phrase("Segments that metrics judge differently"),
    "ngrams": phrase("Words that one system gets right and the other does not"),
    "defect_rates": phrase("Findings in the outputs"),
    "defect_costs": phrase("What findings go with, in points"),
    "references": phrase("Findings in the references"),
    "effects": phrase("What repairing the references moves"),
}
_HEADINGS = {
    "baseline": phrase("Compared with"),
    "place": phrase("Where"),
    "value": phrase("Score"),
    "baseline_value": phrase("Score of the other"),
    "carried": phrase("Carries, in points"),
    "difference_without": phrase("Difference without it"),
    "ngram": phrase("Words"),
    "words": phrase("Number of words"),
    "gained": phrase("Only this one has it"),
    "lost": phrase("Only the other"),
    "net": phrase("Net"),
    "occurrences": phrase("In the references"),
    "clear": phrase("Clearly apart by both"),
    "opposed": phrase("Opposed"),
    "values": phrase("Scores, this / the other"),
    "sizes": phrase("Apart by (usual: 1)"),
    "unsure": phrase("Less sure"),
    "per_thousand": phrase("per 1,000 segments"),
    "lines": phrase("Segments concerned"),
    "mean": phrase("Mean with it"),
    "mean_of_others": phrase("Mean without it"),
    "beside_others": phrase("Beside the other systems"),
    "points": phrase("Points of the whole score"),
    "identical": phrase("Identical lines"),
    "usual": phrase("Usual"),
    "ranks_without": phrase("Ranks without it"),
    "next_best": phrase("Next best"),
    "path": phrase("File"),
    "repaired": phrase("Repaired"),
    "changed": phrase("Segments changed"),
    "held": phrase("Held back"),
    "style": phrase("Style"),
    "interval": phrase("95 % interval"),
    "adjusted_p_value": phrase("Adjusted p"),
}
"""The headings of fields whose names say too little."""
_UNSHOWN = frozenset(
    {"pairs", "between", "from_reference", "baseline_from_reference", "p_value", "method", "samples", "seed"}
)
"""Fields for programs, which say nothing to a reader of a table."""
_SAID = {"effects": frozenset({"baseline", "reference", "baseline_reference"})}
"""Fields that are the same in every row of a table, as its title says."""
_PASSAGES = {
    "source": phrase("Source"),
    "reference": phrase("Reference"),
    "hypothesis": phrase("Output"),
    "baseline_hypothesis": phrase("Output of the other"),
}
"""Texts of one segment, which stand below one another in one cell."""
_COUNTED_FROM_0 = frozenset({"lines", "changed"})
"""Places in the test set, which people count from 1."""
_WORDS = frozenset({"check", "kind", "verdict", "style"})
"""Columns of words that are translated."""
_SCORES = frozenset(
    {"value", "score", "next_best", "difference", "difference_without", "carried", "baseline_value", "interval"}
    | {"mean", "mean_of_others", "beside_others", "points"}
)
"""Fields on the metric's own scale, which are shown on the scale people read."""
_FIRST = {name: place for place, name in enumerate(("metric", "metrics", "check", "system", "baseline", "index"))}
"""The columns that come first, where there are such."""
_LISTED = 8
"""So many items of a list stand in a cell."""
_SHOWN = 300
"""So many rows of a table are shown."""


_Passages = tuple[tuple[Phrase, str], ...]
"""Texts, each with what it is."""
_Shown = Cell | _Passages


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationPart:
    """One field of an explanation: sentences where its values say themselves, and a table; ``left_out`` counts rows
    beyond it."""

    title: Phrase
    sentences: tuple[str | Phrase, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[_Shown, ...], ...]
    left_out: int = 0


def list_explanation(explanation: Any, find_factor: Callable[[str], float]) -> list[ExplanationPart]:
    """The fields of an explanation that hold something; ``find_factor`` gives what people see a metric's score
    multiplied by."""
    parts = []
    for field in fields(explanation):
        value = getattr(explanation, field.name)
        if field.name in _UNSHOWN or not value:
            continue
        if is_dataclass(value) and not isinstance(value, type):
            parts += list_explanation(value, find_factor)
            continue
        items = [item for item in list_items(value) if getattr(item, "verdict", None) != "identical"]
        made = (
            _pivot_buckets(items, find_factor)
            if field.name == "buckets"
            else [_make_part(items, find_factor, said=_SAID.get(field.name, frozenset()))]
        )
        title = _TITLES.get(field.name, as_phrase(field.name.replace("_", " ").capitalize()))
        parts += [_entitle(title, part) for part in made if part.rows]
        if not items:
            parts.append(ExplanationPart(title=title, sentences=(phrase("No score moves."),), columns=(), rows=()))
    return parts


def _join(title: Phrase, part: Phrase) -> Phrase:
    return Phrase(english=f"{title.english}: {part.english}", chinese=f"{title.chinese}：{part.chinese}")


def _entitle(title: Phrase, part: ExplanationPart) -> ExplanationPart:
    joined = title if not str(part.title) else _join(title, part.title)
    return ExplanationPart(
        title=joined, sentences=part.sentences, columns=part.columns, rows=part.rows, left_out=part.left_out
    )  # fmt: skip


def _make_part(items: Sequence[Any], find_factor: Callable[[str], float], *, said: Set[str]) -> ExplanationPart:
    records = [_gather_passages(record) for item in items for record in spread_item(item, _UNSHOWN)]
    told = dict.fromkeys(name for record in records for name, value in record.items() if value not in (None, (), {}))
    hidden = _UNSHOWN | said | ({"place"} if "index" in told else set())
    names = sorted((name for name in told if name not in hidden), key=lambda name: _FIRST.get(name, len(_FIRST)))
    rows = [tuple(_show(record, name, find_factor) for name in names) for record in records[:_SHOWN]]
    columns = tuple(_make_column(name, [row[place] for row in rows]) for place, name in enumerate(names))
    return ExplanationPart(
        title=as_phrase(""),
        sentences=tuple(dict.fromkeys(str(item.sentence) for item in items if hasattr(item, "sentence"))),
        columns=columns,
        rows=tuple(rows),
        left_out=max(0, len(records) - _SHOWN),
    )


def _gather_passages(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with its segment's texts as one value, ``texts``, at its end."""
    if "hypothesis" not in record:
        return dict(record)
    texts = tuple((title, record[name]) for name, title in _PASSAGES.items() if record.get(name) is not None)
    return {**{name: value for name, value in record.items() if name not in _PASSAGES}, "texts": texts}


def _make_column(name: str, cells: Sequence[_Shown]) -> Column:
    if name == "index":
        return Column(key=name, title=phrase("Segment"), link="#segment-")
    if name == "texts":
        return Column(key=name, title=phrase("Texts"), names=True, passages=True)
    fractional = any(isinstance(cell, float) for cell in cells)
    return Column(
        key=name,
        title=_HEADINGS.get(name) or phrase(name.replace("_", " ").capitalize()),
        words=name in _WORDS,
        places=2 if fractional else None,
        signed=name.startswith("difference"),
        names=any(isinstance(cell, str) for cell in cells),
    )


def _show(record: Mapping[str, Any], name: str, find_factor: Callable[[str], float]) -> _Shown:
    value: Any = record.get(name)
    if value is None:
        return () if name == "texts" else None
    if name == "texts":
        return tuple(value)
    if name in ("place", "path"):
        return PurePath(str(value)).name
    if name == "values":
        return ", ".join(f"{metric} {_tell(pair)}" for metric, pair in zip(record["metrics"], value, strict=True))
    if name in _COUNTED_FROM_0:
        value = [place + 1 for place in value]
    metric = record.get("metric")
    factor = find_factor(metric) if name in _SCORES and isinstance(metric, str) else 1.0
    if name == "index" and isinstance(value, int):
        return value + 1
    return _show_value(value, name, factor)


def _show_value(value: Any, name: str, factor: float) -> Cell:
    if is_estimate(value):
        low, high = (format_signed(bound * factor) for bound in value.interval)
        return f"{format_signed(value.value * factor)} [{low}, {high}]"
    if isinstance(value, float):
        return value * factor
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if name == "interval":
        return f"[{', '.join(format_signed(bound * factor) for bound in value)}]"
    return _tell(value)


def _tell(value: Any) -> str:
    """A value inside a value, in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_tell(one)}" for name, one in value.items())
    if isinstance(value, (list, tuple, set, frozenset)):
        told = [_tell(one) for one in list(value)[:_LISTED]]
        if len(value) == 2 and all(isinstance(one, float) for one in value):
            return " / ".join(told)
        return ", ".join(told) + (f" … ({len(value)})" if len(value) > _LISTED else "")
    if is_dataclass(value):
        return ", ".join(f"{name} {_tell(one)}" for name, one in read_fields(value).items())
    return format_number(value) if isinstance(value, float) else str(value)


def _pivot_buckets(items: Sequence[Any], find_factor: Callable[[str], float]) -> list[ExplanationPart]:
    """A table for each metric: a row a bucket, a column a system."""
    parts = []
    systems = list(dict.fromkeys(one.system for one in items))
    for metric in dict.fromkeys(one.metric for one in items):
        found: dict[tuple[str, str, int], dict[str, float]] = {}
        for one in items:
            if one.metric == metric:
                found.setdefault((one.kind, one.name, one.segments), {})[one.system] = one.value * find_factor(metric)
        rows: list[tuple[_Shown, ...]] = [
            (*key, *(values.get(system) for system in systems)) for key, values in found.items()
        ]
        columns = (
            Column(key="kind", title=phrase("Kind"), words=True),
            Column(key="name", title=phrase("Part"), sentences=True),
            Column(key="segments", title=phrase("Segments")),
            *(
                Column(key=f"system{n}", title=as_phrase(system), places=2, upright=True)
                for n, system in enumerate(systems)
            ),
        )
        parts.append(
            ExplanationPart(
                title=as_phrase(metric),
                sentences=(),
                columns=columns,
                rows=tuple(rows[:_SHOWN]),
                left_out=max(0, len(rows) - _SHOWN),
            )
        )
    return parts
