"""The former name of :mod:`evalkit.runs.runs`."""

from evalkit.former import forward

__getattr__ = forward(__name__, "evalkit.runs.runs")
