"""A take is never lost: the process is killed, and what it recorded plays."""
import signal
import subprocess
import sys
from pathlib import Path

import av
import pytest

from app.pipeline.encode.recovery import recover_recordings

ROOT = Path(__file__).parents[2]

# Records as a session does, in real time, and says how far it is.
RECORD = """
import av, sys, threading, time
from pathlib import Path
import numpy as np
from app.pipeline.frame import Frame
from app.pipeline.sound.ffmpeg_sound import ContainerDevice
from app.pipeline.sound.microphone import Microphone
from app.pipeline.sinks.recorder import Recorder
noise = np.random.default_rng(0).integers(0, 255, (360, 640, 3), dtype=np.uint8)
tone = lambda _: ContainerDevice(av.open("sine=frequency=440,arealtime", format="lavfi"))
microphone = Microphone("tone", open_device=tone) if sys.argv[2] == "sound" else None
recorder = Recorder(Path(sys.argv[1]), print, microphone=microphone)
tick, index, begin = threading.Event(), 0, time.monotonic()
while True:
    image = np.roll(noise, index * 3, axis=1) if sys.argv[2] == "busy" else noise // 8
    now = time.monotonic()
    recorder.write(Frame(image, now, index))
    print(f"{recorder.seconds:.3f}", flush=True)
    index += 1
    tick.wait(max(0.0, begin + index / 30 - time.monotonic()))
"""


def last_time(path: Path) -> float:
    """Reads the whole file, as a player does; an error on the way is an error here."""
    with av.open(str(path)) as container:
        return max(float(frame.time or 0.0) for frame in container.decode(video=0))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX; Windows has the same file, untested")
@pytest.mark.parametrize("picture", ["busy", "still", "sound"])
def test_a_killed_recording_lacks_at_most_its_last_second(tmp_path: Path, picture: str) -> None:
    command = [sys.executable, "-c", RECORD, str(tmp_path / "take.mp4"), picture]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout:
        reached = next(seconds for line in child.stdout if (seconds := float(line)) > 3.6)
        assert recover_recordings(tmp_path) == [], "somebody is still writing it"
        child.send_signal(signal.SIGKILL)
        child.wait(30)
    part = tmp_path / "take.part.mp4"
    assert last_time(part) >= reached - 1.0

    assert recover_recordings(tmp_path) == [tmp_path / "take.mp4"]
    assert [path.name for path in tmp_path.iterdir()] == ["take.mp4"]
    assert last_time(tmp_path / "take.mp4") >= reached - 1.0
    content = (tmp_path / "take.mp4").read_bytes()
    assert b"moof" not in content
    assert b"moov" in content
