from pathlib import Path

import av
import pytest

from app.pipeline.encode.held_file import HeldFile
from app.pipeline.encode.recovery import recover_recordings
from app.system.files import part_path
from tests.media import plain, write_video

FRAGMENTED = {"movflags": "frag_keyframe+empty_moov"}


def count_frames(path: Path) -> int:
    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


def left_over(folder: Path, name: str = "take.mp4") -> Path:
    """As after a crash: a fragmented file that breaks off in the middle of its last fragment."""
    whole = write_video(folder / "whole.mp4", [plain((i, 2 * i, 250 - i)) for i in range(100)])
    part = part_path(folder / name)
    options = {**FRAGMENTED, "frag_duration": "1000000"}
    with av.open(str(whole)) as source, av.open(str(part), "w", format="mp4", options=options) as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = stream
                target.mux(packet)
    whole.unlink()
    part.write_bytes(part.read_bytes()[:-40])
    return part


def test_a_left_over_recording_gets_its_name_and_an_index(tmp_path: Path) -> None:
    part = left_over(tmp_path)
    assert recover_recordings(tmp_path) == [tmp_path / "take.mp4"]
    assert not part.exists()
    assert count_frames(tmp_path / "take.mp4") >= 75
    assert b"moof" not in (tmp_path / "take.mp4").read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["take.mp4"]
    assert recover_recordings(tmp_path) == []


def test_a_file_of_that_name_is_not_overwritten(tmp_path: Path) -> None:
    left_over(tmp_path)
    (tmp_path / "take.mp4").write_text("another")
    assert recover_recordings(tmp_path) == [tmp_path / "take (2).mp4"]
    assert (tmp_path / "take.mp4").read_text() == "another"


def test_a_recording_that_is_still_written_is_left_alone(tmp_path: Path) -> None:
    part = left_over(tmp_path)
    content = part.read_bytes()
    held = HeldFile.take_over(part)
    assert held is not None
    with held:
        assert recover_recordings(tmp_path) == []
        assert part.read_bytes() == content
    assert recover_recordings(tmp_path) == [tmp_path / "take.mp4"]


@pytest.mark.parametrize("content", [b"", b"garbage", b"\0" * 5000])
def test_what_cannot_be_finished_is_kept(tmp_path: Path, content: bytes) -> None:
    part = part_path(tmp_path / "take.mp4")
    part.write_bytes(content)
    assert recover_recordings(tmp_path) == []
    assert part.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == [part.name]


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    left_over(tmp_path, "b.mp4")
    part_path(tmp_path / "a.mp4").write_bytes(b"garbage")
    assert recover_recordings(tmp_path) == [tmp_path / "b.mp4"]


def test_a_full_disk_keeps_what_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = left_over(tmp_path)
    content = part.read_bytes()

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert recover_recordings(tmp_path) == []
    assert part.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == [part.name]


def test_a_folder_that_is_not_there_has_nothing_to_recover(tmp_path: Path) -> None:
    assert recover_recordings(tmp_path / "none") == []


def test_a_recording_that_nobody_can_decode_any_more_stays_as_it_is(tmp_path: Path) -> None:
    part = left_over(tmp_path)
    part.write_bytes(part.read_bytes().replace(b"avc1", b"zzzz"))
    before = part.read_bytes()
    assert recover_recordings(tmp_path) == []
    assert part.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [part.name]
