"""A workbook for a reviewer, who decides on each finding in a column of its own; evalkit decide --import takes it
back."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.jobs.auditing import Audit
from evalkit.tables.finding_tables import write_workbook

TO_FILE = True


def render(audit: Audit) -> Iterator[bytes]:
    """The same workbook as the report's ``findings.xlsx``."""
    yield write_workbook(audit.findings, audit.heeded.decisions, audit.segments)
