"""cast: the camera for calls, without a window."""
from __future__ import annotations

import argparse
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from app.commands.answer import add_json_argument, print_json
from app.errors import AppError
from app.pipeline.background.parsing import parse_background
from app.pipeline.events import (
    BackgroundFailed,
    EngineFailed,
    Event,
    SourceEnded,
    SourceLost,
    SourceOpened,
    VirtualCameraStarted,
    VirtualCameraStopped,
)
from app.pipeline.session import Session
from app.settings import Settings
from app.settings_store import load_preset

POLL_S = 0.2  # Windows delivers an interrupt only between two waits
SIDES = 16, 8192


@dataclass(frozen=True)
class CastReport:
    """What was done. device: what the camera is called in a call; failed: frames in which nobody could be found."""

    device: str
    seconds: float
    dropped: int
    failed: int


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--camera", metavar="C", help="camera:N, a URL, a video file, or demo; default: the first")
    parser.add_argument("--background", metavar="B", help="as for render, but not transparent; default: blur")
    parser.add_argument("--preset", metavar="FILE", type=Path, help="the settings.json of the window, or a copy of it")
    parser.add_argument("--size", metavar="WxH", type=_size, help="of the camera's picture, for example 1280x720")
    add_json_argument(parser)


def run(arguments: Namespace) -> int:
    """Runs until Ctrl-C, which is the normal end; problems are raised as AppError."""
    report = cast(_settings(arguments))
    if arguments.json:
        print_json(asdict(report))
    return 0


def cast(
    settings: Settings,
    make_session: Callable[..., Session] = Session,
    wait: Callable[[threading.Event], bool] = lambda over: over.wait(POLL_S),
) -> CastReport:
    """Shows the composites of settings to other programs as a camera, until wait is interrupted.

    Raises:
        AppError: there is no virtual camera, it went away, or the source cannot be opened.
    """
    line = _Line()
    session = make_session(settings, on_frame=lambda: None, on_event=line.hear)
    begin = time.monotonic()
    try:
        session.set_preview_visible(False)
        session.start_virtual_camera()
        session.start()
        while not wait(line.over):
            pass
    except KeyboardInterrupt:
        line.error = None
    finally:
        stats = session.stats()
        session.stop()
    if line.error is not None:
        raise AppError(line.error.title, line.error.hint, failed_running=bool(line.device))
    return CastReport(line.device, round(time.monotonic() - begin, 1), stats.dropped, stats.failed)


class _Line:
    """Reports a session's events on stderr; called from its threads.

    Attributes:
        device: what the camera is called, "" until there is one.
        over: it ended by itself; error: why.
    """

    def __init__(self) -> None:
        self.device = ""
        self.error: AppError | None = None
        self.over = threading.Event()

    def hear(self, event: Event) -> None:
        match event:
            case SourceOpened():
                _say(f"{event.name}, {event.width}×{event.height}")
            case VirtualCameraStarted():
                self.device = event.device
                _say(f"Choose “{event.device}” in your call. Press Ctrl-C to stop.")
            case SourceLost() | EngineFailed() | BackgroundFailed():
                _say(f"warning: {event.error}")
            case VirtualCameraStopped() | SourceEnded():
                self.error = event.error
                self.over.set()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _settings(arguments: Namespace) -> Settings:
    settings = load_preset(arguments.preset) if arguments.preset else Settings()
    camera = settings.camera
    if arguments.camera is not None:
        camera = replace(camera, source=arguments.camera)
    if arguments.size is not None:
        camera = replace(camera, width=arguments.size[0], height=arguments.size[1])
    settings = replace(settings, camera=camera)
    if arguments.background is not None:
        settings = replace(settings, background=parse_background(arguments.background))
    if settings.background.kind == "transparent":
        raise AppError("A camera for calls cannot be transparent", "Choose another background.")
    return settings


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()) or not all(
        SIDES[0] <= int(side) <= SIDES[1] for side in (width, height)
    ):
        raise argparse.ArgumentTypeError(f"'{text}' is not a size such as 1280x720")
    return int(width), int(height)
