from __future__ import annotations

import sys

import cv2
import numpy as np
import pytest

from sinet_core.datagen.faces import DlibFaces
from sinet_core.errors import DataError
from tests.shared import ROOT


def demo_frame() -> np.ndarray:
    """The first frame of the bundled clip: an astronaut who looks at the camera."""
    ok, frame = cv2.VideoCapture(str(ROOT / "assets/demo/demo.mp4")).read()
    assert ok
    return np.asarray(frame, np.uint8)


def test_the_face_of_the_bundled_clip_is_found_at_every_size() -> None:
    pytest.importorskip("dlib", reason="the extra 'train' is not installed")
    frame = demo_frame()
    [face] = DlibFaces().faces(frame)
    assert 0 < face.left < face.left + face.side < frame.shape[1]
    [twice] = DlibFaces().faces(np.asarray(cv2.resize(frame, None, fx=2, fy=2), np.uint8))
    assert twice.side == pytest.approx(2 * face.side, rel=0.25)
    assert twice.left + twice.side / 2 == pytest.approx(2 * (face.left + face.side / 2), abs=face.side / 2)


def test_no_face_in_noise() -> None:
    pytest.importorskip("dlib", reason="the extra 'train' is not installed")
    noise = np.random.default_rng(0).integers(0, 255, (120, 160, 3), np.uint8)
    assert DlibFaces().faces(noise) == []


def test_a_missing_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dlib", None)
    with pytest.raises(DataError, match="dlib-bin") as caught:
        DlibFaces()
    assert "train" in caught.value.hint
