"""A camera as render reads it: through the window's reader, with its watchdog."""
from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.capture.timeouts import Timeouts
from app.pipeline.frame import Image
from app.pipeline.render.inputs import open_input
from app.settings import CameraSettings
from tests.fakes import FakeSource, FakeSources
from tests.media import plain

CAMERA = CameraSettings("camera:0")
SHORT = Timeouts(poll_s=0.01, opening_s=5.0, frozen_s=0.05, join_s=0.05)


def changing(index: int) -> Image:
    return plain((index % 256, 20, 20), (32, 24))


def still(_: int) -> Image:
    return plain((10, 20, 30), (32, 24))


def cameras(picture: Callable[[int], Image] = changing, *, silence_s: float = 30.0) -> FakeSources:
    return FakeSources(lambda _: FakeSource(picture, name="Desk camera", silence_s=silence_s))


def test_times_count_from_the_first_picture() -> None:
    opened = open_input(CAMERA, open_live=cameras(), timeouts=SHORT)
    times = [frame.time for frame in islice(opened.frames, 5)]
    assert times[0] == 0.0
    assert times == sorted(times)
    assert opened.endless
    assert (opened.info.width, opened.info.height) == (32, 24)


def test_a_camera_that_does_not_open_is_an_error_at_once() -> None:
    plugged_out = cameras()
    plugged_out.plugged = False
    with pytest.raises(AppError, match="not connected"):
        open_input(CAMERA, open_live=plugged_out, timeouts=SHORT)


def test_a_driver_that_blocks_is_noticed() -> None:
    stuck = cameras(silence_s=0.1)
    opened = open_input(CAMERA, open_live=stuck, timeouts=SHORT)
    next(opened.frames)
    stuck.made[0].free.clear()
    with pytest.raises(AppError, match="Desk camera sends no video"):
        list(opened.frames)
    stuck.made[0].free.set()


def test_a_camera_that_was_pulled_out_and_repeats_its_last_picture_is_noticed() -> None:
    frozen = cameras()
    opened = open_input(CAMERA, open_live=frozen, timeouts=SHORT)
    next(opened.frames)
    frozen.plugged = False
    frozen.made[0].frozen = True
    with pytest.raises(AppError, match="not connected"):
        list(opened.frames)
    assert frozen.attempts == 2


def test_a_camera_that_shows_a_still_is_opened_once_more_and_continues() -> None:
    virtual = cameras(still)
    opened = open_input(CAMERA, open_live=virtual, timeouts=SHORT)
    for frame in opened.frames:
        assert np.array_equal(frame.image, still(0))
        if virtual.attempts == 2 and frame.index > 40:  # ten are enough to count as frozen
            break
    assert virtual.attempts == 2


def test_pictures_that_came_meanwhile_are_counted() -> None:
    opened = open_input(CAMERA, open_live=cameras(), timeouts=SHORT)
    frames = islice(opened.frames, 10_000)
    while not opened.dropped():
        next(frames)
        np.linalg.inv(np.eye(400))  # simulates the work on a composite
