"""The ways to write a day of the year in Chinese. A day without its year is not told from the others: most dates lack
it."""

from __future__ import annotations

import re

_NUMERAL = "[〇零一二三四五六七八九十]"

DATE_FORMATS = {
    "digits": re.compile(r"\d{4}年\d{1,2}月\d{1,2}[日号號]"),
    "characters": re.compile(rf"{_NUMERAL}{{4}}年{_NUMERAL}{{1,2}}月{_NUMERAL}{{1,3}}[日号號]"),
    "iso": re.compile(r"(?<![\w\-])[12]\d{3}-(?:0?\d|1[0-2])-[0-3]?\d(?![\d\-])", re.ASCII),
    "dots": re.compile(r"(?<![\w.])[12]\d{3}\.(?:0?[1-9]|1[0-2])\.(?:3[01]|[12]\d|0?[1-9])(?![\d.])", re.ASCII),
    "slashes": re.compile(r"(?<![\w/])[12]\d{3}/(?:0?[1-9]|1[0-2])/(?:3[01]|[12]\d|0?[1-9])(?![\d/])", re.ASCII),
}
