"""The way of one frame through the stages, as the session does it."""
from __future__ import annotations

import statistics
from itertools import islice
from typing import Any

import cv2
import numpy as np

from app.pipeline.background_library import bundled_backgrounds
from app.pipeline.backgrounds import open_background, parse_background
from app.pipeline.engine import load_segmenter
from app.pipeline.frame import Frame
from app.pipeline.stages import Background, Stopwatch, compose, matte
from app.pipeline.video_file import iter_video
from app.settings import BackgroundSettings, Settings
from sinet_core.segmenter import Segmenter

FRAME_SIZES = {"480p": (854, 480), "720p": (1280, 720), "1080p": (1920, 1080)}
CLIP_FRAMES = 30
WARM_UP = 3


def measure_frame(size: tuple[int, int], rounds: int) -> dict[str, Any]:
    """Medians over a moving clip of (width, height): with a picture behind, and with blur.

    Returns:
        {"median_ms", "stages": {name: ms}, "blur": {"median_ms", "stages"}}
    """
    frames = _clip(size)
    segmenter = load_segmenter(Settings().engine)
    picture = next((b.name for b in bundled_backgrounds() if b.path.suffix != ".mp4"), "#204060")
    result = _measure(frames, segmenter, parse_background(picture), rounds)
    return {**result, "blur": _measure(frames, segmenter, BackgroundSettings("blur"), rounds)}


def _measure(
    frames: list[Frame], segmenter: Segmenter, chosen: BackgroundSettings, rounds: int
) -> dict[str, Any]:
    background = open_background(chosen)
    try:
        laps = _laps(frames, segmenter, background, rounds)
    finally:
        background.close()
    stages = {name: round(statistics.median(lap[name] for lap in laps), 3) for name in laps[0]}
    return {"median_ms": round(statistics.median(sum(lap.values()) for lap in laps), 3), "stages": stages}


def _laps(
    frames: list[Frame], segmenter: Segmenter, background: Background, rounds: int
) -> list[dict[str, float]]:
    settings, state, laps = Settings().matte, None, []
    for number in range(rounds + WARM_UP):
        watch = Stopwatch()
        matted, state = matte(frames[number % len(frames)], settings, state, segmenter, watch)
        compose(matted, settings, background, watch)
        laps.append(watch.stage_ms)
    return laps[WARM_UP:]


def _clip(size: tuple[int, int]) -> list[Frame]:
    return [
        frame.with_image(np.asarray(cv2.resize(frame.image, size, interpolation=cv2.INTER_AREA), np.uint8))
        for frame in islice(iter_video("demo"), CLIP_FRAMES)
    ]
