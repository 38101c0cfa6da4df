"""The metrics: one file each, named as the user types it.

A metric's module offers a docstring whose first sentence says what it measures; ``KEY``, its name in results;
``DEFAULT``, whether it runs unless others are named; and ``create(options)``, which returns a :class:`evalkit.data.metric.Metric` or raises
MetricUnavailableError with the reason, or MetricNotApplicableError where the languages rule it out.
"""
