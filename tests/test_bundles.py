"""Packed models: whole, safe to unpack, and enough to score with where there is no network."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from checkpoints import put_in_hub_cache
from running import Done, run

import evalkit
from evalkit.data import MetricOptions, Sample
from evalkit.errors import MetricUnavailableError
from evalkit.metrics.comet import create
from evalkit.models import locate_model
from evalkit.models.bundles import MANIFEST, unpack_bundle
from evalkit.models.managing import pack_model, verify_model

pytestmark = pytest.mark.comet

NAME = "Unbabel/wmt22-comet-da"
COMMIT = "c" * 40


@pytest.fixture
def model(tiny_models: Callable[[str], Path]) -> Path:
    return tiny_models("regression_metric")


@pytest.fixture
def hub_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


@pytest.fixture
def bundle(model: Path, tmp_path: Path) -> Path:
    pack_model(str(model), tmp_path / "packed.zip")
    return tmp_path / "packed.zip"


def score_one(name: str) -> float:
    sample = Sample(hypothesis="The delegation arrived.", source="代表团抵达。", references=("A delegation came.",))
    return float(create(MetricOptions(model=name)).collect([sample])[0, 0])


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(MetricUnavailableError) as caught:
        action()
    return str(caught.value)


def rewrite(bundle: Path, changes: dict[str, bytes | None]) -> None:
    """The archive again with other contents of some files (``None``: left out); the manifest as it was, unless it is
    changed too."""
    with zipfile.ZipFile(bundle) as archive:
        contents: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, content in {**contents, **changes}.items():
            if content is not None:
                archive.writestr(name, content)


def test_a_packed_model_scores_as_the_model_does(model: Path, bundle: Path) -> None:
    assert score_one(str(bundle)) == pytest.approx(score_one(str(model)), abs=1e-6)


def test_a_packed_model_keeps_name_and_revision_and_needs_no_hub(model: Path, hub_cache: Path, tmp_path: Path) -> None:
    put_in_hub_cache(model, hub_cache, NAME, encoder="xlm-roberta-large", revision=COMMIT)
    expected = score_one(NAME)
    pack_model(NAME, tmp_path / "comet.zip")
    shutil.rmtree(hub_cache)
    packed = locate_model(str(tmp_path / "comet.zip"))
    assert (packed.name, packed.revision) == (NAME, COMMIT[:12])
    assert score_one(str(tmp_path / "comet.zip")) == pytest.approx(expected, abs=1e-6)
    with (packed.checkpoint).open("ab") as file:
        file.write(b"\0")
    assert locate_model(str(packed.checkpoint)).revision.startswith("sha256-")


def test_scores_of_a_packed_model_are_those_of_the_fetched_one_in_the_store(
    model: Path, hub_cache: Path, tmp_path: Path
) -> None:
    from evalkit.models.judging import Judge

    put_in_hub_cache(model, hub_cache, NAME, encoder="xlm-roberta-large", revision=COMMIT)
    pack_model(NAME, tmp_path / "comet.zip")
    identities = {
        Judge(local=locate_model(name), precision="single", store=None).identity
        for name in (NAME, str(tmp_path / "comet.zip"))
    }
    assert len(identities) == 1


def test_the_archive_unpacked_by_hand_is_a_model_too(bundle: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "by hand")
    assert locate_model(str(tmp_path / "by hand")).revision == locate_model(str(bundle)).revision
    assert verify_model(str(tmp_path / "by hand")) == []


def test_the_whole_program_scores_from_a_packed_model_without_a_network(bundle: Path, tmp_path: Path) -> None:
    for name in ("source.zh", "reference.en", "system.en"):
        line = "代表团抵达重庆。" if name.endswith("zh") else "The delegation arrived in Chongqing."
        (tmp_path / name).write_text(f"{line} {name[0]}\n" * 3, encoding="utf-8")
    files = ["--source", tmp_path / "source.zh", "--reference", tmp_path / "reference.en", tmp_path / "system.en"]
    program = (
        "import socket, sys\n"
        "def fail(*_, **__): raise AssertionError('the network was asked')\n"
        "socket.getaddrinfo = socket.socket.connect = fail\n"
        "from evalkit.commands import main\nmain(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "score", "--metric", "comet", "--format", "json", "--model", bundle, *files],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(Path(evalkit.__file__).parents[1]), "HF_HOME": str(tmp_path / "none")},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if not line.startswith("note: ")] == []
    assert json.loads(done.stdout)["systems"][0]["scores"]["COMET"]["segments"] == 3


def test_a_minilm_model_is_packed_with_the_tokenizer_that_it_asks_for_by_name(
    model: Path, hub_cache: Path, tmp_path: Path
) -> None:
    import transformers

    put_in_hub_cache(model, hub_cache, "tiny/minilm", encoder="tiny/encoder", revision=COMMIT)
    shutil.copytree(hub_cache / "models--tiny--encoder", hub_cache / "models--xlm-roberta-base")
    folder = hub_cache / "models--tiny--minilm" / "snapshots" / COMMIT
    import yaml

    settings = yaml.safe_load((folder / "hparams.yaml").read_text(encoding="utf-8"))
    (folder / "hparams.yaml").write_text(yaml.safe_dump({**settings, "encoder_model": "MiniLM"}), encoding="utf-8")
    pack_model("tiny/minilm", tmp_path / "minilm.zip")
    shutil.rmtree(hub_cache)
    packed = locate_model(str(tmp_path / "minilm.zip"))
    assert (packed.checkpoint.parents[1] / "tokenizer" / "tokenizer.json").is_file()

    from evalkit.models.loading import _use_tokenizer
    from evalkit.models.locating import find_tokenizer

    with _use_tokenizer(find_tokenizer(packed.settings, packed.checkpoint.parents[1])):
        import comet.encoders.minilm as encoders

        assert encoders.XLMRobertaTokenizerFast.from_pretrained("xlm-roberta-base", use_fast=True)
    assert encoders.XLMRobertaTokenizerFast is transformers.XLMRobertaTokenizerFast


@pytest.mark.parametrize(
    "name", ["../escaped", "/tmp/escaped", "a/../../escaped", "a\\..\\escaped", "C:escaped", "a//b", ".hidden"]
)
def test_a_path_that_leaves_the_folder_is_refused_and_nothing_written(name: str, bundle: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr(name, b"bad")
    assert "which is no plain file below its own folder" in refused(lambda: unpack_bundle(bundle))
    assert not list(tmp_path.rglob("*escaped*"))


def test_a_manifest_that_lists_such_a_path_is_refused_too(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    manifest["files"]["../escaped"] = {"size": 1, "sha256": "0"}
    rewrite(bundle, {MANIFEST: json.dumps(manifest).encode()})
    assert "is no packed model" in refused(lambda: unpack_bundle(bundle))


def test_a_link_is_refused(bundle: Path) -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "which is no plain file" in refused(lambda: unpack_bundle(bundle))


def test_changed_added_and_missing_files_are_refused(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        settings = archive.read("hparams.yaml")
    rewrite(bundle, {"hparams.yaml": settings.swapcase()})
    assert "hparams.yaml has changed since it was packed" in refused(lambda: unpack_bundle(bundle))
    rewrite(bundle, {"hparams.yaml": None})
    assert "does not hold just what" in refused(lambda: unpack_bundle(bundle))
    rewrite(bundle, {"hparams.yaml": settings, "more": b"bad"})
    assert "does not hold just what" in refused(lambda: unpack_bundle(bundle))


def test_half_an_archive_and_another_zip_file_are_refused(bundle: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.zip"
    half.write_bytes(bundle.read_bytes()[:20_000])
    assert "is no whole zip file" in refused(lambda: unpack_bundle(half))
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme", "hello")
    assert "is no packed model" in refused(lambda: unpack_bundle(other))


def test_nothing_is_left_of_an_archive_that_could_not_be_written(model: Path, tmp_path: Path, monkeypatch: Any) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("evalkit.models.bundles._copy", fail)
    assert "No space left on device" in refused(lambda: pack_model(str(model), tmp_path / "full.zip"))
    assert list(tmp_path.iterdir()) == []


def test_verifying_names_what_is_missing_changed_or_half_there(bundle: Path) -> None:
    assert verify_model(str(bundle)) == []
    folder = locate_model(str(bundle)).checkpoint.parents[1]
    (folder / "encoder" / "tokenizer_config.json").write_text("{}", encoding="utf-8")
    (folder / "LICENSE").unlink()
    checkpoint = folder / "checkpoints" / "model.ckpt"
    checkpoint.write_bytes(checkpoint.read_bytes()[:9000])
    wrong = "\n".join(verify_model(str(bundle)))
    assert "LICENSE is missing" in wrong
    assert "tokenizer_config.json is only half there" in wrong or "tokenizer_config.json has changed" in wrong
    assert "model.ckpt is only half there (9000 of" in wrong


def test_verifying_a_fetched_model_compares_it_with_the_hashes_it_is_filed_under(model: Path, hub_cache: Path) -> None:
    import hashlib

    put_in_hub_cache(model, hub_cache, NAME, encoder="xlm-roberta-large", revision=COMMIT)
    link = hub_cache / "models--Unbabel--wmt22-comet-da" / "snapshots" / COMMIT / "checkpoints" / "model.ckpt"
    content = link.read_bytes()
    blob = hub_cache / "models--Unbabel--wmt22-comet-da" / "blobs" / hashlib.sha256(content).hexdigest()
    blob.parent.mkdir()
    blob.write_bytes(content)
    link.unlink()
    link.symlink_to(blob)
    assert verify_model(NAME) == []
    blob.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert "model.ckpt has changed since it was fetched" in "\n".join(verify_model(NAME))


def test_a_pointer_in_place_of_the_weights_has_its_own_sentence(model: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(model, tmp_path / "copy"))
    (copy / "checkpoints" / "model.ckpt").write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    assert "is a git-lfs pointer" in "\n".join(verify_model(str(copy)))


def call(*arguments: object) -> Done:
    return run("models", *arguments, EVALKIT_COMET_PROBLEM="")


def test_the_commands_pack_verify_and_tell(model: Path, tmp_path: Path, hub_cache: Path) -> None:
    packed = tmp_path / "comet.zip"
    assert "7 files" in call("pack", model, packed).stdout
    assert call("verify", packed).returncode == 0
    shown = json.loads(call("info", packed, "--format", "json").stdout)
    assert (shown["class"], shown["needs_reference"]) == ("regression_metric", True)
    listed = json.loads(call("list", "--format", "json").stdout)
    assert {entry["name"]: entry["licence"] for entry in listed}["Unbabel/XCOMET-XL"] == "CC BY-NC-SA 4.0"
    assert not any(entry["local"] for entry in listed)
    again = call("pack", model, packed)
    assert again.returncode == MetricUnavailableError.exit_status
    assert f"{packed} is there already" in again.stderr
    with pytest.raises(MetricUnavailableError, match="is there already"):
        pack_model(str(model), packed)


def test_a_licence_that_forbids_commercial_use_has_to_be_accepted(hub_cache: Path, monkeypatch: Any) -> None:
    refusal = call("fetch", "Unbabel/XCOMET-XL")
    assert "will fetch Unbabel/XCOMET-XL (13.9 GB, CC BY-NC-SA 4.0, non-commercial)" in refusal.stderr
    assert "--accept-licence" in refusal.stderr.splitlines()[-1]
    monkeypatch.setattr("evalkit.models.fetching._list_missing", lambda *_: pytest.fail("accepted"))
    with pytest.raises(pytest.fail.Exception, match="accepted"):
        call("fetch", "Unbabel/XCOMET-XL", "--accept-licence")


def test_a_packed_model_that_is_no_zip_is_wrong_usage(model: Path) -> None:
    assert call("pack", model, "comet.tar").returncode == 2
