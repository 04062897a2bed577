import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.commands.cast import cast
from app.errors import AppError
from app.pipeline.capture.timeouts import Timeouts
from app.pipeline.session import Session
from app.pipeline.session_parts import SessionParts
from app.pipeline.sinks.virtual_camera import VirtualCamera
from app.settings import BackgroundSettings, CameraSettings, Settings
from tests.fakes import FakeDevice, FakeDevices, FakeSource, FakeSources, PlainBackground
from tests.room import SIZE, TruthSegmenter, marker_share, person_share, raw_frame

SETTINGS = Settings(camera=CameraSettings("camera:fake", *SIZE), background=BackgroundSettings("color", "#203040"))


def session(devices: FakeDevices, **parts: Any) -> partial[Session]:
    replaced: dict[str, Any] = {
        "open_source": FakeSources(lambda _: FakeSource(raw_frame)),
        "open_segmenter": lambda _: TruthSegmenter(),
        "open_background": lambda _: PlainBackground(),
        "open_camera": partial(VirtualCamera, open_device=devices),
        "timeouts": Timeouts(poll_s=0.01, join_s=0.5),
    }
    return partial(Session, parts=SessionParts(**{**replaced, **parts}))


def test_a_call_sees_the_composite_until_an_interrupt(capsys: pytest.CaptureFixture[str]) -> None:
    devices = FakeDevices()

    def until_the_person_is_seen(over: threading.Event) -> bool:
        if devices.made and any(person_share(frame.image) > 0.01 for frame in devices.made[0].sink.frames):
            raise KeyboardInterrupt
        return over.wait(0.01)

    report = cast(SETTINGS, session(devices), until_the_person_is_seen)
    assert report.device == FakeDevice.device
    assert devices.made[0].sink.closed
    assert max(marker_share(frame.image) for frame in devices.made[0].sink.frames) == 0
    assert FakeDevice.device in capsys.readouterr().err


def test_without_a_virtual_camera_it_says_what_is_needed() -> None:
    with pytest.raises(AppError, match="no virtual camera") as caught:
        cast(SETTINGS, session(FakeDevices(AppError("There is no virtual camera", "Install one."))))
    assert (caught.value.hint, caught.value.failed_running) == ("Install one.", False)


@pytest.mark.parametrize("arguments", [
    ["--size", "big"], ["--size", "1x1"], ["--background", "transparent"], ["--background", "no such"],
    ["--preset", "{gone}"],
])  # fmt: skip
def test_bad_input_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(["cast", *(text.format(gone=tmp_path / "gone") for text in arguments)]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
