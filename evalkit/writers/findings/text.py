"""Text for a terminal, in the manner of the best linters: path:line:column, the words with a caret, the message, what
to write."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.jobs.auditing import Audit
from evalkit.tables.listing import Style, list_findings, plain


def render(audit: Audit, style: Style = plain) -> Iterator[bytes]:
    """One card a finding; under a cause stand the findings that it explains."""
    folders = {document.name: f"{document.folder}/" for document in audit.documents if document.folder}
    for card in list_findings(audit.findings, audit.lines, folders=folders, style=style):
        yield f"{card}\n".encode("utf-8", "backslashreplace")
