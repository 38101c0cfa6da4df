"""The ways to write a day of the year in English."""

from __future__ import annotations

import re

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ORDINAL = "(?:st|nd|rd|th)?"

DATE_FORMATS = {
    "month-day": re.compile(rf"\b{_MONTH} {_DAY}{_ORDINAL}\b(?! {_MONTH})(?:, \d{{4}}\b)?"),
    "day-month": re.compile(rf"(?<![\w.,:/]){_DAY}{_ORDINAL} {_MONTH}(?! {_DAY}\b)(?:,? \d{{4}}\b)?"),
    "slashes": re.compile(rf"(?<![\d/]){_DAY}/{_DAY}/(?:\d{{4}}|\d{{2}})(?![\d/])"),
    "iso": re.compile(r"(?<![\w\-])[12]\d{3}-(?:0\d|1[0-2])-[0-3]\d(?![\w\-])"),
}
