"""Finding, describing, fetching and loading models: offline where all is here, and one true sentence where it is
not."""

from __future__ import annotations

import errno
import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from checkpoints import build_checkpoint, put_in_hub_cache, write_checkpoint

from evalkit.data import MetricOptions, Sample
from evalkit.errors import MetricUnavailableError
from evalkit.metrics.comet import create
from evalkit.models import announce_fetch, describe_model, fetch_model, is_local, locate_model
from evalkit.models.quiet import silence_libraries, stay_offline

pytestmark = pytest.mark.comet

COMMIT = "b" * 40
NAME = "Unbabel/wmt22-comet-da"


@pytest.fixture
def regression(tiny_models: Callable[[str], Path]) -> Path:
    return tiny_models("regression_metric")


@pytest.fixture
def copy(regression: Path, tmp_path: Path) -> Path:
    """A checkpoint of the test's own, to damage."""
    return Path(shutil.copytree(regression, tmp_path / "copy"))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the hub."""
    constants = pytest.importorskip("huggingface_hub.constants", reason="unbabel-comet is not installed")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The addresses that were looked up; every look-up fails as it does on a machine without a network."""
    asked: list[Any] = []

    def fail(host: Any, *_: Any, **__: Any) -> Any:
        asked.append(host)
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    return asked


def score_one(model: str) -> float:
    samples = [Sample(hypothesis="The delegation arrived.", source="代表团抵达。", references=("A delegation came.",))]
    return float(create(MetricOptions(model=model)).collect(samples)[0, 0])


def reason_of(action: Callable[[], Any]) -> str:
    with pytest.raises(MetricUnavailableError) as caught:
        action()
    reason = str(caught.value)
    assert reason.endswith(".")
    assert "\n" not in reason
    return reason


def test_a_checkpoint_is_found_by_its_folder_and_by_its_file(regression: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_folder = locate_model(str(regression))
    by_file = locate_model(str(regression / "checkpoints" / "model.ckpt"))
    monkeypatch.chdir(regression.parent)
    assert by_folder == by_file == locate_model(regression.name)
    assert by_folder.name == "regression_metric"
    assert is_local(str(regression))


def test_the_revision_of_a_checkpoint_of_ones_own_changes_with_its_content(regression: Path, copy: Path) -> None:
    assert locate_model(str(copy)).revision == locate_model(str(regression)).revision
    with (copy / "checkpoints" / "model.ckpt").open("ab") as file:
        file.write(b"\0")
    assert locate_model(str(copy)).revision != locate_model(str(regression)).revision


def test_a_model_in_the_hub_cache_is_scored_with_without_any_look_up(
    cache: Path, tmp_path: Path, no_network: list[Any]
) -> None:
    # As large a vocabulary as makes transformers ask the hub about a tokenizer, and no path to the encoder in the checkpoint.
    with silence_libraries():
        folder = build_checkpoint(tmp_path / "large", vocabulary=100_500)
    put_in_hub_cache(folder, cache, NAME, encoder="xlm-roberta-large", revision=COMMIT)
    shutil.rmtree(folder)
    assert is_local(NAME)
    assert announce_fetch(NAME) is None
    assert score_one(NAME)
    assert locate_model(NAME).name == NAME
    assert locate_model(NAME).revision == COMMIT[:12]
    assert no_network == []


def test_a_tokenizer_from_the_hub_cache_is_not_asked_about_either(
    cache: Path, tmp_path: Path, no_network: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    # COMET loads the tokenizer of MiniLM models by its name on the hub, whatever folder the encoder is in.
    import transformers

    with silence_libraries():
        folder = build_checkpoint(tmp_path / "large", vocabulary=100_500)
    put_in_hub_cache(folder, cache, NAME, encoder="some/tokenizer")
    monkeypatch.setattr("transformers.utils.hub.TRANSFORMERS_CACHE", str(cache))
    with stay_offline():
        transformers.XLMRobertaTokenizerFast.from_pretrained("some/tokenizer", local_files_only=True)
    assert no_network == []


def test_a_path_into_the_hub_cache_is_named_as_the_hub_names_it(cache: Path, regression: Path) -> None:
    put_in_hub_cache(regression, cache, NAME, encoder="xlm-roberta-large", revision=COMMIT)
    path = cache / "models--Unbabel--wmt22-comet-da" / "snapshots" / COMMIT
    assert (locate_model(str(path)).name, locate_model(str(path)).revision) == (NAME, COMMIT[:12])


def test_without_a_network_the_reason_comes_at_once_and_names_the_hub(cache: Path, no_network: list[Any]) -> None:
    started = time.monotonic()
    reason = reason_of(lambda: fetch_model(NAME))
    assert time.monotonic() - started < 5
    assert reason.startswith(
        "huggingface.co cannot be reached to fetch Unbabel/wmt22-comet-da, run again with a network connection"
    )


def test_creating_the_metric_looks_nothing_up(cache: Path, no_network: list[Any]) -> None:
    metric = create(MetricOptions())
    assert metric.needs_source and metric.needs_reference
    assert no_network == []


def test_a_forbidden_network_is_named_as_the_reason(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    assert "HF_HUB_OFFLINE forbids" in reason_of(lambda: fetch_model(NAME))


def test_what_is_forbidden_to_fetch_is_not_announced(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    assert announce_fetch(NAME) is None


def test_what_will_be_fetched_is_announced_with_size_licence_and_folder(cache: Path) -> None:
    assert announce_fetch(NAME) == f"will fetch {NAME} (2.3 GB, Apache-2.0) from huggingface.co into {cache}"
    assert "(13.9 GB, CC BY-NC-SA 4.0, non-commercial)" in (announce_fetch("Unbabel/XCOMET-XL") or "")
    assert "(size unknown, licence unknown)" in (announce_fetch("somebody/something") or "")


def test_a_card_tells_what_a_model_reads_and_whether_it_is_gated(
    cache: Path, tiny_models: Callable[[str], Path]
) -> None:
    kiwi = describe_model("Unbabel/wmt22-cometkiwi-da")
    assert (kiwi.gated, kiwi.non_commercial, kiwi.needs_reference, kiwi.uses_reference) == (True, True, False, False)
    assert not describe_model(NAME).gated
    assert describe_model(str(tiny_models("regression_metric"))).needs_reference
    assert not describe_model(str(tiny_models("referenceless_regression_metric"))).uses_reference
    unified = describe_model(str(tiny_models("unified_metric")))
    assert (unified.needs_reference, unified.uses_reference) == (False, True)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("wmt22-comet-da", "write Unbabel/wmt22-comet-da"),
        ("best model", "name it as OWNER/MODEL"),
        ("./none.ckpt", r"the checkpoint \./none\.ckpt does not exist"),
    ],
)
def test_a_name_that_cannot_be_meant_is_refused_at_once(name: str, reason: str, cache: Path) -> None:
    with pytest.raises(MetricUnavailableError, match=reason):
        create(MetricOptions(model=name))


def test_a_folder_without_checkpoint_or_settings_is_refused_by_what_is_missing(copy: Path) -> None:
    settings = (copy / "hparams.yaml").read_text(encoding="utf-8")
    (copy / "hparams.yaml").write_text("class_identifier: ranking_metric", encoding="utf-8")
    assert "models of class “ranking_metric” cannot score segments" in reason_of(lambda: locate_model(str(copy)))
    (copy / "hparams.yaml").write_text("just words", encoding="utf-8")
    assert "is not the hparams.yaml of a COMET model" in reason_of(lambda: locate_model(str(copy)))
    (copy / "hparams.yaml").unlink()
    assert "hparams.yaml is missing" in reason_of(lambda: locate_model(str(copy)))
    (copy / "hparams.yaml").write_text(settings, encoding="utf-8")
    shutil.rmtree(copy / "checkpoints")
    assert "holds no checkpoints/model.ckpt" in reason_of(lambda: locate_model(str(copy)))


def test_a_missing_encoder_is_named(copy: Path, cache: Path) -> None:
    shutil.rmtree(copy / "encoder")
    settings = copy / "hparams.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("pretrained_model: ", "pretrained_model: some/encoder #"),
        encoding="utf-8",
    )
    assert "the tokenizer and configuration of some/encoder" in reason_of(lambda: locate_model(str(copy)))
    assert "the tokenizer and configuration of some/encoder" in (announce_fetch(str(copy)) or "")


class Command:
    """What a hostile checkpoint holds: unpickled, it runs a command."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> Any:
        return os.system, (f"touch {self.target}",)


def test_a_checkpoint_with_a_pickled_command_is_refused_and_the_command_not_run(copy: Path, tmp_path: Path) -> None:
    write_checkpoint(copy, {"state_dict": {}, "hyper_parameters": Command(tmp_path / "ran")})
    reason = reason_of(lambda: score_one(str(copy)))
    assert "carries code that would run on loading (posix.system), so it was refused" in reason
    assert not (tmp_path / "ran").exists()


def test_a_half_checkpoint_is_told_from_a_git_lfs_pointer_and_from_no_checkpoint(copy: Path) -> None:
    checkpoint = copy / "checkpoints" / "model.ckpt"
    checkpoint.write_bytes(checkpoint.read_bytes()[:5000])
    assert "damaged or only half there" in reason_of(lambda: score_one(str(copy)))
    checkpoint.write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n")
    assert "is a git-lfs pointer" in reason_of(lambda: score_one(str(copy)))
    checkpoint.write_bytes(b"something else altogether")
    assert "is not a file of weights" in reason_of(lambda: score_one(str(copy)))
    checkpoint.write_bytes(b"\x80\x02garbage")
    assert "more than weights, or damage, so it was refused" in reason_of(lambda: score_one(str(copy)))


def test_a_checkpoint_that_lacks_weights_is_refused_instead_of_scored_with_random_ones(copy: Path) -> None:
    import torch

    content = torch.load(copy / "checkpoints" / "model.ckpt", weights_only=True)
    del content["state_dict"]["estimator.ff.0.weight"]
    write_checkpoint(copy, content)
    assert "lacks 1 of the model's weights" in reason_of(lambda: score_one(str(copy)))


class Hub(BaseHTTPRequestHandler):
    """A hub of two repositories: enough of its protocol for looking up, and for downloading with a resume."""

    files: ClassVar[dict[str, dict[str, bytes]]] = {}
    refusal: ClassVar[tuple[int, str] | None] = None
    tells_sizes: ClassVar[bool] = True
    breaks_after: ClassVar[int | None] = None
    asked: ClassVar[list[tuple[str, int]]] = []
    """Each file whose body was asked for, and from which byte on."""

    def do_GET(self) -> None:
        self.answer(with_body=True)

    def do_HEAD(self) -> None:
        self.answer(with_body=False)

    def answer(self, *, with_body: bool) -> None:
        path = self.path.split("?")[0].strip("/")
        if self.refusal is not None:
            self.reply(self.refusal[0], b"{}", {"X-Error-Code": self.refusal[1]})
        elif path.startswith("api/models/"):
            repository = path.removeprefix("api/models/").split("/revision/")[0]
            siblings = [
                {"rfilename": name, **({"size": len(content)} if self.tells_sizes else {})}
                for name, content in self.files[repository].items()
            ]
            self.reply(200, json.dumps({"id": repository, "sha": COMMIT, "siblings": siblings}).encode())
        else:
            repository, _, rest = path.partition("/resolve/")
            name = rest.partition("/")[2]
            content = self.files[repository][name]
            start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").split("-")[0]) if with_body else 0
            headers = {"ETag": f'"{len(content)}"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
            if with_body:
                self.asked.append((name, start))
            if start:
                headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
            body = content[start:][: self.breaks_after] if with_body else b""
            self.reply(206 if start else 200, body, headers, len(content) - start)
            self.close_connection = True

    def reply(self, status: int, body: bytes, headers: dict[str, str] | None = None, length: int | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body) if length is None else length), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture
def hub(regression: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hub]]:
    """A hub on this machine that has a tiny model and its encoder, each with files that nobody needs."""
    model = (
        (regression / "hparams.yaml").read_text(encoding="utf-8").replace(str(regression / "encoder"), "tiny/encoder")
    )
    encoder = {path.name: path.read_bytes() for path in (regression / "encoder").iterdir()}
    Hub.files = {
        "tiny/model": {
            "hparams.yaml": model.encode(),
            "checkpoints/model.ckpt": (regression / "checkpoints" / "model.ckpt").read_bytes(),
            "README.md": b"nobody needs this",
        },
        "tiny/encoder": {**encoder, "pytorch_model.bin": b"nobody needs this"},
    }
    Hub.refusal, Hub.tells_sizes, Hub.breaks_after, Hub.asked = None, True, None, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", address)
    monkeypatch.setattr(
        "huggingface_hub.file_download.HUGGINGFACE_CO_URL_TEMPLATE",
        address + "/{repo_id}/resolve/{revision}/{filename}",
    )
    yield Hub
    server.shutdown()
    server.server_close()


def test_a_fetched_model_is_whole_and_scores_without_the_hub(hub: type[Hub], cache: Path, regression: Path) -> None:
    told: list[tuple[int, int]] = []
    fetch_model("tiny/model", lambda done, total: told.append((done, total)))
    hub.refusal = (500, "")
    assert is_local("tiny/model")
    assert score_one("tiny/model") == pytest.approx(score_one(str(regression)), abs=1e-6)
    assert (
        len(hub.files["tiny/model"]["checkpoints/model.ckpt"]) + len(hub.files["tiny/model"]["hparams.yaml"]),
    ) * 2 in told
    assert not list(cache.rglob("README.md")) and not list(cache.rglob("pytorch_model.bin"))


def test_collecting_fetches_what_is_missing(hub: type[Hub]) -> None:
    assert create(MetricOptions(model="tiny/model")).announce() is not None
    assert score_one("tiny/model")


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (
            403,
            "GatedRepo",
            r"tiny/model is gated and its licence has not been accepted, accept it at https://127\.0\.0\.1:\d+/tiny/model",
        ),
        (404, "RepoNotFound", r"has no model tiny/model that you may read, correct the name"),
        (404, "RevisionNotFound", r"tiny/model has no revision “v9”, choose one"),
        (503, "", r"answered 503 for tiny/model@v9, try again later"),
    ],
)
def test_each_refusal_of_the_hub_has_its_own_sentence(status: int, code: str, reason: str, hub: type[Hub]) -> None:
    hub.refusal = (status, code)
    with pytest.raises(MetricUnavailableError, match=reason):
        fetch_model("tiny/model@v9")


def test_a_disk_without_room_is_told_before_anything_is_fetched(
    hub: type[Hub], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10, 9, 1))
    assert "has 1 MB left, make room or set HF_HOME" in reason_of(lambda: fetch_model("tiny/model"))
    assert not list(cache.rglob("*.ckpt"))


def test_a_connection_that_breaks_off_is_named_and_the_next_fetch_goes_on_where_it_stopped(
    hub: type[Hub], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The hub's library keeps what it has read in whole chunks of 10 MB.
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 10_000)
    hub.breaks_after = 100_000
    reason = reason_of(lambda: fetch_model("tiny/model"))
    assert "broke off and tiny/model is only half there, run again: it goes on where it stopped" in reason
    assert not is_local("tiny/model")
    hub.breaks_after, hub.asked = None, []
    fetch_model("tiny/model")
    assert [start for name, start in hub.asked if name == "checkpoints/model.ckpt"] == [100_000]
    assert score_one("tiny/model")


def test_a_disk_that_fills_up_while_a_model_is_fetched_has_its_own_sentence(
    hub: type[Hub], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(*arguments: Any, **options: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    hub.tells_sizes = False
    monkeypatch.setattr("huggingface_hub.file_download.http_get", fill)
    assert f"the disk of {cache} is full and tiny/model is only half there" in reason_of(
        lambda: fetch_model("tiny/model")
    )


def test_a_folder_that_cannot_be_written_is_the_reason_and_not_the_network(hub: type[Hub], cache: Path) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert f"could not be fetched into {cache}" in reason_of(lambda: fetch_model("tiny/model"))
