"""Units of measurement that stand behind Chinese numbers, simplified and traditional, and how much of a base unit each is."""

from __future__ import annotations

from fractions import Fraction

from evalkit.languages.quantities import MONEY, MULTIPLE, compile_units

_Sizes = dict[str, Fraction | int]

_AREA: _Sizes = {
    "亩": Fraction(2000, 3), "畝": Fraction(2000, 3), "公顷": 10_000, "公頃": 10_000, "平方公里": 10**6, "平方千米": 10**6,
    "平方米": 1, "平米": 1,
}  # fmt: skip
_LENGTH: _Sizes = {
    "里": 500, "公里": 1000, "千米": 1000, "海里": 1852, "米": 1, "公尺": 1, "尺": Fraction(1, 3), "丈": Fraction(10, 3),
    "厘米": Fraction(1, 100), "公分": Fraction(1, 100), "毫米": Fraction(1, 1000),
}  # fmt: skip
_MASS: _Sizes = {
    "斤": Fraction(1, 2), "公斤": 1, "千克": 1, "吨": 1000, "噸": 1000, "公吨": 1000, "公噸": 1000, "克": Fraction(1, 1000),
}  # fmt: skip
_POWER: _Sizes = {"瓦": 1, "千瓦": 1000, "兆瓦": 10**6, "吉瓦": 10**9}
_ENERGY: _Sizes = {"度电": 1, "度電": 1, "千瓦时": 1, "千瓦時": 1, "兆瓦时": 1000, "兆瓦時": 1000}
_VOLUME: _Sizes = {"升": 1, "公升": 1, "毫升": Fraction(1, 1000), "立方米": 1000, "方水": 1000}
_HOURS: _Sizes = {
    "分钟": Fraction(1, 60), "分鐘": Fraction(1, 60), "小时": 1, "小時": 1, "个小时": 1, "個小時": 1, "天": 24, "周": 168,
    "週": 168, "个星期": 168, "個星期": 168,
}  # fmt: skip
_MONTHS: _Sizes = {"个月": 1, "個月": 1, "年": 12}

_MONEY: _Sizes = dict.fromkeys(("元", "块钱", "塊錢", "美元", "美金", "欧元", "歐元", "英镑", "英鎊", "日元", "日圆", "日圓", "港元", "港币", "港幣", "人民币", "人民幣", "卢布", "盧布", "韩元", "韓元"), 1)  # fmt: skip

UNITS = compile_units(
    {
        name: (dimension, Fraction(size))
        for dimension, units in (
            ("area", _AREA), ("length", _LENGTH), ("mass", _MASS), ("power", _POWER), ("energy", _ENERGY),
            ("volume", _VOLUME), (MULTIPLE, {"倍": 1}), ("hours", _HOURS), ("months", _MONTHS), (MONEY, _MONEY),
        )
        for name, size in units.items()
    },
    pattern=r"[余餘多来來]?\s?(?P<unit>{names})",
)  # fmt: skip
