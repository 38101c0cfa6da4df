"""The former name of :mod:`evalkit.runs.rebuilding`."""

from evalkit.former import forward

__getattr__ = forward(__name__, "evalkit.runs.rebuilding")
