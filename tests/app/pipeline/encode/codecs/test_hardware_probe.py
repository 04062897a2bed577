import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.pipeline.encode.codecs import hardware_probe
from app.pipeline.encode.codecs.hardware_probe import answer, working, works

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


def test_a_program_that_cannot_be_started_finds_nothing() -> None:
    assert working(["a", "b"], lambda _path, names: ["/nonexistent", *names]) == []


def test_an_encoder_is_tried_on_real_frames_in_a_process_of_its_own(tmp_path: Path) -> None:
    assert works("libx264")
    assert not works("no_such_encoder")
    answer(str(tmp_path / "a.txt"), "libx264", "no_such_encoder")
    assert (tmp_path / "a.txt").read_text() == "libx264 yes\nno_such_encoder no\n"
    assert working(["no_such_encoder", "libx264"]) == ["libx264"]
