"""Precision, memory that runs out, and several devices by one process each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from checkpoints import LINES, write_checkpoint

from evalkit.data import MetricOptions, Sample
from evalkit.errors import MetricUnavailableError, SettingsError
from evalkit.metrics.comet import create
from evalkit.models import locate_model
from evalkit.models.devices import choose_precision, list_devices, multiply_fast, run_within_memory
from evalkit.models.encoding import Triple
from evalkit.models.segment_scores import open_scorer
from evalkit.models.workers import score_on_devices

pytestmark = pytest.mark.comet

TRIPLES = tuple(
    Triple(hypothesis=f"{LINES[3 + number % 5]} {number}", source=LINES[number % 3], reference=LINES[4])
    for number in range(12)
)
SAMPLES = tuple(Sample(hypothesis=h, source=s, references=(str(r),)) for h, s, r in TRIPLES)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    from evalkit.models.judging import open_judge

    open_scorer.cache_clear()
    open_judge.cache_clear()


@pytest.mark.parametrize("kind", ["regression_metric", "unified_metric", "xcomet_metric"])
@pytest.mark.parametrize("precision", ["half", "bfloat16"])
def test_lower_precision_is_near_single_and_in_the_signature(kind: str, precision: str, tiny_models: Any) -> None:
    folder = str(tiny_models(kind))
    single, lower = (create(MetricOptions(model=folder, precision=wanted)) for wanted in ("single", precision))
    expected, found = (metric.score_each(metric.collect(SAMPLES)) for metric in (single, lower))
    assert abs(expected - found).max() < 0.3
    assert (expected != found).any()
    assert f"|precision:{precision}|" in lower.sign(SAMPLES)


def test_without_a_gpu_the_precision_is_single(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evalkit.models.devices.list_devices", lambda: ["cpu"])
    assert choose_precision(None) == "single"
    monkeypatch.setattr("evalkit.models.devices.list_devices", lambda: ["cuda:0"])
    assert choose_precision(None) == "half"
    with pytest.raises(SettingsError, match="There is no precision “double”; expected one of single, half, bfloat16"):
        choose_precision("double")


def test_fast_multiplication_is_in_single_precision_and_for_plain_layers_only() -> None:
    import torch

    torch.manual_seed(1)
    layer, inputs = torch.nn.Linear(512, 300), torch.randn(3, 7, 512)
    exact = torch.nn.functional.linear(inputs.double(), layer.weight.double(), layer.bias.double())
    with torch.inference_mode():
        plain = layer(inputs)
        with multiply_fast():
            fast = layer(inputs)
            without_bias = torch.nn.functional.linear(inputs, layer.weight)
    assert (fast - exact).abs().max() < 1e-5
    assert (fast - plain).abs().max() < 1e-5
    assert (without_bias + layer.bias - exact).abs().max() < 1e-5


def test_fast_multiplication_leaves_lower_precision_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    def refuse(*arguments: object) -> None:
        raise RuntimeError(
            "could not create a primitive descriptor for the inner product forward propagation primitive"
        )

    monkeypatch.setattr("evalkit.models.devices._find_multiplication", lambda: refuse)
    layer, inputs = torch.nn.Linear(8, 4).bfloat16(), torch.randn(2, 8).bfloat16()
    with torch.inference_mode(), multiply_fast():
        fast = layer(inputs)
    assert torch.equal(fast, layer(inputs))


def test_without_onednn_the_plain_multiplication_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr("evalkit.models.devices._find_multiplication", lambda: None)
    layer, inputs = torch.nn.Linear(8, 4), torch.randn(2, 8)
    with torch.inference_mode(), multiply_fast():
        fast = layer(inputs)
    assert torch.equal(fast, layer(inputs))


def test_every_device_is_named() -> None:
    assert list_devices()


def test_out_of_memory_halves_the_step_and_repeats_nothing() -> None:
    import torch

    left, sizes = list(range(20)), []

    def work(size: int) -> Iterator[int]:
        sizes.append(size)
        while left:
            if len(left[:size]) > 3:
                raise torch.OutOfMemoryError("CUDA out of memory")
            yield from [left.pop(0) for _ in left[:size]]

    assert list(run_within_memory(16, work)) == list(range(20))
    assert sizes == [16, 8, 4, 2]


def test_other_errors_rise_and_memory_for_not_even_one_segment_is_a_reason() -> None:
    def fail(error: Exception) -> Callable[[int], Iterator[int]]:
        def work(size: int) -> Iterator[int]:
            raise error
            yield size

        return work

    with pytest.raises(RuntimeError, match="another"):
        list(run_within_memory(4, fail(RuntimeError("another"))))
    with pytest.raises(MetricUnavailableError, match="does not suffice for one segment"):
        list(run_within_memory(4, fail(RuntimeError("DefaultCPUAllocator: can't allocate memory"))))


@pytest.mark.parametrize("kind", ["regression_metric", "unified_metric"])
def test_scoring_goes_on_in_smaller_batches_where_memory_runs_out(
    kind: str, tiny_models: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    metric = create(MetricOptions(model=str(tiny_models(kind)), cached=False))
    expected = metric.score_each(metric.collect(SAMPLES))
    fresh_scorer = open_scorer(locate_model(metric.model), "single", trusted=False)
    from evalkit.models.judging import open_judge

    open_judge.cache_clear()
    encode = type(fresh_scorer.model.encoder).forward

    def fail_on_many(encoder: Any, input_ids: Any, *rest: Any, **others: Any) -> Any:
        if len(input_ids) > 3:
            raise MemoryError
        return encode(encoder, input_ids, *rest, **others)

    monkeypatch.setattr(type(fresh_scorer.model.encoder), "forward", fail_on_many)
    assert metric.score_each(metric.collect(SAMPLES)) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("kind", ["regression_metric", "xcomet_metric"])
def test_two_processes_give_the_scores_of_one(kind: str, tiny_models: Any) -> None:
    local = locate_model(str(tiny_models(kind)))
    alone, shared = {}, {}
    for some in open_scorer(local, "single", trusted=False).score(TRIPLES):
        alone.update(some)
    for some in score_on_devices(local, "single", ["cpu", "cpu"], TRIPLES):
        shared.update(some)
    assert set(shared) == set(TRIPLES)
    for triple in TRIPLES:
        assert shared[triple].score == pytest.approx(alone[triple].score, abs=1e-5)
        assert [(s.start, s.end, s.severity) for s in shared[triple].spans] == [
            (s.start, s.end, s.severity) for s in alone[triple].spans
        ]


def test_what_a_process_refuses_is_refused_by_all(tiny_models: Any, tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(tiny_models("regression_metric"), tmp_path / "copy"))
    write_checkpoint(folder, {"state_dict": {}, "hyper_parameters": {}})
    with pytest.raises(MetricUnavailableError):
        list(score_on_devices(locate_model(str(folder)), "single", ["cpu", "cpu"], TRIPLES))


class Command:
    """Unpickled, it writes a file."""

    def __init__(self, target: str) -> None:
        self.target = target

    def __reduce__(self) -> Any:
        return open, (self.target, "w")


def test_a_checkpoint_that_carries_code_loads_only_where_it_is_trusted(tiny_models: Any, tmp_path: Path) -> None:
    import shutil

    import torch

    folder = Path(shutil.copytree(tiny_models("regression_metric"), tmp_path / "copy"))
    content = torch.load(folder / "checkpoints" / "model.ckpt", weights_only=True)
    write_checkpoint(folder, {**content, "more": Command(str(tmp_path / "ran"))})
    with pytest.raises(MetricUnavailableError, match="--trust-checkpoint"):
        create(MetricOptions(model=str(folder))).collect(SAMPLES)
    assert not (tmp_path / "ran").exists()
    assert len(create(MetricOptions(model=str(folder), trusted=True)).collect(SAMPLES)) == len(SAMPLES)
    assert (tmp_path / "ran").exists()
