"""What an explanation holds as flat records, one for each row of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from typing import Any


def list_items(value: Any) -> Sequence[Any]:
    """The items of a field: those of a list, a mapping's entries as ``name`` and ``value``, else the value alone."""
    if isinstance(value, Mapping):
        return [{"name": name, "value": one} for name, one in value.items()]
    return list(value) if isinstance(value, (list, tuple)) else [value]


def spread_item(item: Any, unshown: Set[str]) -> Iterator[dict[str, Any]]:
    """The item as records: what stands inside it stands in its row, and where it holds several things each has a row of
    its own."""
    record = _flatten(item)
    several = next((name for name, value in record.items() if _is_several(value) and name not in unshown), None)
    if several is None:
        yield record
        return
    rest = {name: value for name, value in record.items() if name != several}
    for one in record[several]:
        yield {**rest, **{name: value for name, value in _flatten(one).items() if name not in rest}}


def _is_several(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and all(map(is_dataclass, value))


def _flatten(item: Any) -> dict[str, Any]:
    record = read_fields(item)
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if is_dataclass(value) and not is_estimate(value):
            flat |= {inner: one for inner, one in _flatten(value).items() if inner not in record}
        else:
            flat[name] = value
    return flat


def read_fields(item: Any) -> dict[str, Any]:
    """The fields of a value by name; one without fields is its own ``value``."""
    if isinstance(item, Mapping):
        return {str(name): value for name, value in item.items()}
    if is_dataclass(item):
        return {field.name: getattr(item, field.name) for field in fields(item)}
    return {"value": item}


def is_estimate(value: Any) -> bool:
    """Whether this is a figure with its interval."""
    return is_dataclass(value) and {field.name for field in fields(value)} == {"value", "interval"}
