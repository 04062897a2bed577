from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.commands.doctor import files as checks_files
from tests.app.commands.doctor.checks import only


def test_weights_that_the_card_does_not_know(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_files, "weights_folder", lambda: tmp_path)
    assert [check.state for check in checks_files.check_weights()] == ["fail", "fail"]
    (tmp_path / "sinet.onnx").write_bytes(b"x")
    (tmp_path / "sinet-wide.onnx").write_bytes(b"y")
    (tmp_path / "MODEL_CARD.md").write_text(f"| sinet.onnx | `{'0' * 64}` |")
    assert [check.state for check in checks_files.check_weights()] == ["warn", "warn"]
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    (tmp_path / "MODEL_CARD.md").write_text(f"| sinet.onnx | `{digest}` |")
    assert [check.state for check in checks_files.check_weights()] == ["ok", "warn"]
    (tmp_path / "sinet-wide.onnx").write_bytes(b"x")
    assert [check.state for check in checks_files.check_weights()] == ["ok", "warn"], "one in place of the other"
    (tmp_path / "sinet-wide.onnx").write_bytes(b"")
    assert [check.state for check in checks_files.check_weights()] == ["ok", "fail"]
    assert len({check.name for check in checks_files.check_weights()}) == 2


def test_folders_that_cannot_be_written(home: Path) -> None:
    assert {check.state for check in checks_files.check_folders()} == {"ok"}
    shutil.rmtree(home)
    home.write_text("a file where the folders should be")
    assert {check.state for check in checks_files.check_folders()} == {"warn"}


@pytest.mark.parametrize(("free", "state"), [(10**6, "warn"), (10**9, "warn"), (10**11, "ok")])
def test_the_disk(monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    monkeypatch.setattr(checks_files, "free_bytes", lambda _: free)
    assert only(checks_files.check_disk()).state == state
