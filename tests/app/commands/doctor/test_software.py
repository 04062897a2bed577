from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.commands.doctor import software as checks_software
from app.commands.doctor.check import Check
from app.errors import AppError
from sinet_core.inference import segmenter
from sinet_core.inference.segmenter import WEIGHTS
from tests.app.commands.doctor.checks import only


def test_an_engine_that_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_settings: object) -> object:
        raise AppError("No weights", "Install again.")

    monkeypatch.setattr(checks_software, "load_segmenter", fail)
    assert only(checks_software.check_engine()) == Check("engine auto", "fail", "No weights", "Install again.")


@pytest.mark.parametrize("damaged", ["sinet.onnx", "sinet-wide.onnx"])
def test_either_network_that_is_damaged_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damaged: str) -> None:
    for path in WEIGHTS.glob("*.onnx"):
        shutil.copy(path, tmp_path)
    whole = (tmp_path / damaged).read_bytes()
    (tmp_path / damaged).write_bytes(whole[: len(whole) // 2])
    monkeypatch.setattr(segmenter, "WEIGHTS", tmp_path)
    found = only(checks_software.check_engine())
    assert found.state == "fail"
    assert f"'{damaged}'" in found.detail


def test_missing_encoders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_software, "_has_encoder", lambda name: name != "libopus")
    assert only(checks_software.check_encoders()).state == "warn"
    monkeypatch.setattr(checks_software, "_has_encoder", lambda name: name != "libx264")
    assert only(checks_software.check_encoders()).state == "fail"
