"""Whole jobs, from paths to what writers show: a folder audited, a folder evaluated, aligned lines scored.

Here stages are put together, and nothing else is done. Options are read in ``commands/`` and ``api.py``."""
