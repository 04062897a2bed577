import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.events import RecorderEvent, RecordingStopped
from app.pipeline.frame import Frame
from app.pipeline.sinks.part_file import STOP_FREE_BYTES
from app.pipeline.sinks.recorder import QUEUE_FRAMES, Recorder, TakeOptions
from app.pipeline.sinks.recording_start import start_recording
from app.pipeline.sinks.take_files import Limits
from app.settings import RecordSettings

SIZE = (64, 48)


@dataclass
class Stopped:
    """Waits for the recorder's answer."""

    events: list[RecordingStopped] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)

    def __call__(self, event: RecorderEvent) -> None:
        assert isinstance(event, RecordingStopped)
        self.events.append(event)
        self.arrived.set()

    def wait(self) -> RecordingStopped:
        assert self.arrived.wait(30)
        assert len(self.events) == 1
        return self.events[0]


@pytest.fixture
def stopped() -> Stopped:
    return Stopped()


def frames(times: list[float], size: tuple[int, int] = SIZE) -> Iterator[Frame]:
    for index, time in enumerate(times):
        image = np.full((size[1], size[0], 3), (index * 5) % 256, np.uint8)
        yield Frame(image, time, index)


def record(recorder: Recorder, pictures: Iterator[Frame]) -> None:
    for frame in pictures:
        while recorder._queue.full():  # a test has no camera to set the pace
            recorder._done.wait(0.001)
        recorder.write(frame)
    recorder.close()


def times_of(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [float(frame.time) for frame in container.decode(video=0) if frame.time is not None]


def test_a_recording_has_every_frame_at_its_time(tmp_path: Path, stopped: Stopped) -> None:
    times = [1000 + t for t in (0, 0.03, 0.07, 0.5, 0.55, 2.0, 2.033, 3.1)]
    recorder = Recorder(tmp_path / "take.mp4", stopped)
    record(recorder, frames(times))
    event = stopped.wait()
    assert (event.path, event.error, event.dropped) == (tmp_path / "take.mp4", None, 0)
    assert times_of(event.path) == pytest.approx([t - 1000 for t in times], abs=0.001)
    assert event.seconds == pytest.approx(3.1, abs=0.001)
    assert 0 < event.bytes <= event.path.stat().st_size


def test_the_finished_file_is_an_ordinary_mp4(tmp_path: Path, stopped: Stopped) -> None:
    record(Recorder(tmp_path / "take.mp4", stopped), frames([i / 30 for i in range(100)]))
    boxes = top_level_boxes(tmp_path / "take.mp4")
    assert "moov" in boxes
    assert "moof" not in boxes


def test_a_keyframe_starts_each_second(tmp_path: Path, stopped: Stopped) -> None:
    record(Recorder(tmp_path / "take.mp4", stopped), frames([i / 20 for i in range(65)]))
    with av.open(str(tmp_path / "take.mp4")) as container:
        packets = [p for p in container.demux(video=0) if p.size and p.is_keyframe]
    keys = [float((p.pts or 0) * p.time_base) for p in packets]
    assert keys == pytest.approx([0, 1, 2, 3], abs=0.06)


def test_the_name_is_a_part_until_it_is_finished(tmp_path: Path, stopped: Stopped) -> None:
    recorder = Recorder(tmp_path / "take.mp4", stopped)
    assert [p.name for p in tmp_path.iterdir()] == ["take.part.mp4"]
    record(recorder, frames([0, 0.1]))
    assert [p.name for p in tmp_path.iterdir()] == ["take.mp4"]


def test_nothing_is_ever_overwritten(tmp_path: Path, stopped: Stopped) -> None:
    (tmp_path / "take.mp4").write_text("old")
    record(Recorder(tmp_path / "take.mp4", stopped), frames([0, 0.1]))
    assert (tmp_path / "take.mp4").read_text() == "old"
    assert stopped.wait().path.name == "take (2).mp4"


def test_a_file_that_appears_meanwhile_is_not_overwritten_either(tmp_path: Path, stopped: Stopped) -> None:
    recorder = Recorder(tmp_path / "take.mp4", stopped)
    (tmp_path / "take.mp4").write_text("other")
    record(recorder, frames([0, 0.1]))
    assert (tmp_path / "take.mp4").read_text() == "other"
    assert stopped.wait().path.name == "take (2).mp4"


def test_two_recordings_at_once_get_two_names(tmp_path: Path) -> None:
    first, second = Stopped(), Stopped()
    recorders = [Recorder(tmp_path / "take.mp4", answer) for answer in (first, second)]
    for recorder in recorders:
        record(recorder, frames([0, 0.1]))
    assert {first.wait().path.name, second.wait().path.name} == {"take.mp4", "take (2).mp4"}


def test_odd_sizes_become_even(tmp_path: Path, stopped: Stopped) -> None:
    record(Recorder(tmp_path / "take.mp4", stopped), frames([0, 0.1], (33, 49)))
    with av.open(str(tmp_path / "take.mp4")) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (34, 50)


def test_another_size_is_letterboxed_into_the_first(tmp_path: Path, stopped: Stopped) -> None:
    recorder = Recorder(tmp_path / "take.mp4", stopped)
    white = np.full((100, 50, 3), 255, np.uint8)
    record(recorder, iter([*frames([0.0]), Frame(white, 0.1, 1)]))
    with av.open(str(tmp_path / "take.mp4")) as container:
        last = [frame.to_ndarray(format="gray8") for frame in container.decode(video=0)][-1]
    assert last.shape == (48, 64)
    assert last[24, 32] > 240
    assert last[24, 4] < 16
    assert last[24, 60] < 16


def test_what_a_transparent_composite_hides_is_not_in_the_file(tmp_path: Path, stopped: Stopped) -> None:
    image = np.full((48, 64, 4), 255, np.uint8)
    image[:, :, 3] = 0
    record(Recorder(tmp_path / "take.mp4", stopped), iter([Frame(image, 0.0, 0)]))
    with av.open(str(tmp_path / "take.mp4")) as container:
        assert next(container.decode(video=0)).to_ndarray(format="gray8").max() < 20


def test_without_a_frame_there_is_no_file(tmp_path: Path, stopped: Stopped) -> None:
    Recorder(tmp_path / "take.mp4", stopped).close()
    error = stopped.wait().error
    assert error is not None
    assert error.title == "Nothing was recorded"
    assert list(tmp_path.iterdir()) == []


def test_close_twice_and_write_after_close_do_nothing(tmp_path: Path, stopped: Stopped) -> None:
    recorder = Recorder(tmp_path / "take.mp4", stopped)
    record(recorder, frames([0, 0.1]))
    size = stopped.wait().path.stat().st_size
    recorder.write(next(frames([9.0])))
    recorder.close()
    assert stopped.wait().path.stat().st_size == size


def test_a_drop_is_counted_and_reported(tmp_path: Path, stopped: Stopped) -> None:
    gate = threading.Event()

    def slow_disk(_folder: Path) -> int:
        if threading.current_thread().name == "recorder":
            gate.wait(30)
        return 10**12

    recorder = Recorder(tmp_path / "take.mp4", stopped, options=TakeOptions(free_space=slow_disk))
    count = QUEUE_FRAMES * 3
    for frame in frames([i / 30 for i in range(count)]):
        recorder.write(frame)
    gate.set()
    recorder.close()
    event = stopped.wait()
    assert event.dropped == recorder.dropped >= count - QUEUE_FRAMES - 1
    assert len(times_of(event.path)) == count - event.dropped


@pytest.mark.parametrize(("seconds", "expected"), [(0.0, True), (20.0, False)])
def test_what_a_long_queue_left_in_memory_is_given_back_now_and_then(
    tmp_path: Path, stopped: Stopped, monkeypatch: pytest.MonkeyPatch, seconds: float, expected: bool
) -> None:
    queued: list[int] = []
    monkeypatch.setattr("app.pipeline.sinks.recorder.TIDY_S", seconds)
    monkeypatch.setattr("app.pipeline.sinks.recorder.give_back", lambda: queued.append(recorder._queue.qsize()))
    recorder: Recorder = Recorder(tmp_path / "a.mp4", stopped)
    record(recorder, frames([index / 30 for index in range(2 * QUEUE_FRAMES)]))
    assert stopped.wait().error is None
    assert bool(queued) == expected
    assert not any(queued)


def test_a_nearly_full_disk_is_refused_at_the_start(tmp_path: Path, stopped: Stopped) -> None:
    with pytest.raises(AppError) as caught:
        Recorder(tmp_path / "take.mp4", stopped, options=TakeOptions(free_space=lambda _: 1000))
    assert "free" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_ends_the_file_in_time(tmp_path: Path, stopped: Stopped) -> None:
    free = iter([10**12, 10**12])
    options = TakeOptions(free_space=lambda _: next(free, STOP_FREE_BYTES - 1))
    recorder = Recorder(tmp_path / "take.mp4", stopped, options=options)
    recorder._queue.put((Frame(np.zeros((48, 64, 3), np.uint8), 0.0, 0), 0.0, 0))
    recorder._queue.put((Frame(np.zeros((48, 64, 3), np.uint8), 1.5, 1), 1.5, 0))
    event = stopped.wait()
    assert event.error is not None
    assert "disk is full" in event.error.title
    assert times_of(event.path) == pytest.approx([0, 1.5])


def test_an_unknown_amount_of_free_space_is_no_reason_to_stop(
    tmp_path: Path, stopped: Stopped
) -> None:
    answers = iter([10**12])

    def free(_folder: Path) -> int:
        try:
            return next(answers)
        except StopIteration:
            raise OSError(5, "Input/output error") from None

    record(Recorder(tmp_path / "take.mp4", stopped, options=TakeOptions(free_space=free)), frames([0, 0.5, 1.0]))
    assert stopped.wait().error is None


@pytest.mark.parametrize("name", ["file/take.mp4", "file/deeper/take.mp4", "a\0b/take.mp4"])
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, stopped: Stopped, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AppError) as caught:
        Recorder(tmp_path / name, stopped)
    assert "Choose another folder" in caught.value.hint


def test_a_missing_folder_is_made(tmp_path: Path, stopped: Stopped) -> None:
    record(Recorder(tmp_path / "a" / "b" / "take.mp4", stopped), frames([0, 0.1]))
    assert stopped.wait().path.exists()


def test_the_default_name_has_date_and_time(tmp_path: Path, stopped: Stopped) -> None:
    record(start_recording(RecordSettings(folder=str(tmp_path)), stopped), frames([0, 0.1]))
    name = stopped.wait().path.name
    assert name.startswith("Backdrop 20")
    assert ":" not in name
    assert name.endswith(".mp4")


def test_a_frame_that_cannot_be_encoded_ends_the_file_cleanly(tmp_path: Path, stopped: Stopped) -> None:
    recorder = Recorder(tmp_path / "take.mp4", stopped)
    broken = Frame(np.zeros((48, 64), np.uint8), 0.2, 2)  # not an image of three channels
    for frame in [*frames([0, 0.1]), broken]:
        recorder.write(frame)
    event = stopped.wait()
    assert event.error is not None
    assert len(times_of(event.path)) == 2


DISK_FULL = """
import resource, signal, sys, threading
from pathlib import Path
import numpy as np
from app.pipeline.frame import Frame
from app.pipeline.sinks.recorder import Recorder
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5_000_000, 5_000_000))
done = threading.Event()
def stopped(event):
    print(event.path, "|", event.error.title, flush=True)
    done.set()
recorder = Recorder(Path(sys.argv[1]), stopped)
noise = np.random.default_rng(0)
for index in range(300):
    image = noise.integers(0, 255, (240, 320, 3), dtype=np.uint8)
    while recorder._queue.full() and not done.is_set():
        done.wait(0.001)
    recorder.write(Frame(image, index / 30, index))
assert done.wait(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files by POSIX means")
def test_a_write_error_keeps_what_there_is(tmp_path: Path) -> None:
    """The kernel refuses to let the file grow: like a full disk, without filling one."""
    command = [sys.executable, "-c", DISK_FULL, str(tmp_path / "take.mp4")]
    out = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    path, title = out.strip().split(" | ")
    assert "disk is full" in title
    assert Path(path).name == "take.mp4"
    assert len(times_of(Path(path))) >= 30  # every whole second, and no error at the cut


def top_level_boxes(path: Path) -> list[str]:
    data, position, names = path.read_bytes(), 0, []
    while position + 8 <= len(data):
        size = int.from_bytes(data[position : position + 4], "big")
        names.append(data[position + 4 : position + 8].decode("latin-1"))
        if size == 1:
            size = int.from_bytes(data[position + 8 : position + 16], "big")
        position += size if size >= 8 else len(data)
    return names


def test_a_folder_that_hangs_does_not_hold_up_the_exit(
    tmp_path: Path, stopped: Stopped, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, hung = threading.Event(), threading.Event()

    def dead_mount(_folder: Path) -> int:
        if threading.current_thread().name == "recorder":
            hung.set()
            gate.wait(30)
        return 10**12

    monkeypatch.setattr("app.pipeline.sinks.recorder.STALL_S", 0.05)
    recorder = Recorder(tmp_path / "take.mp4", stopped, options=TakeOptions(free_space=dead_mount))
    recorder.write(next(frames([0.0])))
    assert hung.wait(30)
    recorder.close()
    assert not stopped.arrived.is_set()
    gate.set()
    assert stopped.wait().error is None


def test_what_comes_while_paused_is_left_out_without_a_hole(tmp_path: Path, stopped: Stopped) -> None:
    recorder = Recorder(tmp_path / "take.mp4", stopped)
    pictures = list(frames([index / 30 for index in range(60)]))
    for frame in pictures:
        while recorder._queue.full():
            recorder._done.wait(0.001)
        recorder.pause(15 <= frame.index < 45)
        recorder.write(frame)
    recorder.close()
    event = stopped.wait()
    assert (event.error, event.dropped) == (None, 0)
    assert times_of(event.path) == pytest.approx([index / 30 for index in range(30)], abs=0.002)
    assert event.seconds == pytest.approx(29 / 30, abs=0.002)


def test_a_recording_may_end_while_it_is_paused(tmp_path: Path, stopped: Stopped) -> None:
    recorder = Recorder(tmp_path / "take.mp4", stopped)
    for frame in frames([0, 0.1]):
        recorder.write(frame)
    recorder.pause(True)
    recorder.close()
    assert len(times_of(stopped.wait().path)) == 2


def test_a_recording_ends_by_itself_after_the_chosen_time(tmp_path: Path, stopped: Stopped) -> None:
    recorder = Recorder(tmp_path / "take.mp4", stopped, options=TakeOptions(stop_after_s=1.0))
    record(recorder, frames([index / 20 for index in range(40)]))
    event = stopped.wait()
    assert event.error is None
    assert times_of(event.path)[-1] == pytest.approx(1.0, abs=0.002)


def test_a_recording_in_several_files_tells_how_many(tmp_path: Path, stopped: Stopped) -> None:
    recorder = Recorder(tmp_path / "take.mp4", stopped, options=TakeOptions(limits=Limits(seconds=0.5)))
    record(recorder, frames([index / 20 for index in range(29)]))
    event = stopped.wait()
    assert (event.path.name, event.parts, event.error) == ("take part 1.mp4", 3, None)
    assert event.seconds == pytest.approx(28 / 20, abs=0.01)
