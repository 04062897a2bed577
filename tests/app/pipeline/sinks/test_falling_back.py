"""A hardware encoder that fails: the take continues on the processor, and not a frame is lost."""
from collections import deque
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from app.pipeline.encode import video_track
from app.pipeline.encode.codecs.codec import Codec, add_video
from app.pipeline.encode.codecs.software import H264
from app.pipeline.encode.take_format import take_format
from app.pipeline.events import EncoderLost
from app.pipeline.sinks.part_file import PartFile
from app.pipeline.sinks.take_files import Limits, TakeFiles
from app.settings import RecordSettings
from tests.app.pipeline.sinks.test_take_files import shades_and_times, write

FAKE = Codec("fake_hardware", "yuv420p", hardware=True)
FORMAT = replace(take_format(RecordSettings()), codec=FAKE, fallback=H264["high"])


class Fragile:
    """A stream whose encoder buffers some frames and later dies, which loses those inside it."""

    def __init__(self, stream: Any, holds: int, dies_after: int) -> None:
        self._stream, self._holds, self._left = stream, holds, dies_after
        self._held: deque[Any] = deque()

    def encode(self, frame: Any) -> list[Any]:
        if self._left == 0:
            raise av.error.ExternalError(0, "the driver was reset")
        if frame is None:
            return [packet for held in (*self._held, None) for packet in self._stream.encode(held)]
        self._left -= 1
        self._held.append(frame)
        return list(self._stream.encode(self._held.popleft())) if len(self._held) > self._holds else []


def break_encoder(monkeypatch: pytest.MonkeyPatch, holds: int, dies_after: int) -> None:
    def add(container: Any, codec: Codec, size: tuple[int, int], rate: Fraction) -> Any:
        if codec != replace(FAKE, threads=codec.threads):
            return add_video(container, codec, size, rate)
        instant = Codec("libx264", "yuv420p", {"tune": "zerolatency"})
        return Fragile(add_video(container, instant, size, rate), holds, dies_after)

    monkeypatch.setattr(video_track, "add_video", add)


def record(folder: Path, count: int, *, with_sound: bool = False) -> tuple[TakeFiles, list[EncoderLost]]:
    events: list[EncoderLost] = []
    files = TakeFiles(
        PartFile(folder / "take.mp4"), FORMAT, tracks=["Microphone"] * with_sound, limits=Limits(),
        on_event=events.append)
    write(files, count, with_sound=with_sound)
    assert files.finish() is None
    return files, events


@pytest.mark.parametrize("with_sound", [True, False])
def test_one_that_does_not_open_costs_nothing(tmp_path: Path, with_sound: bool) -> None:
    files, events = record(tmp_path, 40, with_sound=with_sound)
    assert events == [EncoderLost("fake_hardware", in_next_file=False)]
    assert [path.name for path in tmp_path.iterdir()] == ["take.mp4"]
    assert [shade for shade, _ in shades_and_times(tmp_path / "take.mp4")] == pytest.approx(list(range(40)), abs=1)
    assert files.frames == 40


def test_one_that_dies_on_its_first_frame_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_encoder(monkeypatch, holds=0, dies_after=0)
    _, events = record(tmp_path, 40)
    assert events == [EncoderLost("fake_hardware", in_next_file=False)]
    assert [path.name for path in tmp_path.iterdir()] == ["take.mp4"]
    assert len(shades_and_times(tmp_path / "take.mp4")) == 40


@pytest.mark.parametrize("with_sound", [True, False])
@pytest.mark.parametrize("holds", [0, 3])
def test_one_that_dies_midway_continues_in_the_next_file_with_every_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, holds: int, with_sound: bool
) -> None:
    break_encoder(monkeypatch, holds=holds, dies_after=30)
    files, events = record(tmp_path, 60, with_sound=with_sound)
    assert events == [EncoderLost("fake_hardware", in_next_file=True)]
    names = [part.place.path.name for part in files.parts]
    assert names == ["take part 1.mp4", "take part 2.mp4"]
    parts = [[shade for shade, _ in shades_and_times(tmp_path / name)] for name in names]
    assert [len(part) for part in parts] == [30 - holds, 30 + holds]
    assert [*parts[0], *parts[1]] == pytest.approx(list(range(60)), abs=1)
    assert files.frames == 60


@pytest.mark.parametrize(("count", "names"), [
    (29, ["take.mp4"]), (30, ["take part 1.mp4", "take part 2.mp4"]),
])  # fmt: skip
def test_its_last_frames_are_not_lost_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, names: list[str]
) -> None:
    """They are still inside it when the recording is stopped; with 30, it dies then."""
    break_encoder(monkeypatch, holds=3, dies_after=30)
    record(tmp_path, count)
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    shades = [shade for name in names for shade, _ in shades_and_times(tmp_path / name)]
    assert shades == pytest.approx(list(range(count)), abs=1)


def test_one_that_holds_all_of_its_frames_when_it_dies_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_encoder(monkeypatch, holds=10, dies_after=5)
    _, events = record(tmp_path, 40)
    assert events == [EncoderLost("fake_hardware", in_next_file=False)]
    assert [shade for shade, _ in shades_and_times(tmp_path / "take.mp4")] == pytest.approx(list(range(40)), abs=1)
