"""COMET with tiny real checkpoints: the same scores as predict(), less work, no noise."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from checkpoints import LINES, write_checkpoint

import evalkit
from evalkit.data import MetricOptions, Sample
from evalkit.errors import MetricUnavailableError
from evalkit.metrics.comet import Comet, create

pytestmark = pytest.mark.comet

CHINESE, ENGLISH = LINES[:3], LINES[3:]
SAMPLES = tuple(
    Sample(hypothesis=hypothesis, source=CHINESE[number % 3], references=(ENGLISH[number % 5],))
    for number, hypothesis in enumerate(
        (
            *ENGLISH,
            "",
            "one line\nand another line\u2028and a third",
            ENGLISH[0],
            " ".join(ENGLISH * 3),
            "None",
            "The delegation arrived.",
            *(f"{line} {number}" for number in range(9) for line in ENGLISH[:2]),
        )
    )
)


@pytest.fixture
def metric_of(tiny_models: Callable[[str], Path]) -> Callable[[str], Comet]:
    return lambda kind: create(MetricOptions(model=str(tiny_models(kind))))


@pytest.fixture
def regression(metric_of: Callable[[str], Comet]) -> Comet:
    return metric_of("regression_metric")


@pytest.fixture(autouse=True)
def fresh_scorers() -> Iterator[None]:
    yield
    forget()


def forget() -> None:
    """What a new process would know: nothing but the store."""
    from evalkit.models.judging import open_judge
    from evalkit.models.segment_scores import open_scorer

    open_scorer.cache_clear()
    open_judge.cache_clear()


def predicted(folder: Path, rows: list[dict[str, str]]) -> tuple[list[float], float]:
    """What COMET's own loader and predict() make of it."""
    import comet

    from evalkit.models.quiet import silence_libraries

    with silence_libraries():
        model = comet.load_from_checkpoint(str(folder / "checkpoints" / "model.ckpt"), local_files_only=True)
        found = model.predict(rows, batch_size=4, gpus=0, progress_bar=False)
    return found["scores"], found["system_score"]


def row_of(sample: Sample, reference: int | None = 0) -> dict[str, str]:
    row = {"src": sample.source or "", "mt": sample.hypothesis}
    return row if reference is None else {**row, "ref": sample.references[reference]}


def scores_of(metric: Comet, samples: tuple[Sample, ...] = SAMPLES) -> np.ndarray:
    return metric.score_each(metric.collect(samples))


@pytest.mark.parametrize("kind", ["regression_metric", "unified_metric", "xcomet_metric"])
def test_segment_and_system_scores_equal_those_of_predict(kind: str, metric_of: Any, tiny_models: Any) -> None:
    segments, system = predicted(tiny_models(kind), [row_of(sample) for sample in SAMPLES])
    metric = metric_of(kind)
    statistics = metric.collect(SAMPLES)
    assert np.abs(metric.score_each(statistics) - segments).max() <= 1e-5
    assert metric.score(statistics.sum(axis=0)) == pytest.approx(system, abs=1e-5)
    assert np.std(segments) > 0.01


def test_a_referenceless_model_reads_no_reference_and_equals_predict(metric_of: Any, tiny_models: Any) -> None:
    segments, _ = predicted(
        tiny_models("referenceless_regression_metric"), [row_of(sample, None) for sample in SAMPLES]
    )
    metric = metric_of("referenceless_regression_metric")
    assert not metric.needs_reference
    assert np.abs(scores_of(metric) - segments).max() <= 1e-5
    assert "|refs:0|" in metric.sign(SAMPLES)


def test_a_unified_model_scores_with_and_without_a_reference_in_one_run(metric_of: Any, tiny_models: Any) -> None:
    folder = tiny_models("unified_metric")
    mixed = (SAMPLES[0], replace(SAMPLES[1], references=()), SAMPLES[2])
    with_reference, _ = predicted(folder, [row_of(SAMPLES[0]), row_of(SAMPLES[2])])
    without, _ = predicted(folder, [row_of(SAMPLES[1], None)])
    assert scores_of(metric_of("unified_metric"), mixed) == pytest.approx(
        [with_reference[0], without[0], with_reference[1]], abs=1e-5
    )


def test_a_model_whose_settings_ask_for_softmax_gets_it_as_comet_gives_it(tiny_models: Any, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_models("regression_metric"), tmp_path / "patched"))
    settings = (folder / "hparams.yaml").read_text(encoding="utf-8")
    content = torch_load(folder / "checkpoints" / "model.ckpt")
    content["hyper_parameters"]["layer_transformation"] = "sparsemax"
    write_checkpoint(folder, content)
    sparse = scores_of(create(MetricOptions(model=str(folder))))
    (folder / "hparams.yaml").write_text(
        settings.replace("layer_transformation: softmax", "layer_transformation: sparsemax_patch"), encoding="utf-8"
    )
    segments, _ = predicted(folder, [row_of(sample) for sample in SAMPLES])
    assert scores_of(create(MetricOptions(model=str(folder)))) == pytest.approx(segments, abs=1e-5)
    assert np.abs(sparse - segments).max() > 1e-3


def test_each_distinct_text_goes_through_the_encoder_once(regression: Comet, monkeypatch: pytest.MonkeyPatch) -> None:
    scorer = open_loaded(regression)
    scorer.encodes_once = True
    encoded: Counter[str] = Counter()
    prepare = scorer.model.encoder.prepare_sample

    def count(texts: list[str]) -> Any:
        encoded.update(texts)
        return prepare(texts)

    monkeypatch.setattr(scorer.model.encoder, "prepare_sample", count)
    regression.collect(SAMPLES)
    assert set(encoded.values()) == {1}
    assert set(encoded) == {
        text for sample in SAMPLES for text in (sample.hypothesis, sample.source, *sample.references)
    }


def test_scores_do_not_depend_on_order_or_company(regression: Comet) -> None:
    scores = scores_of(regression)
    assert scores_of(regression, SAMPLES[::-1])[::-1] == pytest.approx(scores, abs=1e-6)
    assert scores_of(regression, SAMPLES[3:4]) == pytest.approx(scores[3:4], abs=1e-6)


def test_several_references_give_the_mean_of_their_scores_and_a_signature_that_says_so(regression: Comet) -> None:
    first = tuple(replace(sample, references=(ENGLISH[0],)) for sample in SAMPLES)
    second = tuple(replace(sample, references=(ENGLISH[3],)) for sample in SAMPLES)
    both = tuple(replace(sample, references=(ENGLISH[0], ENGLISH[3])) for sample in SAMPLES)
    assert scores_of(regression, both) == pytest.approx(
        (scores_of(regression, first) + scores_of(regression, second)) / 2, abs=1e-6
    )
    assert "|refs:2|agg:mean|" in regression.sign(both)
    assert "agg" not in regression.sign(first)


def test_the_signature_names_model_weights_precision_cut_segments_and_versions(regression: Comet) -> None:
    parts = dict(part.split(":", 1) for part in regression.sign(SAMPLES[:1]).split("|"))
    assert list(parts) == ["model", "revision", "refs", "precision", "comet", "torch", "evalkit"]
    assert parts["model"] == "regression_metric"
    assert parts["revision"].startswith("sha256-")
    assert parts["precision"] == "single"
    assert parts["evalkit"] == evalkit.__version__


def test_segments_that_the_model_sees_cut_are_counted_in_the_signature(regression: Comet) -> None:
    long = Sample(hypothesis="a " * 300, source=CHINESE[0], references=(ENGLISH[0],))
    assert "|cut:1|" in regression.sign((SAMPLES[0], long))
    assert "cut" not in regression.sign(SAMPLES[:1])


def test_texts_that_fit_alone_but_not_joined_are_cut_in_a_unified_model_only(metric_of: Any) -> None:
    sample = Sample(hypothesis="a " * 30, source="b " * 30, references=("c " * 30,))
    assert "cut" not in metric_of("regression_metric").sign((sample,))
    assert "|cut:1|" in metric_of("unified_metric").sign((sample,))


def test_a_model_that_fails_the_check_is_scored_by_predict_and_the_log_says_so(
    regression: Comet, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = scores_of(regression)
    scorer = open_loaded(regression)
    scorer.encodes_once = None
    monkeypatch.setattr(
        type(scorer),
        "_encode_once",
        lambda scorer, triples, *shelf: dict.fromkeys(triples, 9.0),
    )
    forget_scores()
    with caplog.at_level(logging.WARNING, logger="evalkit"):
        assert scores_of(regression) == pytest.approx(expected, abs=1e-5)
    assert "predict()" in caplog.text


def test_progress_counts_segments_up_to_all_of_them(metric_of: Any) -> None:
    for kind in ("regression_metric", "unified_metric"):
        told: list[tuple[int, int]] = []
        metric_of(kind).collect(SAMPLES, lambda done, total, told=told: told.append((done, total)))
        assert told == sorted(told)
        assert told[-1] == (len(SAMPLES), len(SAMPLES))


def test_nothing_to_score_gives_empty_statistics(regression: Comet) -> None:
    assert regression.collect(()).shape == (0, 2)


def test_a_missing_source_or_reference_is_refused_instead_of_scored_as_the_word_none(regression: Comet) -> None:
    with pytest.raises(MetricUnavailableError, match=r"reads a source and 1 of 2 segments have none"):
        regression.collect((SAMPLES[0], replace(SAMPLES[1], source=None)))
    with pytest.raises(MetricUnavailableError, match=r"reads a reference and 1 of 1 segments have none"):
        regression.collect((replace(SAMPLES[1], references=()),))


@pytest.mark.parametrize("kind", ["regression_metric", "unified_metric"])
def test_an_interrupt_rises_as_itself_and_the_next_one_is_heard(
    kind: str, metric_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    metric, before = metric_of(kind), signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(
        type(open_loaded(metric).model.encoder), "forward", lambda *texts, **masks: signal.raise_signal(signal.SIGINT)
    )
    with pytest.raises(KeyboardInterrupt):
        metric.collect(SAMPLES)
    assert signal.getsignal(signal.SIGINT) is before


def test_scoring_writes_nothing_to_the_terminal(tiny_models: Any) -> None:
    program = (
        "import sys; from evalkit.data import MetricOptions, Sample; from evalkit.metrics.comet import create\n"
        "for model in sys.argv[1:]:\n"
        "    metric = create(MetricOptions(model=model))\n"
        "    samples = [Sample(hypothesis='a', source='b', references=('c',))] * 3\n"
        "    metric.collect(samples); metric.sign(samples)\n"
        "import logging; assert not logging.getLogger().handlers\n"
    )
    found = run(program, *(str(tiny_models(kind)) for kind in ("regression_metric", "xcomet_metric")))
    assert (found.stdout, found.stderr, found.returncode) == ("", "", 0)


def test_a_package_that_cannot_be_imported_is_a_reason(regression: Comet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "comet.models", None)
    with pytest.raises(MetricUnavailableError, match=r"installed and cannot be imported \(.*\), install it again"):
        regression.collect(SAMPLES[:1])


def test_a_language_that_the_encoder_does_not_know_is_noted(tiny_models: Any) -> None:
    model = str(tiny_models("regression_metric"))
    assert create(MetricOptions(model=model, source_language="zh", target_language="en")).warnings == ()
    (warning,) = create(MetricOptions(model=model, source_language="zh", target_language="mi")).warnings
    assert "was not trained on the language “mi”" in warning


def forget_scores() -> None:
    """No score is known any more; loaded models stay loaded."""
    from evalkit.models.judging import open_judge
    from evalkit.scoring.cache import ScoreStore, find_store

    open_judge.cache_clear()
    with ScoreStore(find_store()) as store:
        store.prune()


def torch_load(path: Path) -> Any:
    import torch

    return torch.load(path, weights_only=True)


def open_loaded(metric: Comet) -> Any:
    from evalkit.models import locate_model
    from evalkit.models.segment_scores import open_scorer

    return open_scorer(locate_model(metric.model), "single", trusted=False)


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    folder = str(Path(evalkit.__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": folder},
        check=False,
    )
