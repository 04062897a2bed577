from __future__ import annotations

from pathlib import Path

import cv2
import pytest

from sinet_core.__main__ import main
from tests.sinet_core.training.logs import LOG


def test_the_command_writes_the_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, out = tmp_path / "log.csv", tmp_path / "curves.png"
    log.write_text(LOG)
    assert main(["curves", str(log), "-o", str(out)]) == 0
    assert "pictures seen" in capsys.readouterr().out
    assert cv2.imread(str(out)) is not None
    assert main(["curves", str(log.with_name("none.csv")), "-o", str(out)]) == 2
    assert "not the log of a training" in capsys.readouterr().err
