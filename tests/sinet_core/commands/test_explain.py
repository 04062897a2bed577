from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from sinet_core.__main__ import main
from sinet_core.network.build import save_checkpoint
from tests.sinet_core.network.networks import lively_checkpoint


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(3).integers(0, 255, (90, 120, 3), np.uint8)


def test_explain_writes_the_sheet(tmp_path: Path, picture: np.ndarray, capsys: pytest.CaptureFixture[str]) -> None:
    cv2.imwrite(str(tmp_path / "me.png"), picture)
    assert main(["explain", str(tmp_path / "me.png"), "-o", str(tmp_path / "sheet.png"), "--size", "64x96"]) == 0
    assert "held open" in capsys.readouterr().out
    sheet = cv2.imread(str(tmp_path / "sheet.png"))
    assert sheet is not None
    save_checkpoint(lively_checkpoint(gate="removed"), tmp_path / "open.pt")
    argv = ["explain", str(tmp_path / "me.png"), "-o", str(tmp_path / "other.png"), "--size", "64x96"]
    assert main([*argv, "--without", str(tmp_path / "open.pt")]) == 0
    other = cv2.imread(str(tmp_path / "other.png"))
    assert other is not None
    assert other.shape == sheet.shape
    half = sheet.shape[0] // 2
    np.testing.assert_array_equal(other[:half], sheet[:half])
    assert (other[half:] != sheet[half:]).any()


def test_anything_but_a_picture_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "me.png").write_text("nothing")
    assert main(["explain", str(tmp_path / "me.png"), "-o", str(tmp_path / "sheet.png")]) == 2
    assert "Cannot read picture" in capsys.readouterr().err
    assert not (tmp_path / "sheet.png").exists()
