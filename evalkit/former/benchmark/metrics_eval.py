"""The former name of :mod:`evalkit.reading.metrics_eval` and :mod:`evalkit.runs.keeping_metrics_eval`."""

from evalkit.former import forward

__getattr__ = forward(__name__, "evalkit.reading.metrics_eval", "evalkit.runs.keeping_metrics_eval")
