"""The string metrics give sacrebleu's own figures, unrounded, and say how they were made."""

from __future__ import annotations

import csv
from pathlib import Path

import jieba
import pytest
import sacrebleu
from sacrebleu.metrics import BLEU, CHRF, TER

from evalkit.data import MetricOptions, Sample
from evalkit.data.metric import Metric
from evalkit.errors import MetricNotApplicableError, MetricUnavailableError
from evalkit.plugins import list_names, load_plugin

HYPOTHESES = ["The cat sat on the mat.", "", "A quite different sentence, with 3 numbers: 1, 2 and 3.", "short"]
REFERENCES = [
    "The cat is on the mat.",
    "Nothing here.",
    "A rather different sentence with 3 numbers: 1, 2, 3.",
    "short",
]
OTHERS = ["There is a cat on the mat.", "Nothing.", "Another sentence.", "brief"]


def create(name: str, language: str = "en") -> Metric:
    metric: Metric = load_plugin("metrics", name).create(MetricOptions(target_language=language))
    return metric


def make_samples(hypotheses: list[str], *references: list[str]) -> list[Sample]:
    return [Sample(hypothesis=h, references=tuple(r)) for h, *r in zip(hypotheses, *references, strict=True)]


def score(metric: Metric, samples: list[Sample]) -> float:
    return metric.score(metric.collect(samples).sum(axis=0))


PEERS = {"bleu": BLEU, "chrf": CHRF, "chrfpp": lambda: CHRF(word_order=2), "ter": TER}


@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize("references", [[REFERENCES], [REFERENCES, OTHERS]], ids=["one reference", "two references"])
def test_a_corpus_score_and_its_signature_are_sacrebleus(name: str, references: list[list[str]]) -> None:
    metric, peer = create(name), PEERS[name]()
    samples = make_samples(HYPOTHESES, *references)
    expected = peer.corpus_score(HYPOTHESES, references)
    assert score(metric, samples) == expected.score
    assert metric.sign(samples) == str(peer.get_signature())
    assert metric.key == expected.name


@pytest.mark.parametrize(
    ("name", "peer"),
    [
        ("bleu", sacrebleu.sentence_bleu),
        ("chrf", sacrebleu.sentence_chrf),
        ("ter", sacrebleu.sentence_ter),
    ],
)
def test_segment_scores_are_sacrebleus_sentence_scores(name: str, peer: object) -> None:
    metric = create(name)
    samples = make_samples(HYPOTHESES, REFERENCES)
    expected = [peer(h, [r]).score for h, r in zip(HYPOTHESES, REFERENCES, strict=True)]  # type: ignore[operator]
    assert metric.score_each(metric.collect(samples)).tolist() == expected


def test_the_signature_of_sentence_bleu_says_effective_order() -> None:
    assert "eff:yes" in create("bleu").sign(make_samples(HYPOTHESES, REFERENCES), of_segments=True)


def test_a_varying_number_of_references_is_scored_and_signed_as_sacrebleu_does() -> None:
    metric, peer = create("bleu"), BLEU()
    samples = make_samples(HYPOTHESES, REFERENCES, OTHERS)
    samples[0] = Sample(hypothesis=HYPOTHESES[0], references=(REFERENCES[0],))
    expected = peer.corpus_score(HYPOTHESES, [REFERENCES, [None, *OTHERS[1:]]])  # type: ignore[list-item]
    assert score(metric, samples) == expected.score
    assert metric.sign(samples) == str(peer.get_signature())
    assert "nrefs:var" in metric.sign(samples)


def test_equal_samples_get_equal_statistics_in_their_own_places() -> None:
    metric = create("chrf")
    samples = make_samples(HYPOTHESES, REFERENCES)
    doubled = metric.collect([*samples, *reversed(samples)])
    assert (doubled[: len(samples)] == doubled[len(samples) :][::-1]).all()


def test_progress_ends_with_all_segments() -> None:
    seen: list[tuple[int, int]] = []
    create("bleu").collect(make_samples(HYPOTHESES, REFERENCES), lambda done, total: seen.append((done, total)))
    assert seen[-1] == (4, 4)


CHINESE = ["他是一个好人。", "重庆市外事工作会议。"]
CHINESE_REFERENCES = ["他是好人。", "重庆市外事工作。"]


def test_chinese_is_scored_with_the_zh_tokenizer() -> None:
    metric, samples = create("bleu", "zh"), make_samples(CHINESE, CHINESE_REFERENCES)
    assert score(metric, samples) == BLEU(tokenize="zh").corpus_score(CHINESE, [CHINESE_REFERENCES]).score
    assert "tok:zh" in metric.sign(samples)


def test_bleu_on_jieba_words_says_so_and_is_for_chinese_only() -> None:
    metric, samples = create("bleu-jieba", "zh"), make_samples(CHINESE, CHINESE_REFERENCES)
    cut = [[" ".join(jieba.lcut(line)) for line in lines] for lines in (CHINESE, CHINESE_REFERENCES)]
    assert score(metric, samples) == BLEU(tokenize="none").corpus_score(cut[0], [cut[1]]).score
    assert "tok:jieba-0.42.1" in metric.sign(samples)
    with pytest.raises(MetricNotApplicableError):
        create("bleu-jieba", "en")


def test_a_language_whose_tokenizer_is_missing_is_a_reason_that_says_what_to_install() -> None:
    with pytest.raises(MetricUnavailableError, match=r"sacrebleu\[ja\]"):
        create("bleu", "ja")


def test_spbleu_names_the_package_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MetricUnavailableError, match="pip install sentencepiece"):
        create("spbleu")


@pytest.mark.comet  # sentencepiece comes with COMET
def test_spbleu_is_sacrebleus_where_its_model_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sacrebleu.tokenizers.tokenizer_spm.SACREBLEU_DIR", str(tmp_path))
    with pytest.raises(MetricUnavailableError, match="not on this machine"):
        create("spbleu")
    model = tmp_path / "models" / "flores200sacrebleuspm"
    model.parent.mkdir()
    model.write_bytes(b"no model")
    with pytest.raises(MetricUnavailableError, match="no SentencePiece model"):
        create("spbleu")
    train_pieces(model, [*HYPOTHESES, *REFERENCES])
    metric, samples = create("spbleu"), make_samples(HYPOTHESES, REFERENCES)
    assert score(metric, samples) == BLEU(tokenize="flores200").corpus_score(HYPOTHESES, [REFERENCES]).score
    assert "tok:flores200" in metric.sign(samples)


def train_pieces(path: Path, lines: list[str]) -> None:
    """A tiny SentencePiece model."""
    import sentencepiece

    with path.open("wb") as file:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines), model_writer=file, vocab_size=60, hard_vocab_limit=False, minloglevel=2
        )


def test_ter_says_where_it_means_little() -> None:
    assert "clause" in create("ter", "zh").warnings[0]  # type: ignore[attr-defined]
    assert create("ter", "en").warnings == ()  # type: ignore[attr-defined]


def test_every_metric_explains_itself() -> None:
    for name in list_names("metrics"):
        module = load_plugin("metrics", name)
        assert len(module.__doc__ or "") > 60
        assert isinstance(module.DEFAULT, bool)


@pytest.mark.parametrize(("pair", "language"), [("zh-en", "en"), ("en-zh", "zh")])
def test_the_published_figures_of_wmt22_come_out(data: Path, pair: str, language: str) -> None:
    folder = data / "wmt22" / pair
    references = {
        which: (folder / f"reference.{which}.{language}").read_text("utf-8").split("\n")[:-1] for which in ("A", "B")
    }
    with (folder / "published-scores.tsv").open(encoding="utf-8") as file:
        published = {
            (row["system"], row["metric"]): float(row["score"]) for row in csv.DictReader(file, delimiter="\t")
        }
    system = "AISP-SJTU"
    hypotheses = (folder / "systems" / f"{system}.{language}").read_text("utf-8").split("\n")[:-1]
    # chrF takes the better of two references, and of two equally good ones the first, so their order matters.
    for column, chosen in {"A": "A", "B": "B", "all": "BA" if pair == "en-zh" else "AB"}.items():
        samples = make_samples(hypotheses, *(references[which] for which in chosen))
        for metric in ("bleu", "chrf"):
            assert score(create(metric, language), samples) == pytest.approx(
                published[system, f"{metric}-{column}"], abs=1e-9
            )
