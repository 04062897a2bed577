"""Finds out which hardware encoders work here, in a separate process, since a driver may crash or hang."""
from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from app.pipeline.encode.codecs.codec import add_video
from app.pipeline.encode.codecs.hardware import candidates, hardware_codec
from app.pipeline.encode.codecs.software import has_encoder
from app.pipeline.encode.pixels import yuv420
from app.pipeline.encode.timeline import TICKS_PER_SECOND, TIME_BASE
from app.settings import VideoCodec

PROBE = "--probe-encoder"
YES, NO = "yes", "no"
TIMEOUT_S = 20.0
SIZE = (1280, 720)
FRAMES = 8
CODECS: tuple[VideoCodec, ...] = ("h264", "h265", "av1")

logger = logging.getLogger(__name__)
Started = Callable[[subprocess.Popen[bytes]], bool]
Command = Callable[[Path, Sequence[str]], list[str]]


def all_candidates() -> list[str]:
    """The hardware encoders that this copy of FFmpeg has, whether or not they work."""
    return [name for codec in CODECS for name in candidates(codec) if has_encoder(name)]


def working(
    names: Sequence[str], command: Command | None = None, *, started: Started = lambda _child: True
) -> list[str]:
    """The encoders that encode a few frames in another process. One that crashes it is excluded; the others
    continue.

    Args:
        command: the command that writes the answers for some names to a file; tests replace it.
        started: receives each process, and returns whether to continue.
    """
    left, found = list(names), []
    wanted = True
    while left and wanted:
        answers, wanted = _answers((command or _command), left, started)
        found += [name for name in left if answers.get(name) == YES]
        reached = len(answers)
        if reached < len(left) and wanted:
            logger.warning("the encoder %s takes its process down", left[reached])
        left = left[reached + 1 :]
    return found


def _answers(command: Command, names: Sequence[str], started: Started) -> tuple[dict[str, str], bool]:
    """What the process wrote until it ended in any way (a windowed program has no output but files), and whether to
    continue."""
    wanted = True
    with tempfile.TemporaryDirectory(prefix="backdrop-") as folder:
        path = Path(folder) / "encoders.txt"
        path.touch()
        try:
            with subprocess.Popen(
                command(path, names), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)) as child:
                wanted = _wait(child) if started(child) else _end(child)
                wanted = wanted and started(child)
        except OSError as error:
            logger.warning("looking for encoders: %s", error)
        lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    return {line[0]: line[1] for line in lines if len(line) == 2}, wanted


def _wait(child: subprocess.Popen[bytes]) -> bool:
    try:
        child.wait(TIMEOUT_S)
    except subprocess.TimeoutExpired as error:
        logger.warning("looking for encoders: %s", error)
        child.kill()
    return True


def _end(child: subprocess.Popen[bytes]) -> bool:
    child.kill()
    return False


def _command(path: Path, names: Sequence[str]) -> list[str]:
    """Starts this program again; a frozen one has no separate interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable, PROBE, str(path), *names]
    root = str(Path(__file__).resolve().parents[4])
    code = f"import sys; sys.path.insert(0, {root!r}); from {__name__} import answer; answer(*sys.argv[1:])"
    return [sys.executable, "-c", code, str(path), *names]


def answer(path: str, *names: str) -> None:
    """Appends a line to the file for each encoder once it is known whether it works. May never return."""
    for name in names:
        works_here = works(name)
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.write(f"{name} {YES if works_here else NO}\n")


def works(name: str) -> bool:
    """Whether it encodes a few frames. Runs in this process, and may never return."""
    try:
        with av.open("/dev/null", "w", format="null") as container:
            stream = add_video(container, hardware_codec(name, "high"), SIZE, Fraction(30))
            packets = []
            for index in range(FRAMES):
                frame = yuv420(np.full((SIZE[1], SIZE[0], 3), 20 * index, np.uint8))
                frame = frame.reformat(format=stream.pix_fmt)
                frame.pts, frame.time_base = index * TICKS_PER_SECOND // 30, TIME_BASE
                packets += stream.encode(frame)
            packets += stream.encode(None)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        logger.info("encoder %s: %s", name, error)
        return False
    return len([packet for packet in packets if packet.size]) == FRAMES
