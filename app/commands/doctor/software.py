"""doctor's checks of the engine and the encoders."""
from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

import av
import numpy as np

from app.commands.doctor.check import Check
from app.errors import AppError
from app.pipeline.tuning.choice import load_segmenter
from app.settings import EngineSettings
from app.system.installing import REINSTALL, python_call
from sinet_core.kernels.door import native_variant

ENCODERS = {"libx264": "recording and .mp4", "libvpx-vp9": ".webm", "aac": "sound in .mp4", "libopus": "sound in .webm"}
ENGINE_ROUNDS = 7


def check_engine(names: tuple[str, ...] = ("auto",)) -> Iterator[Check]:
    """Loads both networks, and runs what files are rendered with."""
    for name in names:
        try:
            load_segmenter(EngineSettings(name, effort="full"))  # what the window begins with
            segmenter = load_segmenter(EngineSettings(name))
        except AppError as error:
            yield Check(f"engine {name}", "fail", error.title, error.hint)
            continue
        image = np.random.default_rng(0).integers(0, 255, (360, 640, 3), dtype=np.uint8)
        alpha = segmenter.alpha(image)
        sane = alpha.shape == segmenter.size and bool(np.isfinite(alpha).all())
        took = median_ms(lambda: segmenter.alpha(image), ENGINE_ROUNDS)  # noqa: B023 - used up in this round
        variant = native_variant() if segmenter.name == "native" else None
        engine = f"native ({variant.name})" if variant else segmenter.name
        detail = f"{engine}, {segmenter.size[1]}×{segmenter.size[0]}, {took:.1f} ms per frame on one thread"
        hint = f"{REINSTALL} If that does not help, report it."
        yield Check(f"engine {name}", "ok" if sane else "fail", detail if sane else "wrong result", hint)


def check_encoders() -> Iterator[Check]:
    missing = [name for name in ENCODERS if not _has_encoder(name)]
    if "libx264" in missing:
        yield Check("encoders", "fail", "libx264 is missing", f"{python_call()} -m pip install --force-reinstall av")
    elif missing:
        without = ", ".join(ENCODERS[name] for name in missing)
        yield Check("encoders", "warn", f"missing: {', '.join(missing)}; {without} will not work")
    else:
        yield Check("encoders", "ok", ", ".join(ENCODERS))


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """Median wall-clock time of work after one warm-up run, ms."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)


def _has_encoder(name: str) -> bool:
    try:
        av.Codec(name, "w")
    except (av.error.FFmpegError, ValueError):
        return False
    return True
