"""Times the path of one frame through the stages, as in a session."""
from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import cv2
import numpy as np

from app.pipeline.background.background import Background
from app.pipeline.background.opening import open_background
from app.pipeline.background.parsing import parse_background
from app.pipeline.bundled import bundled_backgrounds
from app.pipeline.decode.video_file import iter_video
from app.pipeline.frame import Frame, Image
from app.pipeline.process.stages import PersonState, process
from app.pipeline.stats import Stopwatch
from app.pipeline.tuning.choice import load_segmenter
from app.settings import BackgroundSettings, EngineSettings, Settings
from sinet_core.compositing.canvases import Canvases
from sinet_core.inference.looks import Effort
from sinet_core.inference.segmenter import Segmenter

FRAME_SIZES = {"480p": (854, 480), "720p": (1280, 720), "1080p": (1920, 1080), "4k": (3840, 2160)}
CLIP_BYTES = 100e6
FPS = 30.0
STRIDE = 9
ALIKE_DB = 33.0  # above this, other programs start to reuse an old mask: obs-backgroundremoval from 33.8
WARM_UP = 3
STILL_WARM_UP = 12  # frames until the gate closes
NOISE_LEVELS = 2.0
LIVE = Settings()


def measure_frame(size: tuple[int, int], rounds: int, threads: int = 1, effort: Effort = "full") -> dict[str, Any]:
    """Times a clip of (width, height): moving, before a picture and with blur, and still with a camera's noise.

    Returns:
        {"median_ms", "stages": {name: ms}, "blur": the same, "still": the same and "mean_ms", which includes the
        full frames every half second}
    """
    segmenter = load_segmenter(EngineSettings(effort=effort, threads=threads), size)
    with opencv_threads(threads):
        frames = moving_clip(size)
        picture = parse_background(picture_name())
        moving = _measure(frames, segmenter, picture, rounds)
        blur = _measure(frames, segmenter, BackgroundSettings("blur"), rounds)
        still = _measure(still_clip(frames[0]), segmenter, picture, max(rounds, 30), STILL_WARM_UP)
    del moving["mean_ms"], blur["mean_ms"]
    return {**moving, "blur": blur, "still": still}


def picture_name() -> str:
    """A bundled picture background."""
    return next((b.name for b in bundled_backgrounds() if b.path.suffix != ".mp4"), "#204060")


@contextmanager
def opencv_threads(count: int) -> Iterator[None]:
    """Gives OpenCV as many threads as the network."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(count)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def moving_clip(size: tuple[int, int]) -> list[Frame]:
    """Every ninth frame of the demo, (width, height) px, all clearly different; fewer if they are large.

    So much moves from one to the next, and from the last to the first, that no program can skip work.
    """
    count = max(4, min(30, int(CLIP_BYTES // (3 * size[0] * size[1]))))
    frames: list[Frame] = []
    for frame in islice(iter_video("demo"), 0, None, STRIDE):
        image = np.asarray(cv2.resize(frame.image, size, interpolation=cv2.INTER_AREA), np.uint8)
        if not frames or not _alike(frames[-1].image, image):
            frames.append(frame.with_image(image))
        if len(frames) == count:
            break
    while len(frames) > 1 and _alike(frames[-1].image, frames[0].image):
        frames.pop()
    return frames


def _alike(first: Image, second: Image) -> bool:
    return cv2.PSNR(first, second) > ALIKE_DB


def still_clip(frame: Frame, count: int = 4) -> list[Frame]:
    """The same frame repeated, each with its own noise."""
    rng = np.random.default_rng(0)
    noisy = []
    for _ in range(count):
        grain = rng.standard_normal(frame.image.shape, np.float32)
        image = cv2.addWeighted(frame.image.astype(np.float32), 1, grain, NOISE_LEVELS, 0, dtype=cv2.CV_8U)
        noisy.append(frame.with_image(np.asarray(image, np.uint8)))
    return noisy


def _measure(
    frames: list[Frame], segmenter: Segmenter, chosen: BackgroundSettings, rounds: int, warm_up: int = WARM_UP
) -> dict[str, Any]:
    background = open_background(chosen)
    try:
        laps = _laps(frames, segmenter, background, rounds + warm_up)[warm_up:]
    finally:
        background.close()
    stages = {name: round(statistics.median(lap[name] for lap in laps), 3) for name in laps[0]}
    totals = [sum(lap.values()) for lap in laps]
    return {
        "median_ms": round(statistics.median(totals), 3),
        "mean_ms": round(statistics.fmean(totals), 3),
        "stages": stages,
    }


def _laps(
    frames: list[Frame], segmenter: Segmenter, background: Background, rounds: int
) -> list[dict[str, float]]:
    state: PersonState | None = None
    shown = deque[Frame](maxlen=1)  # kept until the next one, as in a window
    canvases = Canvases()
    laps = []
    for number in range(rounds):
        watch = Stopwatch()
        frame = Frame(frames[number % len(frames)].image, number / FPS, number)
        done = process(
            frame, state, source_id="", settings=LIVE, segmenter=segmenter, background=background, gated=True,
            canvases=canvases, watch=watch,
        )  # fmt: skip
        state = done.state
        shown.append(done.frame)
        laps.append(watch.stage_ms)
    return laps
