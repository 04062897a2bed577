"""Records a long take in the window, with sound and the camera's picture: lost frames, drift of the sound, memory.

python docs/long_take.py [--minutes M] [--composite]. Needs pulseaudio and a display (QT_QPA_PLATFORM=offscreen does).
The camera is the demo over HTTP at 720p30 with a flash every two seconds; the microphone belongs to a separate sound
server and hears a click with each flash. It also prints how busy the whole computer was.
"""
from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import av

from app.pipeline.events import Event, RecordingStarted, RecordingStopped
from app.settings import CameraSettings, RecordSettings, Settings, SoundSettings
from app.settings_store import SettingsStore
from app.system.machine import rss_bytes
from app.system.memory import tune_allocator
from app.ui.application import Desktop
from app.ui.qt_application import make_application
from app.ui.window.asking.dialogs import Dialogs
from docs.lip_sync import FPS, offsets, stage
from docs.sound_session import MICROPHONE, sound_session
from docs.window_states import is_live, settle, the_app, wait_for

SIZE, DEMO_FRAMES = (1280, 720), 150
WARM_UP_S = 20.0
SAMPLE_S = 5.0


@dataclass
class Samples:
    """Samples memory in MB and the computer's load."""

    memory: list[float]
    load: list[float]

    def look(self) -> None:
        self.memory.append((rss_bytes() or 0) / 1e6)
        self.load.append(os.getloadavg()[0])


def record(desktop: Desktop, path: Path, seconds: float) -> tuple[RecordingStopped, Samples, int]:
    """The recorder's report, the samples, and how many frames came before the first recorded one."""
    told: list[Event] = []
    desktop._bridge.happened.connect(told.append)
    samples, app, before = Samples([], []), the_app(), desktop.session.stats().dropped
    desktop.session.start_recording(path)
    wait_for(app, lambda: any(isinstance(event, RecordingStarted) for event in told), desktop)
    begin = time.monotonic()
    while time.monotonic() - begin < seconds:
        settle(app, min(SAMPLE_S, seconds))
        samples.look()
        if len(samples.memory) % 12 == 0:
            print(f"{time.monotonic() - begin:.0f} s: {desktop.session.stats().fps:.1f} fps, "
                  f"{samples.memory[-1]:.0f} MB, load {samples.load[-1]:.1f}", flush=True)
    missed = desktop.session.stats().dropped - before
    desktop.session.stop_recording()
    wait_for(app, lambda: any(isinstance(event, RecordingStopped) for event in told), desktop)
    return next(event for event in told if isinstance(event, RecordingStopped)), samples, missed


def frame_steps(path: Path) -> list[float]:
    """Seconds from each frame to the next."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        base = float(stream.time_base or 0)
        times = sorted(packet.pts * base for packet in container.demux(stream) if packet.pts is not None)
    return [after - before for before, after in pairwise(times)]


def figures(stopped: RecordingStopped, samples: Samples, missed: int) -> dict[str, object]:
    found, steps = offsets(stopped.path), frame_steps(stopped.path)
    minutes = sorted({int(flash // 60) for flash, _ in found})
    by_minute = [statistics.median(off for flash, off in found if int(flash // 60) == minute) for minute in minutes]
    return {
        "seconds": round(stopped.seconds, 1),
        "error": stopped.error and stopped.error.title,
        "frames": len(steps) + 1,
        "dropped_by_recorder": stopped.dropped,
        "dropped_before_processing": missed,
        "dropped_percent": round(100 * (stopped.dropped + missed) / (stopped.seconds * FPS), 3),
        "longest_step_ms": round(1000 * max(steps)),
        "offset_ms_by_minute": [round(middle) for middle in by_minute],
        "drift_ms": round(max(by_minute) - min(by_minute), 1),
        "last_minus_first_ms": round(by_minute[-1] - by_minute[0], 1),
        "memory_mb": {"median": round(statistics.median(samples.memory)), "most": round(max(samples.memory)),
                      "last": round(samples.memory[-1])},
        "load": {"median": statistics.median(samples.load), "most": max(samples.load)},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0, metavar="M")
    parser.add_argument("--composite", action="store_true", help="record composites, not the camera's picture")
    arguments = parser.parse_args()
    tune_allocator()
    with (tempfile.TemporaryDirectory(prefix="backdrop-long-take-") as home, sound_session() as pipe,
          stage(pipe, SIZE, DEMO_FRAMES) as address):
        os.environ["BACKDROP_HOME"] = home
        store = SettingsStore()
        store.save(replace(
            Settings(), camera=CameraSettings(address), sound=SoundSettings(True, MICROPHONE, "Headset"),
            record=RecordSettings(folder=home, keep_camera=not arguments.composite)))
        app = make_application(["backdrop"])
        desktop = Desktop(store, lambda window: Dialogs(window, window.memory))
        desktop.window.show()
        desktop.start()
        try:
            wait_for(app, lambda: is_live(desktop), desktop)
            settle(app, WARM_UP_S)
            path = Path(home, "long.mp4" if arguments.composite else "long.backdrop")
            stopped, samples, missed = record(desktop, path, arguments.minutes * 60)
        finally:
            desktop.stop()
        print(json.dumps(figures(stopped, samples, missed), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
