"""The whole result of a job on documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from evalkit.data.findings import Decision, Finding, Repair
from evalkit.data.scores import Comparison, Distance, Effect
from evalkit.data.texts import Document, EvalSet, Segment

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, kw_only=True, eq=False)
class Evaluation:
    """Everything a report may know.

    ``segments`` are the documents' own (source beside the existing rendering as hypothesis); ``sets`` the systems'.
    ``scores`` is the long frame of :mod:`evalkit.data.frames`. ``not_scored`` maps a metric's key to the reason.
    ``manifest`` names inputs by hash, versions and settings. Its ``shown_factors`` and ``higher_is_better`` say of each
    metric, in the order in which metrics are shown, what people see a score multiplied by and which way is better.
    ``explanations`` maps a check's name to the first sentence of its docstring.
    """

    title: str
    documents: tuple[Document, ...]
    segments: tuple[Segment, ...]
    sets: tuple[EvalSet, ...]
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]
    scores: pandas.DataFrame
    comparisons: tuple[Comparison, ...]
    distances: tuple[Distance, ...]
    not_scored: Mapping[str, str]
    warnings: tuple[str, ...]
    manifest: Mapping[str, Any]
    explanations: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    """What people decided about findings, by fingerprint; rejected findings are not among ``findings``."""
    effects: tuple[Effect, ...] = ()
    """What each kind of finding moves; see :mod:`evalkit.comparing.moving`."""

    @cached_property
    def findings_by_document(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings about documents themselves (not about systems' outputs), by document name, in the order of the
        text."""
        grouped: dict[str, list[Finding]] = {document.name: [] for document in self.documents}
        for finding in self.findings:
            if finding.system is None:
                grouped[finding.document].append(finding)
        return {name: tuple(found) for name, found in grouped.items()}
