"""Findings: what checks report and models mark, with what every finding has, and which outputs scores are too kind to.

Here is what runs checks. One fault is ``checks/``; what people decide about findings is ``review/``."""
