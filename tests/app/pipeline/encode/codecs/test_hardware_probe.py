import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.pipeline.encode.codecs import hardware_probe
from app.pipeline.encode.codecs.hardware import candidates
from app.pipeline.encode.codecs.hardware_probe import HardwareEncoders, answer, working, works

# Answers for the encoders that it is asked about; kills itself at "crash", and hangs at "hang".
CHILD = """
import os, signal, sys, threading
path, *names = sys.argv[1:]
for name in names:
    if name == "crash":
        os.kill(os.getpid(), signal.SIGKILL) if hasattr(signal, "SIGKILL") else os.abort()
    if name == "hang":
        threading.Event().wait()
    with open(path, "a") as stream:
        stream.write(name + (" yes" if name.startswith("good") else " no") + chr(10))
"""


def command(path: Path, names: Sequence[str]) -> list[str]:
    return [sys.executable, "-c", CHILD, str(path), *names]


def test_a_driver_that_takes_its_process_down_costs_only_itself() -> None:
    names = ["good1", "bad", "crash", "good2", "crash", "good3"]
    assert working(names, command) == ["good1", "good2", "good3"]


def test_a_driver_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware_probe, "TIMEOUT_S", 1.0)
    assert working(["good1", "hang"], command) == ["good1"]


def test_a_window_that_is_closed_waits_for_no_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    encoders, begun = HardwareEncoders(), threading.Event()

    def started(child: subprocess.Popen[bytes]) -> bool:
        begun.set()
        return HardwareEncoders._started(encoders, child)

    monkeypatch.setattr(encoders, "_started", started)
    monkeypatch.setattr(hardware_probe, "_command", command)
    monkeypatch.setattr(hardware_probe, "has_encoder", lambda _name: True)
    monkeypatch.setattr(hardware_probe, "candidates", lambda _codec: ("hang",))
    probe = threading.Thread(target=encoders.probe)
    probe.start()
    assert begun.wait(30)
    encoders.stop()
    probe.join(15)  # far less than the time a hanging driver gets
    assert not probe.is_alive()
    encoders.probe()  # no other starts


def test_a_program_that_cannot_be_started_finds_nothing() -> None:
    assert working(["a", "b"], lambda _path, names: ["/nonexistent", *names]) == []


def test_an_encoder_is_tried_on_real_frames_in_a_process_of_its_own(tmp_path: Path) -> None:
    assert works("libx264")
    assert not works("no_such_encoder")
    answer(str(tmp_path / "a.txt"), "libx264", "no_such_encoder")
    assert (tmp_path / "a.txt").read_text() == "libx264 yes\nno_such_encoder no\n"
    assert working(["no_such_encoder", "libx264"]) == ["libx264"]


def test_the_best_that_works_is_found_until_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = candidates("h264")[:2] if len(candidates("h264")) > 1 else (candidates("h264") * 2)[:2]
    monkeypatch.setattr(hardware_probe, "has_encoder", lambda _name: True)
    encoders = HardwareEncoders()
    assert encoders.find("h264") == ""
    encoders.probe(lambda names: [name for name in names if name in (first, second)])
    assert encoders.find("h264") == first
    assert encoders.find("av1") == ""
    encoders.failed(first)
    assert encoders.find("h264") == (second if second != first else "")
