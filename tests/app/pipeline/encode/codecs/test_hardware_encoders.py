"""What is known about the encoders of this computer, and how the search for them ends."""
from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.pipeline.encode.codecs import hardware_probe
from app.pipeline.encode.codecs.hardware import candidates
from app.pipeline.encode.codecs.hardware_encoders import HardwareEncoders


def hanging(_path: Path, _names: Sequence[str]) -> list[str]:
    return [sys.executable, "-c", "import threading; threading.Event().wait()"]


def test_a_window_that_is_closed_waits_for_no_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    encoders, begun = HardwareEncoders(), threading.Event()

    def started(child: subprocess.Popen[bytes]) -> bool:
        begun.set()
        return HardwareEncoders._started(encoders, child)

    monkeypatch.setattr(encoders, "_started", started)
    monkeypatch.setattr(hardware_probe, "_command", hanging)
    monkeypatch.setattr(hardware_probe, "all_candidates", lambda: ["hang"])
    probe = threading.Thread(target=encoders.probe)
    probe.start()
    assert begun.wait(30)
    encoders.stop()
    probe.join(15)  # far less than the time a hanging driver gets
    assert not probe.is_alive()
    encoders.probe()  # no other starts


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
