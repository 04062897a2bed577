"""doctor looks at Python, the packages, the engine and the encoders."""
from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

import av
import numpy as np

from app.commands.doctor.check import Check
from app.errors import AppError
from app.pipeline.tuning.choice import load_segmenter
from app.settings import EngineSettings
from sinet_core.kernels.door import native_variant

SUPPORTED = (3, 11), (3, 13)
# (module, package, whether the app works without it)
PACKAGES = (
    ("numpy", "numpy", False),
    ("cv2", "opencv-python-headless", False),
    ("av", "av", False),
    ("PIL", "pillow", False),
    ("platformdirs", "platformdirs", False),
    ("tqdm", "tqdm", False),
    ("cv2_enumerate_cameras", "cv2-enumerate-cameras", False),
    ("PySide6", "PySide6-Essentials", True),
)
BROKEN_QT = "6.12.0"
ENCODERS = {"libx264": "recording and .mp4", "libvpx-vp9": ".webm", "aac": "sound in .mp4", "libopus": "sound in .webm"}
ENGINE_ROUNDS = 7


def check_python() -> Iterator[Check]:
    found = sys.version_info[:2]
    detail = ".".join(map(str, sys.version_info[:3]))
    if SUPPORTED[0] <= found <= SUPPORTED[1]:
        yield Check("python", "ok", detail)
    else:
        state = "warn" if found > SUPPORTED[1] else "fail"
        yield Check("python", state, detail, "Use Python 3.11, 3.12 or 3.13.")  # type: ignore[arg-type]


def check_packages() -> Iterator[Check]:
    missing = [package for module, package, _ in PACKAGES if find_spec(module) is None]
    found = [f"{package} {_version(package)}" for module, package, _ in PACKAGES if find_spec(module) is not None]
    yield Check("packages", "ok", ", ".join(found))
    for _, package, optional in PACKAGES:
        if package in missing:
            hint = f"python -m pip install {package}"
            yield Check(package, "warn" if optional else "fail", "not installed", hint)
    if _version("PySide6-Essentials") == BROKEN_QT and sys.version_info < (3, 12):
        hint = "python -m pip install 'PySide6-Essentials!=6.12.0'"
        yield Check("PySide6-Essentials", "fail", f"{BROKEN_QT} crashes on Python 3.11", hint)
    if find_spec("openvino") is not None:
        yield Check("openvino", "ok", f"{_version('openvino')} (used where no kernels were compiled)")
    if find_spec("torch") is not None:
        yield Check("torch", "ok", f"{_version('torch')} (only for training and the engine torch)")


def check_engine(names: tuple[str, ...] = ("auto",)) -> Iterator[Check]:
    """Loads the network and runs it."""
    for name in names:
        try:
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
        detail = f"{engine}, {segmenter.size[1]}×{segmenter.size[0]}, {took:.1f} ms a picture on one thread"
        hint = "Install Backdrop again, and report it if that does not help."
        yield Check(f"engine {name}", "ok" if sane else "fail", detail if sane else "wrong result", hint)


def check_encoders() -> Iterator[Check]:
    missing = [name for name in ENCODERS if not _has_encoder(name)]
    if "libx264" in missing:
        yield Check("encoders", "fail", "libx264 is missing", "python -m pip install --force-reinstall av")
    elif missing:
        without = ", ".join(ENCODERS[name] for name in missing)
        yield Check("encoders", "warn", f"missing: {', '.join(missing)}; there will be no {without}")
    else:
        yield Check("encoders", "ok", ", ".join(ENCODERS))


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """Median wall time of work after one warm-up, ms."""
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


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # in the bundle there are modules, but no package data
        return ""
