"""Measures lip sync: flash and click at the same moment, through a camera and a microphone, into a file.

python docs/lip_sync.py [--takes N] [--seconds S] [--delay MS] [--minutes M]. Needs pulseaudio. The camera is a
network camera on this computer, the microphone belongs to a separate sound server, and behind them runs the window's
own session with its network, composite and recorder. On a busy computer, `chrt -r 1 python docs/lip_sync.py` measures
Backdrop and not its neighbours.
"""
from __future__ import annotations

import argparse
import contextlib
import itertools
import multiprocessing
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import av
import cv2
import numpy as np

from app.pipeline.bundled import demo_path
from app.pipeline.events import Event, RecordingStarted, RecordingStopped
from app.pipeline.session import Session
from app.settings import BackgroundSettings, CameraSettings, EngineSettings, Settings, SoundSettings
from docs.sound_session import MICROPHONE, RATE, in_real_time, sound_session

FPS, SIZE = 30, (640, 360)
EVERY_S, FLASH_S = 2.0, 0.2
PIECE_S = 0.01
MAX_MS = 40.0
TIMEOUT_S = 60.0


def flashes(now: float) -> bool:
    """Whether the camera is bright and the click sounds, at now of time.monotonic()."""
    return now % EVERY_S < FLASH_S


class Camera(BaseHTTPRequestHandler):
    """Motion JPEG of the demo, bright for a moment now and then."""

    pictures: list[tuple[bytes, bytes]]

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        number = int(time.monotonic() * FPS)
        while True:
            number = max(number + 1, int(time.monotonic() * FPS))
            due = number / FPS
            time.sleep(max(0.0, due - time.monotonic()))
            picture = self.pictures[number % len(self.pictures)][flashes(due + 1e-4)]
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
            try:
                self.wfile.write(head.encode() + picture + b"\r\n")
            except OSError:
                return

    def log_message(self, *_: object) -> None:
        """Keeps quiet."""


def demo(size: tuple[int, int], frames: int) -> list[tuple[bytes, bytes]]:
    """The first frames of the demo as JPEG, each dark and bright."""
    with av.open(str(demo_path())) as container:
        decoded = itertools.islice(container.decode(video=0), frames)
        images = [cv2.resize(frame.to_ndarray(format="bgr24"), size) // 2 for frame in decoded]
    return [(cv2.imencode(".jpg", dark)[1].tobytes(), cv2.imencode(".jpg", dark + 100)[1].tobytes()) for dark in images]


def show_and_play(size: tuple[int, int], frames: int, pipe: Path, port: Any) -> None:
    """The camera, and clicks into the pipe, in a separate process, so that the measured code does not delay them."""
    in_real_time(0)
    Camera.pictures = demo(size, frames)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Camera)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port.value = server.server_port
    voice = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    begin = time.monotonic()
    for number in itertools.count(1):
        time.sleep(max(0.0, begin + number * PIECE_S - time.monotonic()))
        times = begin + (number - 1) * PIECE_S + np.arange(round(PIECE_S * RATE)) / RATE
        loud = np.array([flashes(now) for now in times])
        with contextlib.suppress(BlockingIOError):
            os.write(voice, (0.5 * loud * np.sin(2 * np.pi * 1000 * times)).astype(np.float32).tobytes())


@contextmanager
def stage(pipe: Path, size: tuple[int, int] = SIZE, frames: int = 1) -> Iterator[str]:
    """Repeats a flash and a click before this many frames of the demo; yields the camera's address."""
    context = multiprocessing.get_context("spawn")
    port = context.Value("i", 0)
    actor = context.Process(target=show_and_play, args=(size, frames, pipe, port))
    actor.start()
    try:
        while not port.value:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port.value}/camera.mjpg"
    finally:
        actor.terminate()
        actor.join(10)


@dataclass
class Told:
    """Collects the session's events."""

    events: list[Event] = field(default_factory=list)

    def wait(self, kind: type[Event]) -> Event:
        deadline = time.monotonic() + TIMEOUT_S
        while time.monotonic() < deadline:
            for event in self.events:
                if isinstance(event, kind):
                    self.events.remove(event)
                    return event
            time.sleep(0.02)
        raise TimeoutError(f"no {kind.__name__}: {self.events}")


def take(session: Session, told: Told, path: Path, seconds: float) -> Path:
    """Records for this many seconds."""
    session.start_recording(path)
    told.wait(RecordingStarted)
    time.sleep(seconds)
    session.stop_recording()
    stopped = told.wait(RecordingStopped)
    assert isinstance(stopped, RecordingStopped)
    if stopped.error is not None:
        raise RuntimeError(stopped.error.title)
    return stopped.path


def offsets(path: Path) -> list[tuple[float, float]]:
    """(seconds of the flash, by how many ms its click is later), for each in the file."""
    seen, heard = rises(*brightness(path)), rises(*loudness(path))
    found = []
    for flash in seen:
        nearest = min(heard, key=lambda click: abs(click - flash), default=None)
        if nearest is not None and abs(nearest - flash) < EVERY_S / 2:
            found.append((flash, (nearest - flash) * 1000))
    return found


def brightness(path: Path) -> tuple[np.ndarray, np.ndarray]:
    with av.open(str(path)) as container:
        frames = container.decode(video=0)
        seen = [(float(frame.time or 0), float(frame.to_ndarray(format="gray").mean())) for frame in frames]
    times, values = np.array(seen).T
    return times, values > (values.min() + values.max()) / 2


def loudness(path: Path) -> tuple[np.ndarray, np.ndarray]:
    times, loud = [0.0], [False]
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            at = np.flatnonzero(np.abs(frame.to_ndarray()[0]) > 0.1)
            if len(at):
                times.append(float(frame.time or 0) + float(at[0]) / RATE)
                loud.append(True)
    return np.array(times), np.array(loud)


def rises(times: np.ndarray, on: np.ndarray) -> list[float]:
    """The start of each pulse that follows the previous one by a second or more."""
    found: list[float] = []
    last = -10.0
    for moment in times[on]:
        if moment - last > EVERY_S / 2 and moment > times[0]:
            found.append(float(moment))
        last = moment
    return found


def main() -> int:
    """Prints each take; returns 1 if one is more than MAX_MS from what --delay asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--takes", type=int, default=20, metavar="N")
    parser.add_argument("--seconds", type=float, default=7.0, metavar="S", help="length of a take")
    parser.add_argument("--delay", type=int, default=0, metavar="MS", help="the setting's delay, -300 to 300")
    parser.add_argument("--minutes", type=float, default=0.0, metavar="M", help="one long take, and its drift")
    arguments = parser.parse_args()
    with sound_session() as pipe, stage(pipe) as address, tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            camera=CameraSettings(source=address),
            background=BackgroundSettings("blur"),
            engine=EngineSettings(effort="least"),
            sound=SoundSettings(True, MICROPHONE, "Headset", delay_ms=arguments.delay),
        )
        told = Told()
        session = Session(settings, on_frame=lambda: None, on_event=told.events.append)
        session.start()
        session.sound.watch(True)
        time.sleep(8)
        try:
            if arguments.minutes:
                return drift(take(session, told, Path(folder, "long.mp4"), arguments.minutes * 60))
            paths = (take(session, told, Path(folder, f"{n}.mp4"), arguments.seconds) for n in range(arguments.takes))
            return takes(paths, arguments.delay)
        finally:
            session.stop()


def takes(paths: Iterator[Path], delay: int) -> int:
    """Prints the offset of each take; returns 1 if one is too large."""
    middles = []
    for number, path in enumerate(paths, 1):
        found = [offset for _, offset in offsets(path)]
        middles.append(statistics.median(found))
        print(f"take {number}: {middles[-1]:+.0f} ms ({', '.join(f'{offset:+.0f}' for offset in found)})", flush=True)
    good = sum(abs(middle - delay) <= MAX_MS for middle in middles)
    print(f"{good} of {len(middles)} takes within {MAX_MS:.0f} ms of {delay:+d} ms; "
          f"median {statistics.median(middles):+.0f} ms, from {min(middles):+.0f} to {max(middles):+.0f} ms")
    return 0 if good == len(middles) else 1


def drift(path: Path) -> int:
    """Prints how the offset moves within a take; returns 1 if by more than half of MAX_MS."""
    found = offsets(path)
    minutes = sorted({int(flash // 60) for flash, _ in found})
    middles = [statistics.median(offset for flash, offset in found if int(flash // 60) == minute) for minute in minutes]
    print("by minute:", ", ".join(f"{middle:+.0f}" for middle in middles), "ms")
    moved = max(middles) - min(middles)
    print(f"{len(found)} flashes in {len(minutes)} minutes; the offset moves by {moved:.1f} ms")
    return 0 if moved <= MAX_MS / 2 else 1


if __name__ == "__main__":
    sys.exit(main())
