"""Units of measurement that stand behind English numbers, and how much of a base unit each is."""

from __future__ import annotations

import re
from fractions import Fraction

from evalkit.languages.en.numerals import MULTIPLES
from evalkit.languages.quantities import MONEY, MULTIPLE, compile_units

_FOOT, _MILE, _ACRE = Fraction("0.3048"), Fraction("1609.344"), Fraction("4046.8564")
_UNITS: dict[str, dict[str, Fraction | int]] = {
    "area": {
        "mu": Fraction(2000, 3), "hectare": 10_000, "ha": 10_000, "acre": _ACRE, "square kilomet": 10**6, "sq km": 10**6, "km2": 10**6,
        "square mile": _MILE**2, "sq mi": _MILE**2, "square met": 1, "square f": _FOOT**2, "sq ft": _FOOT**2,
    },
    "length": {
        "li": 500, "kilomet": 1000, "km": 1000, "mile": _MILE, "nautical mile": 1852, "met": 1, "m": 1, "f": _FOOT, "ft": _FOOT,
        "yard": 3 * _FOOT, "inch": _FOOT / 12, "centimet": Fraction(1, 100), "cm": Fraction(1, 100), "millimet": Fraction(1, 1000),
        "mm": Fraction(1, 1000),
    },
    "mass": {
        "jin": Fraction(1, 2), "catt": Fraction(1, 2), "kilogram": 1, "kilo": 1, "kg": 1, "pound": Fraction("0.45359"), "lb": Fraction("0.45359"),
        "ounce": Fraction("0.02835"), "ton": 1000, "tonne": 1000, "metric ton": 1000, "gram": Fraction(1, 1000), "g": Fraction(1, 1000),
    },
    "power": {"watt": 1, "kilowatt": 1000, "kw": 1000, "megawatt": 10**6, "mw": 10**6, "gigawatt": 10**9, "gw": 10**9},
    "energy": {
        "kilowatt-hour": 1, "kilowatt hour": 1, "kwh": 1, "megawatt-hour": 1000, "mwh": 1000, "gigawatt-hour": 10**6, "gwh": 10**6,
        "terawatt-hour": 10**9, "twh": 10**9,
    },
    "volume": {
        "lit": 1, "millilit": Fraction(1, 1000), "ml": Fraction(1, 1000), "cubic met": 1000, "gallon": Fraction("3.78541"),
    },
    "hours": {"minute": Fraction(1, 60), "hour": 1, "day": 24, "week": 168},
    "months": {"month": 1, "year": 12},
    MULTIPLE: {"time": 1, "fold": 1},
    MONEY: dict.fromkeys(
        ("yuan", "rmb", "renminbi", "dollar", "us dollar", "u.s. dollar", "american dollar", "euro", "yen", "won", "ruble", "rupee", "franc", "usd", "eur"), 1
    ),
}  # fmt: skip
_ENDINGS = {
    "met": ("ers?", "res?"), "lit": ("ers?", "res?"), "f": ("eet", "oot"), "inch": ("(?:es)?",), "catt": ("y", "ies"),
}  # fmt: skip


def _spell(stem: str) -> str:
    """A pattern of the spellings that a stem of the table stands for: meter, metre, meters, metres."""
    last = stem.split()[-1]
    ending = next(
        (found for key, found in _ENDINGS.items() if last == key or (len(key) > 1 and last.endswith(key))), ("s?",)
    )
    return re.escape(stem).replace(r"\ ", r"\s") + f"(?:{'|'.join(ending)})"


UNITS = compile_units(
    {_spell(stem): (dimension, Fraction(size)) for dimension, stems in _UNITS.items() for stem, size in stems.items()},
    pattern=r"[\s-]?(?P<unit>{names})\b",
    words=dict.fromkeys(MULTIPLES, (MULTIPLE, Fraction(1))),
)
