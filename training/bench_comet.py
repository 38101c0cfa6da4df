"""Times comet-score, predict() and evalkit side by side on WMT22 zh-en: seconds, encoder tokens, padding, memory,
largest difference.

    EVALKIT_DATA=folder python training/bench_comet.py [--systems 1 3 6 12] [--size tiny|real] [--segments N]

Both models are random: ``tiny`` has two small layers and tests the path over all segments, ``real`` has the 581 million
parameters of wmt22-comet-da and shows the speed on few segments. Every contender runs in a process of its own.
``scoring`` counts from the loaded model on, ``all`` from the start of the process; ``CPU`` is the processor's time for
scoring, which says more where the machine has other work. The largest difference is that of a segment's score from
single-precision ``predict()``; comet-score computes in half precision. ``evalkit again`` is a second evalkit run, with
the scores of the first in the store.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIZES: dict[str, dict[str, Any]] = {
    "tiny": {"layers": 2, "hidden": 32, "heads": 2, "inner": 64, "vocabulary": 8_000, "head": [64, 32]},
    "real": {"layers": 24, "hidden": 1024, "heads": 16, "inner": 4096, "vocabulary": 250_002, "head": [3072, 1024]},
}
PIECES = 8_000
CONTENDERS = ("predict()", "evalkit", "evalkit again", "comet-score")


def main() -> None:
    """Reads the options, builds the model, runs every contender for every number of systems, prints a table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    options.add_argument("--systems", type=int, nargs="+", default=[1, 3, 6, 12])
    options.add_argument("--size", choices=list(SIZES), default="tiny")
    options.add_argument("--segments", type=int)
    options.add_argument("--without", nargs="*", default=[], choices=CONTENDERS)
    chosen = options.parse_args()
    pair = Path(os.environ["EVALKIT_DATA"]) / "wmt22" / "zh-en"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        checkpoint = build_model(folder / "model", pair, chosen.size)
        write("systems  contender       scoring s     CPU s     all s     tokens  padding  memory MB  difference")
        for count in chosen.systems:
            files = cut_files(pair, folder / str(count), count, chosen.segments)
            run_all(files, checkpoint, folder / str(count), [one for one in CONTENDERS if one not in chosen.without])


def cut_files(pair: Path, folder: Path, systems: int, segments: int | None) -> list[Path]:
    """Source, reference and the first systems in alphabetical order, as files of so many lines spread over the
    whole."""
    folder.mkdir()
    files = [pair / "source.zh", pair / "reference.A.en", *sorted((pair / "systems").glob("*.en"))[:systems]]
    for file in files:
        lines = file.read_text(encoding="utf-8").split("\n")[:-1]
        step = max(1, len(lines) // (segments or len(lines)))
        kept = lines[::step][: segments or len(lines)]
        (folder / file.name).write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
    return [folder / file.name for file in files]


def run_all(files: list[Path], checkpoint: Path, folder: Path, contenders: list[str]) -> None:
    """Runs each contender in its own process and writes a line for it; the first one's scores are those the others are
    compared with."""
    expected: list[float] = []
    for name in contenders:
        environment = {**os.environ, "EVALKIT_CACHE": str(folder / "cache"), "HF_HUB_OFFLINE": "1"}
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, __file__, "--run", name, str(checkpoint), *map(str, files)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            check=True,
        )
        spent = time.perf_counter() - started
        one = json.loads(done.stdout.splitlines()[-1])
        expected = expected or one["scores"]
        apart = max(abs(score - other) for score, other in zip(one["scores"], expected, strict=True))
        padding = 1 - one["real"] / one["tokens"] if one["tokens"] else 0
        write(
            f"{len(files) - 2:>7}  {name:<14} {one['scoring']:>10.2f} {one['cpu']:>9.2f} {spent:>9.2f} {one['tokens']:>10}  {padding:>6.1%}"
            f" {one['memory']:>10.0f}  {apart:.1e}"
        )


def run_one(name: str, checkpoint: Path, files: list[Path]) -> None:
    """One contender in this process: writes scores and figures as a line of JSON."""
    source, reference, *systems = (file.read_text(encoding="utf-8").split("\n")[:-1] for file in files)
    rows = [
        [{"src": s, "mt": h, "ref": r} for s, h, r in zip(source, hypotheses, reference, strict=True)]
        for hypotheses in systems
    ]
    counted = {"tokens": 0, "real": 0}
    run: Callable[..., tuple[Clock, list[float]]] = {
        "comet-score": run_comet_score,
        "predict()": run_predict,
    }.get(name, run_evalkit)
    spent, scores = run(checkpoint, files, rows, counted)
    figures = {"scoring": spent.wall, "cpu": spent.cpu, "memory": measure_memory(), **counted}
    write(json.dumps({"scores": scores, **figures}))


class Clock:
    """How many seconds have passed, on the wall and of all processors, since it was made or while it was held
    running."""

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0
        self.start()

    def start(self) -> None:
        """Counts from here on."""
        self._started = time.perf_counter(), time.process_time()

    def stop(self) -> Clock:
        """Adds what has passed since the start."""
        self.wall += time.perf_counter() - self._started[0]
        self.cpu += time.process_time() - self._started[1]
        return self


def measure_memory() -> float:
    """The most memory that this process has had, in MB. (``ru_maxrss`` would count that of the process which started
    it.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def write(line: str) -> None:
    """A line on standard output, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def count_tokens(counted: dict[str, int]) -> None:
    """From here on the encoder counts the tokens it gets, with padding and without."""
    from comet.encoders.bert import BERTEncoder
    from comet.encoders.xlmr import XLMREncoder

    for kind in (BERTEncoder, XLMREncoder):
        if "forward" not in vars(kind):
            continue

        def count(
            self: Any, input_ids: Any, attention_mask: Any, *rest: Any, _forward: Any = kind.forward, **others: Any
        ) -> Any:
            counted["tokens"] += input_ids.numel()
            counted["real"] += int(attention_mask.sum())
            return _forward(self, input_ids, attention_mask, *rest, **others)

        kind.forward = count


def run_comet_score(
    checkpoint: Path, files: list[Path], rows: Any, counted: dict[str, int]
) -> tuple[Clock, list[float]]:
    """comet-score as its command line runs it, in half precision, all systems in one call."""
    from comet.cli import score
    from comet.models.base import CometModel

    count_tokens(counted)
    spent, predict = Clock(), CometModel.predict

    def timed(*arguments: Any, **options: Any) -> Any:
        spent.start()
        found = predict(*arguments, **options)
        spent.stop()
        return found

    CometModel.predict = timed
    found = files[0].parent / "comet-score.json"
    sys.argv = ["comet-score", "-s", str(files[0]), "-r", str(files[1]), "-t", *map(str, files[2:])]
    sys.argv += ["--model", str(checkpoint), "--gpus", "0", "--quiet", "--to_json", str(found)]
    score.score_command()
    content = json.loads(found.read_text(encoding="utf-8"))
    return spent, [row["COMET"] for file in files[2:] for row in content[str(file)]]


def run_predict(checkpoint: Path, files: list[Path], rows: Any, counted: dict[str, int]) -> tuple[Clock, list[float]]:
    """predict() with its defaults, one call a system."""
    import comet

    model = comet.load_from_checkpoint(str(checkpoint), local_files_only=True)
    count_tokens(counted)
    spent = Clock()
    scores = [score for some in rows for score in model.predict(some, gpus=0, progress_bar=False)["scores"]]
    return spent.stop(), scores


def run_evalkit(checkpoint: Path, files: list[Path], rows: Any, counted: dict[str, int]) -> tuple[Clock, list[float]]:
    """evalkit's metric with its store, self-check included; the model is loaded first where it will be needed."""
    from evalkit.data import MetricOptions, Sample
    from evalkit.metrics.comet import create
    from evalkit.models import locate_model
    from evalkit.scoring.cache import find_store

    metric = create(MetricOptions(model=str(checkpoint), precision="single"))
    samples = [
        Sample(hypothesis=row["mt"], source=row["src"], references=(row["ref"],)) for some in rows for row in some
    ]
    if not find_store().exists():
        from evalkit.models.segment_scores import open_scorer

        open_scorer(locate_model(str(checkpoint)), "single", trusted=False)
        count_tokens(counted)
    spent = Clock()
    scores = metric.score_each(metric.collect(samples)).tolist()
    return spent.stop(), scores


def build_model(folder: Path, pair: Path, size: str) -> Path:
    """A regression model of that size with random weights, and a tokenizer learned from the test set itself."""
    import torch
    import yaml
    from comet.models import RegressionMetric
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import XLMRobertaConfig, XLMRobertaTokenizerFast

    shape = SIZES[size]
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    texts = [(pair / name).read_text(encoding="utf-8") for name in ("source.zh", "reference.A.en", "reference.B.en")]
    tokenizer.train_from_iterator(
        [line for text in texts for line in text.split("\n")],
        trainers.UnigramTrainer(vocab_size=PIECES, special_tokens=special, unk_token="<unk>", show_progress=False),
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    encoder = folder / "encoder"
    XLMRobertaTokenizerFast(tokenizer_object=tokenizer, model_max_length=512).save_pretrained(encoder)
    XLMRobertaConfig(
        vocab_size=shape["vocabulary"],
        hidden_size=shape["hidden"],
        num_hidden_layers=shape["layers"],
        num_attention_heads=shape["heads"],
        intermediate_size=shape["inner"],
        max_position_embeddings=514,
        type_vocab_size=1,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
    ).save_pretrained(encoder)
    torch.manual_seed(7)
    model = RegressionMetric(
        encoder_model="XLM-RoBERTa",
        pretrained_model=str(encoder),
        load_pretrained_weights=False,
        local_files_only=True,
        hidden_sizes=shape["head"],
    )
    (folder / "checkpoints").mkdir()
    content = {"state_dict": model.state_dict(), "hyper_parameters": dict(model.hparams)}
    torch.save({**content, "pytorch-lightning_version": "2.6.0"}, folder / "checkpoints" / "model.ckpt")
    settings = {**dict(model.hparams), "class_identifier": "regression_metric"}
    (folder / "hparams.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return folder / "checkpoints" / "model.ckpt"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run_one(sys.argv[2], Path(sys.argv[3]), [Path(file) for file in sys.argv[4:]])
    else:
        main()
