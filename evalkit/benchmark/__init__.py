"""Benchmarking systems on a test set of aligned lines: reading, refusing, scoring, explaining, and holding one run
against another."""
