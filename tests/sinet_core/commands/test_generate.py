from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from sinet_core.__main__ import main
from tests.sinet_core.datagen.labels import write_labels
from tests.sinet_core.datagen.test_faces import demo_frame


def test_crop_cuts_the_face_of_the_bundled_clip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("dlib", reason="the extra 'train' is not installed")
    for kind in ("images", "masks"):
        (tmp_path / kind).mkdir()
    frame = demo_frame()
    mask = np.zeros(frame.shape[:2], np.uint8)
    mask[150:, 540:840] = 255  # about where the person is
    cv2.imwrite(str(tmp_path / "images/nasa.png"), frame)
    cv2.imwrite(str(tmp_path / "masks/nasa.png"), mask)
    where = ["--images", str(tmp_path / "images"), "--masks", str(tmp_path / "masks"), "--out", str(tmp_path / "out")]
    assert main(["generate", "--crop", *where]) == 0
    assert "1 portraits" in capsys.readouterr().out
    crop = cv2.imread(str(tmp_path / "out/images/nasa.png"))
    assert crop is not None
    assert crop.shape[0] > crop.shape[1] > 96


def test_sheet_of_the_most_doubtful(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_labels(tmp_path, {"a": 0.1, "b": 0.2, "c": 0.3})
    argv = ["generate", "--sheet", str(folder), "-o", str(tmp_path / "sheet.png"), "--count", "2"]
    assert main(argv) == 0
    assert "2 labels" in capsys.readouterr().out
    assert (tmp_path / "sheet.png").is_file()


def test_review_says_how_to_start_the_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "--review", "my labels", "--images", "pictures"]) == 0
    assert "python -m app.review 'my labels' --images pictures\n" in capsys.readouterr().out
    assert main(["generate", "--review", "labels"]) == 0
    assert capsys.readouterr().out.endswith("python -m app.review labels\n")


@pytest.mark.parametrize(
    ("argv", "missing"),
    [
        ([], "--images and --teacher and --out"),
        (["--crop", "--images", "."], "--masks and --out"),
        (["--sheet", "."], "--out"),
    ],
)
def test_what_is_missing_is_named(argv: list[str], missing: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", *argv]) == 2
    assert f"error: generate needs {missing}. For example: generate " in capsys.readouterr().err
