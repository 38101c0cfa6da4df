"""Signatures taken apart and held against each other: what differs, and whether scores under them can be compared."""

from __future__ import annotations

from dataclasses import dataclass

_OF_THE_TEST = frozenset({"bs", "ar", "seed"})
"""Fields that say how a score was tested, not how it was made."""
_OF_THE_TEXTS = frozenset({"cut"})
"""Fields that say what was found in the texts: two systems that are scored alike may differ in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureDifference:
    """A field that differs, with its values; ``None`` where a signature does not have it."""

    field: str
    first: str | None
    second: str | None

    @property
    def matters(self) -> bool:
        """Whether scores that differ in this field cannot be compared."""
        return self.field not in _OF_THE_TEST | _OF_THE_TEXTS


def parse_signature(signature: str) -> dict[str, str]:
    """The fields of a signature, ``nrefs:1|case:mixed|…``; one without a colon, such as the metric's name before it, is
    ``metric``."""
    fields = {}
    for part in signature.strip().split("|"):
        name, colon, value = part.partition(":")
        if colon:
            fields[name.strip()] = value.strip()
        elif part.strip():
            fields["metric"] = part.strip()
    return fields


def is_signature(text: str) -> bool:
    """Whether a text has a field of a signature at least."""
    return bool(parse_signature(text).keys() - {"metric"})


def diff_signatures(first: str, second: str) -> list[SignatureDifference]:
    """The fields in which two signatures differ, in the order of the first."""
    one, other = parse_signature(first), parse_signature(second)
    return [
        SignatureDifference(field=field, first=one.get(field), second=other.get(field))
        for field in dict.fromkeys([*one, *other])
        if one.get(field) != other.get(field)
    ]


def describe_difference(difference: SignatureDifference) -> str:
    """One difference in a line."""
    first, second = (value if value is not None else "(none)" for value in (difference.first, difference.second))
    aside = ""
    if not difference.matters:
        of_texts = difference.field in _OF_THE_TEXTS
        aside = f" (of the {'texts; they are scored alike' if of_texts else 'test alone; the score is the same'})"
    return f"{difference.field}: {first} → {second}{aside}"
