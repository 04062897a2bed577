"""A microphone of a real sound server: found by name, heard, unplugged and plugged in again."""
import contextlib
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import numpy as np
import pytest

from app.pipeline.sound import microphone as module
from app.pipeline.sound import system_sound
from app.pipeline.sound.devices import list_microphones
from app.pipeline.sound.microphone import Microphone
from docs.sound_session import MICROPHONE, RATE, sound_session

pytestmark = pytest.mark.skipif(
    shutil.which("pulseaudio") is None or shutil.which("pactl") is None or system_sound.load() is None,
    reason="there is no PulseAudio here, or no miniaudio",
)
LONG_S = 60.0


@pytest.fixture
def voice(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A sound server whose microphone hears a tone as long as it exists; yields the pipe that it hears."""
    for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_SERVER"):
        monkeypatch.setenv(name, "")  # so that the old value is restored afterwards
    over = threading.Event()
    tone = (0.3 * np.sin(2 * np.pi * 1000 * np.arange(RATE // 100) / RATE)).astype(np.float32).tobytes()

    def speak(pipe: Path) -> None:
        while not over.wait(0.01):
            with contextlib.suppress(OSError):  # nobody listens, or the pipe is full
                number = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
                try:
                    os.write(number, tone)
                finally:
                    os.close(number)

    with sound_session() as pipe:
        speaker = threading.Thread(target=speak, args=(pipe,))
        speaker.start()
        yield pipe
        over.set()
        speaker.join()


def wait_for(done: Callable[[], bool]) -> None:
    deadline, tick = monotonic() + LONG_S, threading.Event()
    while not done():
        assert monotonic() < deadline
        tick.wait(0.02)


def pactl(*words: str) -> str:
    return subprocess.run(["pactl", *words], capture_output=True, text=True, check=True, timeout=LONG_S).stdout


def test_a_microphone_is_found_heard_pulled_out_and_heard_again(voice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SILENCE_S", 1.5)
    monkeypatch.setattr(module, "AGAIN_S", 0.1)
    listed = list_microphones("Linux")
    assert [found.label for found in listed] == ["System default (Headset)", "Headset"], "no loudspeaker's monitor"
    microphone = Microphone(MICROPHONE, label="Headset")
    try:
        wait_for(lambda: microphone.level().peak_db > -15)
        assert microphone.trouble() is None
        modules = pactl("list", "short", "modules").splitlines()
        pactl("unload-module", next(line.split()[0] for line in modules if "pipe-source" in line))
        wait_for(lambda: microphone.error is not None and "not connected" in microphone.error.title)
        microphone.take()
        again = f"file={voice}", "format=float32le", f"rate={RATE}", "channels=1"
        pactl("load-module", "module-pipe-source", f"source_name={MICROPHONE}", *again)
        wait_for(lambda: microphone.error is None and microphone.level().peak_db > -15)
        assert any(chunk.samples.any() for chunk in microphone.take())
    finally:
        microphone.close()
