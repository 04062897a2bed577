from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from sinet_core.arrays import Image
from tests.sinet_core.backends import VARIANTS

DEMO = Path(__file__).parents[4] / "assets" / "demo" / "demo.mp4"


@pytest.fixture(params=VARIANTS or ["compiled"])
def variant(request: pytest.FixtureRequest) -> str:
    """The name of each variant that this processor can run; without kernels, their tests are skipped."""
    if not VARIANTS:
        pytest.skip("the kernels are not compiled")
    return str(request.param)


@lru_cache(maxsize=1)
def demo_frames(count: int = 24, every: int = 2) -> list[Image]:
    """Frames of the demo clip: a real, moving person, 1280x720."""
    capture = cv2.VideoCapture(str(DEMO))
    frames = [capture.read()[1] for _ in range(count * every)][::every]
    return [np.asarray(frame, np.uint8) for frame in frames]
