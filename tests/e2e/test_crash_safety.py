"""A take is never lost: the process is killed, and what it recorded plays."""
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.pipeline.takes.take_list import recover_takes
from app.pipeline.takes.take_reader import iter_take, open_take
from tests.killed_takes import ROOT, WAYS, end

QUICK = ["paused", "split with sound", "mkv", "alpha split", "full disk, alpha for editing", "folder gone",
         "microphone gone"]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX; Windows has the same file, untested")
@pytest.mark.parametrize("name", QUICK)
def test_a_take_that_is_broken_off_lacks_at_most_its_last_second(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "takes"
    folder.mkdir()
    left = end(WAYS[name], folder, after_s=1.8)
    assert left.recorded > 0.5
    assert left.lost <= 1.0
    finished = [path for place in tmp_path.iterdir() for path in place.iterdir() if ".part" not in path.suffixes]
    assert finished
    assert all(b"moov" in path.read_bytes() for path in finished if path.suffix in (".mp4", ".mov"))


# The same for a take that can be changed: the camera's picture, with alphas in motion and at rest.
KEEP = """
import av, sys, threading, time
from pathlib import Path
import numpy as np
from app.pipeline.sinks.camera_recorder import CameraRecorder, take_options
from app.pipeline.sinks.recorder import TakeOptions
from app.pipeline.sound.ffmpeg_sound import ContainerDevice
from app.pipeline.sound.microphone import Microphone
from app.pipeline.takes.kept_frame import KeptFrame
from app.pipeline.takes.take_settings import TakeSettings
from sinet_core.arrays import FrameSize
noise = np.random.default_rng(0).integers(0, 255, (360, 640, 3), dtype=np.uint8)
tone = lambda _: ContainerDevice(av.open("sine=frequency=440,arealtime", format="lavfi"))
microphone = Microphone("tone", open_device=tone) if sys.argv[2] == "sound" else None
recorder = CameraRecorder(Path(sys.argv[1]), print, options=take_options(TakeOptions()), microphone=microphone)
tick, index, begin = threading.Event(), 0, time.monotonic()
while True:
    moving = sys.argv[2] != "still" or index < 5
    image = np.roll(noise, index * 3, axis=1) if moving else noise // 8
    alpha = np.full((160, 256), index % 256, np.uint8) if moving or index % 15 == 0 else None
    verdict = "still" if alpha is None else "moved" if moving else "due"
    kept = KeptFrame(image, FrameSize(640, 360), time.monotonic(), alpha, verdict, index == 0, TakeSettings())
    recorder.write_kept(kept)
    print(f"{recorder.seconds:.3f}", flush=True)
    index += 1
    tick.wait(max(0.0, begin + index / 30 - time.monotonic()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX; Windows has the same file, untested")
@pytest.mark.parametrize("picture", ["busy", "still", "sound"])
def test_a_killed_take_that_can_be_changed_lacks_at_most_its_last_second(tmp_path: Path, picture: str) -> None:
    path = tmp_path / "take.backdrop"
    command = [sys.executable, "-c", KEEP, str(path), picture]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout:
        reached = next(seconds for line in child.stdout if (seconds := float(line)) > 2.6)
        assert recover_takes(tmp_path) == [], "somebody is still writing it"
        child.send_signal(signal.SIGKILL)
        child.wait(30)
    assert recover_takes(tmp_path) == [path]
    assert [left.name for left in tmp_path.iterdir()] == [path.name]
    frames = list(iter_take(path))
    assert frames[-1].time >= reached - 1.0
    if picture != "still":  # each frame has its own alpha, different every time
        alphas = [int(frame.alpha8[0, 0]) for frame in frames]
        assert {frame.verdict for frame in frames} == {"moved"}
        assert alphas == sorted(set(alphas)), "an alpha of another frame"
    info = open_take(path)
    assert info.seconds >= reached - 1.0
    assert info.has_sound == (picture == "sound")
