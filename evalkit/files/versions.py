"""The versions of what scores and findings depend on."""

from __future__ import annotations


def list_versions() -> dict[str, str]:
    """The versions of Python and of the packages that scores and findings depend on."""
    import platform
    from importlib.metadata import PackageNotFoundError, version

    versions = {"python": platform.python_version()}
    for package in ("sacrebleu", "jieba", "opencc", "pypinyin", "wordfreq", "unbabel-comet", "torch"):
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return versions
