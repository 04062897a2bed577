from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError
from app.pipeline.sinks import recording_start
from app.pipeline.sinks.recorder import TakeOptions
from app.pipeline.sinks.recording_start import FOUR_GB, start_recording
from app.pipeline.sinks.take_files import Limits
from app.pipeline.sound.desk import Mixed
from app.settings import RecordSettings, Split
from app.system.file_systems import FAT_LIMIT, NO_LIMIT


class Noted:
    """Stands for a recorder: keeps what it was started with."""

    def __init__(self, path: Path, _on_event: object, *, options: TakeOptions, **sound: Any) -> None:
        self.path, self.options, self.sound = path, options, sound


class Refusing:
    def __init__(self, *_arguments: object, **_named: object) -> None:
        raise AppError("The disk is full", "Free some space.")


class Source:
    closed = False

    def close(self) -> None:
        self.closed = True


def started(settings: RecordSettings, path: Path | None = None, **more: Any) -> Any:
    return start_recording(settings, lambda _: None, path, kind=more.pop("kind", Noted), **more)


@pytest.mark.parametrize(("split", "drive", "expected"), [
    ("off", NO_LIMIT, Limits()),
    ("off", FAT_LIMIT, Limits(FOUR_GB)),
    ("10min", NO_LIMIT, Limits(0, 600.0)),
    ("10min", FAT_LIMIT, Limits(FOUR_GB, 600.0)),
    ("4gb", NO_LIMIT, Limits(FOUR_GB)),
    ("4gb", FAT_LIMIT, Limits(FOUR_GB)),
])  # fmt: skip
def test_a_fat_drive_always_gets_files_that_it_can_hold(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, split: Split, drive: int, expected: Limits
) -> None:
    monkeypatch.setattr(recording_start, "largest_file", lambda _folder: drive)
    assert started(RecordSettings(folder=str(tmp_path), split=split)).options.limits == expected
    assert FOUR_GB < FAT_LIMIT


def test_the_drive_that_counts_is_that_of_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[Path] = []

    def limit(folder: Path) -> int:
        asked.append(folder)
        return NO_LIMIT

    monkeypatch.setattr(recording_start, "largest_file", limit)
    assert started(RecordSettings(folder="elsewhere"), tmp_path / "a.mp4").path == tmp_path / "a.mp4"
    assert asked == [tmp_path]


def test_a_new_file_is_named_after_the_time_and_the_format(tmp_path: Path) -> None:
    settings = RecordSettings(folder=str(tmp_path), container="mkv", stop_after_min=3)
    made = started(settings)
    assert made.path.parent == tmp_path
    assert made.path.name.startswith("Backdrop 2")
    assert made.path.suffix == ".mkv"
    assert made.options.stop_after_s == 180


def test_a_kind_of_take_changes_the_options_and_so_the_suffix(tmp_path: Path) -> None:
    def adapt(options: TakeOptions) -> TakeOptions:
        return TakeOptions(options.format, Limits(7))

    assert started(RecordSettings(folder=str(tmp_path)), adapt=adapt).options.limits == Limits(7)


def test_sound_is_closed_if_the_file_cannot_be_made(tmp_path: Path) -> None:
    microphone: Any = Source()
    computer: Any = Source()
    with pytest.raises(AppError):
        started(RecordSettings(folder=str(tmp_path)), kind=Refusing, open_sound=lambda: Mixed(microphone, computer))
    assert microphone.closed
    assert computer.closed
