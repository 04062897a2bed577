"""A separate sound server for measurements: PulseAudio with a microphone that hears what a program writes."""
from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MICROPHONE, RATE = "headset", 48_000


@contextmanager
def sound_session() -> Iterator[Path]:
    """Yields a pipe: mono float32 at RATE written to it is heard from MICROPHONE at once.

    There is a loudspeaker, too. Needs pulseaudio; leaves the rest of this computer alone.
    """
    with tempfile.TemporaryDirectory(prefix="backdrop-sound-") as folder:
        runtime, pipe = Path(folder, "run"), Path(folder, "voice")
        runtime.mkdir(mode=0o700)
        os.environ |= {
            "XDG_RUNTIME_DIR": str(runtime),
            "PULSE_RUNTIME_PATH": str(runtime / "pulse"),
            "PULSE_SERVER": f"unix:{runtime / 'pulse' / 'native'}",
        }
        modules = (
            "module-native-protocol-unix auth-anonymous=1",
            "module-null-sink sink_name=loudspeaker sink_properties=device.description=Loudspeaker",
            f"module-pipe-source source_name={MICROPHONE} file={pipe} format=float32le rate={RATE} channels=1 "
            "source_properties=device.description=Headset",
        )
        arguments = [argument for module in modules for argument in ("-L", module)]
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--log-level=error", *arguments]
        server = subprocess.Popen(command, env={**os.environ, "HOME": folder}, stderr=subprocess.DEVNULL)
        in_real_time(server.pid)
        try:
            _wait_for(server)
            yield pipe
        finally:
            server.terminate()
            server.wait(10)


def in_real_time(process: int) -> None:
    """Gives a process real-time priority, as desktops do for sound servers, if allowed. process: id; 0 is this one."""
    with contextlib.suppress(OSError, AttributeError):
        os.sched_setscheduler(process, os.SCHED_RR, os.sched_param(5))


def _wait_for(server: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        listed = subprocess.run(["pactl", "list", "short", "sources"], capture_output=True, text=True, check=False)
        if MICROPHONE in listed.stdout:
            return
        if server.poll() is not None:
            raise RuntimeError("pulseaudio does not start")
        subprocess.run(["sleep", "0.1"], check=True)
    raise RuntimeError("pulseaudio does not answer")
