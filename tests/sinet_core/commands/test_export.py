from __future__ import annotations

import json
from pathlib import Path

import pytest

from sinet_core.__main__ import main
from sinet_core.inference.engines.auto import fallback
from sinet_core.network.build import save_checkpoint
from tests.sinet_core.commands.answers import one_line
from tests.sinet_core.network.networks import lively_checkpoint
from tests.sinet_core.training.pictures import write_pictures


def test_export_writes_what_the_app_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_checkpoint(lively_checkpoint(), tmp_path / "a.pt")
    assert main(["export", "--weights", str(tmp_path / "a.pt"), "-o", str(tmp_path / "a.onnx")]) == 0
    write_pictures(tmp_path, 2)
    assert main(["evaluate", "--data", str(tmp_path / "discs"), "--weights", str(tmp_path / "a.onnx"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["engine"] == fallback()


def test_a_disk_that_fills_up_is_one_line_a_hint_and_status_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    save_checkpoint(lively_checkpoint(), tmp_path / "a.pt")

    def full(path: Path, _content: bytes) -> int:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["export", "--weights", str(tmp_path / "a.pt"), "-o", str(tmp_path / "b.onnx")]) == 1
    error = one_line(capsys)
    assert "No space left on device" in error
    assert "b.onnx" in error
    assert error.endswith("Free some space, or write elsewhere.")
    assert not list(tmp_path.glob("b.onnx*"))

