from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app import __version__, about
from app.paths import weights_folder


def test_it_tells_version_licence_and_weights() -> None:
    text = about.about()
    assert __version__ in text
    assert "MIT" in text
    for name in ("sinet.onnx", "sinet-wide.onnx"):
        assert f"{name}: SHA-256 {hashlib.sha256((weights_folder() / name).read_bytes()).hexdigest()}" in text
    assert "General Public" not in text  # a checkout contains no encoder


def test_a_bundle_says_that_it_is_under_the_gpl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert "General Public" not in about.about()
    (tmp_path / "THIRD-PARTY.md").touch()
    assert "GNU General Public License, version 3" in about.about()
    assert (tmp_path / "THIRD-PARTY.md").as_uri() in about.about()


def test_missing_weights_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.about.weights_folder", lambda: tmp_path)
    assert about.about().count("SHA-256 missing") == 2
