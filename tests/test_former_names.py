"""What documents of evalkit 0.1 imported is still there, and says where it is now."""

from __future__ import annotations

import importlib

import pytest

import evalkit

FORMER = {
    "evalkit.benchmark.explaining.explain_scores": evalkit.explain_scores,
    "evalkit.benchmark.metrics_eval.keep_metrics_eval": evalkit.keep_metrics_eval,
    "evalkit.benchmark.rebuilding.rebuild_scores": evalkit.rebuild_scores,
    "evalkit.benchmark.runs.read_run": evalkit.read_run,
    "evalkit.reporting.remove_report": evalkit.remove_report,
    "evalkit.reporting.write_report": evalkit.write_report,
}


@pytest.mark.parametrize("path", FORMER)
def test_a_former_name_warns_and_is_the_same_function(path: str) -> None:
    module, _, name = path.rpartition(".")
    with pytest.warns(DeprecationWarning, match=rf"is evalkit\.{name} now"):
        assert getattr(importlib.import_module(module), name) is FORMER[path]


def test_a_former_module_gives_its_other_names_too() -> None:
    from evalkit.data.frames import SCORES

    with pytest.warns(DeprecationWarning, match=r"is evalkit\.data\.frames\.SCORES now"):
        assert importlib.import_module("evalkit.frames").SCORES is SCORES


def test_a_name_that_never_was_is_missing_in_a_former_module() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = importlib.import_module("evalkit.frames").nonsense
