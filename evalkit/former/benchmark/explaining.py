"""The former name of :mod:`evalkit.explaining.explaining`."""

from evalkit.former import forward

__getattr__ = forward(__name__, "evalkit.explaining.explaining")
