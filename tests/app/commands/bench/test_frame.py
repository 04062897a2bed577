from __future__ import annotations

import cv2
import pytest

from app.commands.bench.frame import FRAME_SIZES, measure_frame, moving_clip
from sinet_core.benchmark.recipes.obs_backgroundremoval import FOUR_CHANNELS_DB, SAME_DB


@pytest.mark.parametrize("name", FRAME_SIZES)
def test_no_frame_of_the_moving_clip_is_so_like_the_one_before_that_others_would_skip_it(name: str) -> None:
    images = [frame.image for frame in moving_clip(FRAME_SIZES[name])]
    likeness = [cv2.PSNR(images[index - 1], image) + FOUR_CHANNELS_DB for index, image in enumerate(images)]
    assert len(images) >= 4
    assert max(likeness) < SAME_DB
    assert name == "4k" or len(images) > 12


def test_a_still_clip_rests() -> None:
    figures = measure_frame((320, 180), 30)
    assert figures["still"]["stages"]["segment"] < figures["stages"]["segment"] / 2
