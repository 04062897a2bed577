"""Recordings joined end to end, in formats of which FFmpeg reads only the first."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import pytest

from app.pipeline.decode.demux.pieces import pieces_of
from app.pipeline.decode.video_file import iter_video
from app.pipeline.render.job import RenderJob
from app.pipeline.render.render import render
from app.settings import BackgroundSettings, CameraSettings, Settings
from tests.fakes import ConstantSegmenter
from tests.sync import FPS, Marked, measured, write_marked

KINDS = {".flv": Marked(), ".ogv": Marked("libvpx", ("libopus",), format="ogg")}


def joined(folder: Path, suffix: str, count: int) -> Path:
    parts = [write_marked(folder / f"part{number}{suffix}", KINDS[suffix]).read_bytes() for number in range(count)]
    path = folder / f"joined{suffix}"
    path.write_bytes(b"".join(parts))
    return path


@pytest.mark.parametrize("suffix", KINDS)
def test_where_each_recording_lies(tmp_path: Path, suffix: str) -> None:
    path = joined(tmp_path, suffix, 3)
    sizes = [(tmp_path / f"part{number}{suffix}").stat().st_size for number in range(3)]
    assert pieces_of(path) == ((0, sizes[0]), (sizes[0], sum(sizes[:2])), (sum(sizes[:2]), sum(sizes)))
    assert pieces_of(tmp_path / f"part0{suffix}") == ()
    cut = tmp_path / "cut"
    cut.write_bytes(path.read_bytes()[: sizes[0] + 5])
    assert pieces_of(cut) == ()


def test_what_is_none_of_these_is_not_looked_through(tmp_path: Path) -> None:
    for content in (b"", b"FLV", b"OggS", b"FLV\x01" + bytes(40), b"something else"):
        path = tmp_path / "a"
        path.write_bytes(content)
        assert pieces_of(path) == ()
    assert pieces_of(tmp_path / "gone") == ()


@pytest.mark.parametrize(("suffix", "count"), [(".flv", 3), (".ogv", 2)])
def test_it_continues_behind_each_seam_with_sound_in_step(tmp_path: Path, suffix: str, count: int) -> None:
    settings = Settings(CameraSettings(str(joined(tmp_path, suffix, count))), BackgroundSettings("color", "#606060"))
    report = render(RenderJob(tmp_path / "out.mp4", settings), lambda _: ConstantSegmenter(1.0))
    found = measured(report.output)
    assert abs(found.frames - count * 2 * FPS) <= count
    assert found.sound_s == pytest.approx(2.0 * count, abs=0.15)
    assert len(found.offsets_ms) == 2 * count
    assert max(map(abs, found.offsets_ms)) <= 1000 / FPS
    assert report.warnings == ()


def test_pieces_of_several_sizes_fit_into_the_largest(tmp_path: Path) -> None:
    small, large = tmp_path / "small.flv", tmp_path / "large.flv"
    for path, size in ((small, (64, 48)), (large, (128, 96))):
        with av.open(str(path), "w") as container:
            stream = container.add_stream("flv", rate=FPS)
            stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
            for index in range(5):
                picture = av.VideoFrame(*size, "yuv420p")
                picture.pts = index
                container.mux(stream.encode(picture))
            container.mux(stream.encode(None))
    path = tmp_path / "joined.flv"
    path.write_bytes(small.read_bytes() + large.read_bytes())
    frames = list(iter_video(path, steady=True))
    assert [frame.size for frame in frames] == [(128, 96)] * 10
    assert [round(frame.time * FPS) for frame in frames] == list(range(10))


def test_a_last_piece_that_is_not_a_recording_is_damage(tmp_path: Path) -> None:
    whole = write_marked(tmp_path / "a.flv", replace(KINDS[".flv"], seconds=1.0, marks=()))
    path = tmp_path / "joined.flv"
    path.write_bytes(whole.read_bytes() + b"FLV\x01\x05\0\0\0\x09\0\0\0\0")
    settings = Settings(CameraSettings(str(path)), BackgroundSettings("color", "#606060"))
    report = render(RenderJob(tmp_path / "out.mp4", settings), lambda _: ConstantSegmenter(1.0))
    assert report.frames_out == FPS
    assert report.damaged
