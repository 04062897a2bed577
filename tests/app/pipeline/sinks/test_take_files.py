"""A take in several files: not a frame is lost between them."""
import threading
from pathlib import Path

import av
import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.encode.take_format import take_format
from app.pipeline.frame import Frame
from app.pipeline.sinks.part_file import PartFile
from app.pipeline.sinks.take_files import Limits, TakeFiles
from app.pipeline.sound.chunk import RATE
from app.settings import RecordSettings
from tests.app.pipeline.encode.test_recording_file import PIECE, sound

FPS = 25
TRACKS = ("Microphone",)
AAC_START_S = 1024 / RATE  # an AAC stream begins with this much silence, and the frames wait for it
FORMAT = take_format(RecordSettings())


def write(files: TakeFiles, count: int, *, with_sound: bool = False, noise: int = 0) -> None:
    rng = np.random.default_rng(0)
    heard = 0.0
    for index in range(count):
        now = index / FPS
        image = np.full((48, 64, 3), 16 + 2 * (index % 100), np.uint8)
        if noise:
            image = rng.integers(0, 255, (120, 160, 3), dtype=np.uint8)
        files.write(Frame(image, now, index), now)
        while with_sound and heard + PIECE / RATE <= now:
            files.write_sound(sound(heard))
            heard += PIECE / RATE


def shades_and_times(path: Path) -> list[tuple[int, float]]:
    with av.open(str(path)) as container:
        return [(round((float(frame.to_ndarray(format="bgr24").mean()) - 16) / 2), float(frame.time or 0))
                for frame in container.decode(video=0)]


@pytest.mark.parametrize("with_sound", [True, False])
def test_files_by_time_join_without_a_lost_frame(tmp_path: Path, with_sound: bool) -> None:
    files = TakeFiles(PartFile(tmp_path / "take.mp4"), FORMAT, tracks=TRACKS[:with_sound], limits=Limits(seconds=1.0))
    write(files, 70, with_sound=with_sound)
    assert files.finish() is None
    names = [part.place.path.name for part in files.parts]
    assert names == ["take part 1.mp4", "take part 2.mp4", "take part 3.mp4"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    shades: list[int] = []
    for name, count in zip(names, (25, 25, 20), strict=True):
        found = shades_and_times(tmp_path / name)
        shades += [shade for shade, _ in found]
        late = AAC_START_S if with_sound else 0.0
        assert [time for _, time in found][1:] == pytest.approx([late + i / FPS for i in range(1, count)], abs=0.002)
        if with_sound and name != names[-1]:
            with av.open(str(tmp_path / name)) as container:
                samples = sum(frame.samples for frame in container.decode(audio=0))
            assert samples / RATE == pytest.approx(AAC_START_S + count / FPS, abs=AAC_START_S)
    assert shades == pytest.approx(list(range(70)), abs=1)
    assert files.frames == 70
    assert files.seconds == pytest.approx(69 / FPS, abs=0.01)


def test_files_by_size_stay_below_it(tmp_path: Path) -> None:
    limit = 200_000
    files = TakeFiles(PartFile(tmp_path / "take.mp4"), FORMAT, tracks=(), limits=Limits(bytes=limit))
    write(files, 60, noise=1)
    assert files.finish() is None
    assert len(files.parts) >= 3
    for part in files.parts:
        assert part.place.path.stat().st_size < limit * 1.5  # the fragment and the frames under way
    assert sum(len(shades_and_times(part.place.path)) for part in files.parts) == 60


def test_a_take_that_stays_whole_keeps_its_name(tmp_path: Path) -> None:
    files = TakeFiles(PartFile(tmp_path / "take.mp4"), FORMAT, tracks=(), limits=Limits())
    write(files, 60)
    assert files.finish() is None
    assert [path.name for path in tmp_path.iterdir()] == ["take.mp4"]


def test_where_no_next_file_can_be_begun_the_one_before_is_whole(tmp_path: Path) -> None:
    space = iter([10**12])
    place = PartFile(tmp_path / "take.mp4", lambda _: next(space, 0))
    files = TakeFiles(place, FORMAT, tracks=(), limits=Limits(seconds=1.0))
    with pytest.raises(AppError, match="disk is nearly full"):
        write(files, 60)
    assert files.finish() is None
    assert [path.name for path in tmp_path.iterdir()] == ["take.mp4"]
    assert len(shades_and_times(tmp_path / "take.mp4")) == 25


def test_a_full_file_is_finished_while_the_next_one_is_written(tmp_path: Path) -> None:
    files = TakeFiles(PartFile(tmp_path / "take.mp4"), FORMAT, tracks=(), limits=Limits(seconds=1.0))
    write(files, 30)
    for thread in threading.enumerate():
        if thread.name == "recording-part":
            thread.join(30)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["take part 1.mp4", "take part 2.part.mp4"]
    assert len(shades_and_times(tmp_path / "take part 1.mp4")) == 25
    assert files.finish() is None


def test_names_that_are_taken_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "take part 1.mp4").write_text("mine")
    (tmp_path / "take part 2.mp4").write_text("mine")
    files = TakeFiles(PartFile(tmp_path / "take.mp4"), FORMAT, tracks=(), limits=Limits(seconds=1.0))
    write(files, 30)
    assert files.finish() is None
    assert {path.name for path in tmp_path.iterdir()} == {
        "take part 1.mp4", "take part 2.mp4", "take part 1 (2).mp4", "take part 2 (2).mp4"}
    assert (tmp_path / "take part 1.mp4").read_text() == "mine"
