"""Kills recordings at random moments and looks at what is left: python -m tests.killed_takes [HOW_MANY].

A take is never lost: whatever is recorded, and whatever the recorder is doing, at most the last second is missing.
"""
from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av

from app.errors import AppError
from app.pipeline.encode.recovery import recover_recordings
from app.pipeline.takes.take_file import SUFFIX
from app.pipeline.takes.take_list import recover_takes
from app.pipeline.takes.take_reader import iter_take

ROOT = Path(__file__).parents[1]
FRAME_S = 1 / 30

# Records as a session does, in real time, and says how far it is: "SECONDS", and at the end "stopped ERROR".
RECORD = """
import av, json, sys, threading, time
from pathlib import Path
import numpy as np
from app.pipeline.encode.take_format import take_format
from app.pipeline.events import RecordingStopped
from app.pipeline.frame import Frame
from app.pipeline.sinks.camera_recorder import CameraRecorder, take_options
from app.pipeline.sinks.recorder import Recorder, TakeOptions
from app.pipeline.sinks.take_files import Limits
from app.pipeline.sound.ffmpeg_sound import ContainerDevice
from app.pipeline.sound.microphone import Microphone
from app.pipeline.takes.kept_frame import KeptFrame
from app.pipeline.takes.take_settings import TakeSettings
from app.settings import RecordSettings
from sinet_core.arrays import FrameSize

path, how = Path(sys.argv[1]), json.loads(sys.argv[2])
if how["largest"]:
    import resource, signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (how["largest"], how["largest"]))
what = take_format(RecordSettings(container="mp4" if how["keeps"] else path.suffix[1:], codec=how["codec"]))
options = TakeOptions(what, Limits(seconds=how["split_s"]))
if how["keeps"]:
    options = take_options(options)
tone = lambda _: ContainerDevice(av.open("sine=frequency=440,arealtime", format="lavfi"))
silent = type("Silent", (), {"read": lambda self, timeout_s: time.sleep(timeout_s), "close": lambda self: None})
open_device = (lambda _: silent()) if how["silent"] else tone
microphone = Microphone("voice", open_device=open_device) if how["sound"] else None
done = threading.Event()
def say(line):
    sys.stdout.write(line + "\\n")  # in one piece: two threads do
    sys.stdout.flush()
def told(event):
    if not isinstance(event, RecordingStopped):
        return
    say(f"stopped {event.error.title if event.error else ''}")
    done.set()
recorder = (CameraRecorder if how["keeps"] else Recorder)(path, told, options=options, microphone=microphone)
noise = np.random.default_rng(0).integers(0, 255, (how["height"], how["height"] * 16 // 9, 4), dtype=np.uint8)
if how["still"]:
    noise //= 8
noise[:, : noise.shape[1] // 2, 3], noise[:, noise.shape[1] // 2 :] = 255, 0
if not what.transparent:
    noise = np.ascontiguousarray(noise[:, :, :3])
alphas = np.random.default_rng(1).integers(0, 255, (4, 160, 256), dtype=np.uint8)
size, settings = FrameSize.of(noise), TakeSettings()
def write(image, now, index):
    if how["keeps"]:
        still = how["still"] and index > 0
        recorder.write_kept(KeptFrame(
            image, size, now, alphas[0 if still else index % 4], "still" if still else "moved", index == 0, settings))
    else:
        recorder.write(Frame(image, now, index))

index, begin = 0, time.monotonic()
while not done.is_set():
    now = time.monotonic()
    if how["pause_s"] and recorder.seconds >= how["pause_s"]:
        recorder.pause(True)
    write(noise if how["still"] else np.roll(noise, index * 3, axis=1), now, index)
    say(f"{recorder.seconds:.3f}")
    index += 1
    done.wait(max(0.0, begin + index / 30 - time.monotonic()))
"""


@dataclass(frozen=True)
class Way:
    """How a take is recorded, and what happens to it.

    Attributes:
        suffix: of the file, ".backdrop" keeps the camera's picture; codec: of .mp4 and .mkv.
        silent: the microphone delivers nothing, as when unplugged.
        split_s: the length of a file; pause_s: the recording is paused from then on. 0 is never.
        largest: the system's limit on the file size in bytes, which acts like a full disk; 0 is none.
        gone: the folder is moved away in the middle of it.
    """

    suffix: str = ".mp4"
    codec: str = "h264"
    sound: bool = False
    silent: bool = False
    still: bool = False
    height: int = 360
    split_s: float = 0.0
    pause_s: float = 0.0
    largest: int = 0
    gone: bool = False


WAYS = {
    "busy": Way(),
    "still": Way(still=True),
    "sound": Way(sound=True),
    "microphone gone": Way(sound=True, silent=True),
    "paused": Way(pause_s=0.9, sound=True),
    "split": Way(split_s=1.0),
    "split with sound": Way(split_s=1.0, sound=True),
    "mkv": Way(".mkv"),
    "h265": Way(codec="h265", height=180),
    "av1": Way(codec="av1"),
    "alpha": Way(".webm", sound=True),
    "alpha paused": Way(".webm", pause_s=1.5),
    "alpha split": Way(".webm", split_s=1.0),
    "alpha for editing": Way(".mov", still=True),
    "full disk": Way(largest=3_000_000),
    "full disk, mkv": Way(".mkv", largest=3_000_000),
    "full disk, alpha": Way(".webm", largest=3_000_000),
    "full disk, alpha for editing": Way(".mov", largest=8_000_000),
    "kept camera": Way(".backdrop"),
    "kept camera, still": Way(".backdrop", still=True),
    "kept camera with sound": Way(".backdrop", sound=True),
    "kept camera paused": Way(".backdrop", pause_s=1.2, sound=True),
    "kept camera split": Way(".backdrop", split_s=1.0),
    "kept camera split with sound": Way(".backdrop", split_s=1.0, sound=True),
    "kept camera, full disk": Way(".backdrop", largest=3_000_000),
    "kept camera, folder gone": Way(".backdrop", gone=True),
    "folder gone": Way(gone=True),
    "folder gone, split": Way(gone=True, split_s=1.0),
    "folder gone, alpha": Way(".webm", gone=True),
}


@dataclass(frozen=True)
class Left:
    """What is left of a take, in seconds: recorded until it ended, kept in its file, and after recovery."""

    recorded: float
    kept: float
    recovered: float

    @property
    def lost(self) -> float:
        return self.recorded - min(self.kept, self.recovered)


def end(way: Way, folder: Path, *, after_s: float) -> Left:
    """Records into the empty folder until something ends it: SIGKILL after that many seconds, or a full disk."""
    told = dict(way.__dict__, suffix="", gone=False, keeps=way.suffix == SUFFIX)
    command = [sys.executable, "-c", RECORD, str(folder / f"take{way.suffix}"), _json(told)]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    recorded, ticks = 0.0, 0
    place = folder
    assert child.stdout is not None
    with child.stdout:
        for line in child.stdout:
            if line.startswith("stopped"):
                child.wait(30)
                break
            recorded, ticks = float(line), ticks + (recorded > 0)
            if way.gone and recorded > after_s / 2 and place is folder:
                place = folder.rename(folder.with_name("elsewhere"))
            if not way.largest and ticks * FRAME_S > after_s:
                child.send_signal(signal.SIGKILL)
                child.wait(30)
                break
    places = [place] if place is folder else [place, folder]  # the next file creates its folder again
    kept = sum(seconds_in(each) for each in places)
    for each in places:
        recover_recordings(each)
        recover_takes(each)
        left = [path for path in each.glob("*.part.*") if last_time(path)]
        assert not left, "what can be played is rescued"
    return Left(recorded, kept, sum(seconds_in(each) for each in places))


def seconds_in(folder: Path) -> float:
    """How long the takes in a folder play together. An error on the way is an error here."""
    return sum(last_time(path) for path in sorted(folder.glob("take*")) if path.stat().st_size)


def last_time(path: Path) -> float:
    """Reads the whole file, as a player does, or the page of takes: to the end of its last frame, seconds."""
    if path.suffix == SUFFIX:
        return _last_kept(path)
    try:
        container = av.open(str(path))
    except av.error.FFmpegError:
        return 0.0  # broken off before there was anything to play
    with container:
        times = [float(frame.time or 0.0) for frame in container.decode(video=0)]
    return max(times) + FRAME_S if times else 0.0


def _last_kept(path: Path) -> float:
    """Of a take with the camera's picture: frames that have an alpha, and so can be composed."""
    try:
        times = [frame.time for frame in iter_take(path)]
    except AppError:
        return 0.0  # as above
    return max(times) + FRAME_S if times else 0.0


def _json(values: dict[str, Any]) -> str:
    import json

    return json.dumps(values)


def main(count: int, say: Callable[[str], object]) -> int:
    """Goes through the ways, one after the other; returns the exit status: 1 when a take lost more than a second."""
    chance, bad, worst = random.Random(), 0, 0.0
    names = list(WAYS)
    for number in range(count):
        name = names[number % len(names)]
        base = Path(tempfile.mkdtemp(prefix="killed-takes-"))
        folder = base / "takes"
        folder.mkdir()
        try:
            left = end(WAYS[name], folder, after_s=chance.uniform(1.5, 4.2))
        finally:
            shutil.rmtree(base, ignore_errors=True)
        worst = max(worst, left.lost)
        bad += left.lost > 1.0
        say(f"{number + 1:3} {name:30} recorded {left.recorded:.2f} s, lost {left.lost:.2f} s\n")
        sys.stdout.flush()
    say(f"{count - bad} of {count} lost at most their last second; the most was {worst:.2f} s\n")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50, sys.stdout.write))
