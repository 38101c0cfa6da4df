"""A table for spreadsheets, one row a finding, with columns for a reviewer's decision and note."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import StringIO

from evalkit.files.cells import write_rows
from evalkit.jobs.auditing import Audit
from evalkit.tables.finding_tables import CSV_COLUMNS, make_csv_row

FILE_MARK = codecs.BOM_UTF8
"""Spreadsheets tell UTF-8 by it."""


def render(audit: Audit) -> Iterator[bytes]:
    """The same table as the report's ``findings.csv``."""
    text = StringIO(newline="")
    rows = (make_csv_row(finding, audit.heeded.decisions.get(finding.fingerprint)) for finding in audit.findings)
    write_rows(text, CSV_COLUMNS, rows)
    yield text.getvalue().encode("utf-8", "backslashreplace")
