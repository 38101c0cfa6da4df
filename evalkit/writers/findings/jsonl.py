"""One JSON object a finding and line, with every field, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from evalkit.data.records import make_record
from evalkit.jobs.auditing import Audit


def render(audit: Audit) -> Iterator[bytes]:
    """The fields that ``evalkit audit --format jsonl`` promises, then ``decision`` and ``note``."""
    for finding in audit.findings:
        decision = audit.heeded.decisions.get(finding.fingerprint)
        state = decision.state if decision and decision.state != "fixed" else "open"
        record = {**make_record(finding), "decision": state, "note": decision.note if decision else ""}
        yield (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
