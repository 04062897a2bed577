import os
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.encode.held_file import HeldFile
from app.pipeline.frame import Image
from app.pipeline.render.job import RenderJob, RenderReport
from app.pipeline.render.render import render
from app.pipeline.sinks.snapshot import write_png
from app.settings import BackgroundSettings, CameraSettings, MirrorSettings, Settings
from sinet_core.matting.look_ahead import REACH
from tests.fakes import ConstantSegmenter, FakeSource, MjpegCamera
from tests.media import plain, write_video

RED, GREEN, BLUE = (0, 0, 255), (0, 255, 0), (255, 0, 0)
GREEN_BEHIND = BackgroundSettings("color", "#00ff00")


class LeftHalf:
    """The person is the left half of every frame."""

    name = "left"
    size = (32, 32)

    def alpha(self, image: Image) -> np.ndarray:
        alpha = np.zeros(self.size, np.float32)
        alpha[:, :16] = 1.0
        return alpha


def job(source: Path | str, output: Path, background: BackgroundSettings = GREEN_BEHIND, **more: object) -> RenderJob:
    settings = Settings(camera=CameraSettings(str(source)), background=background)
    return replace(RenderJob(output, settings), **more)  # type: ignore[arg-type]


def run(work: RenderJob, **more: object) -> RenderReport:
    return render(work, lambda _: LeftHalf(), **more)  # type: ignore[arg-type]


def frames(path: Path) -> list[tuple[float, Image]]:
    with av.open(str(path)) as container:
        decoded = list(container.decode(video=0))
    return [(float(frame.time or 0), np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)) for frame in decoded]


def near(image: np.ndarray[Any, Any], color: tuple[int, int, int]) -> bool:
    return bool(np.abs(np.median(image.reshape(-1, 3), axis=0) - color).max() <= 14)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    times = [0, 0.04, 0.08, 0.3, 0.34, 1.0]
    return write_video(tmp_path / "in.mp4", [plain(RED)] * 6, times, sound="aac")


def test_every_frame_comes_out_at_its_time_person_kept_room_replaced(clip: Path, tmp_path: Path) -> None:
    report = run(job(clip, tmp_path / "out.mp4"))
    out = frames(tmp_path / "out.mp4")
    assert [time for time, _ in out] == pytest.approx([0, 0.04, 0.08, 0.3, 0.34, 1.0], abs=0.001)
    assert (report.frames_in, report.frames_out, report.dropped) == (6, 6, 0)
    for _, image in out:
        assert near(image[:, :24], RED)
        assert near(image[:, 40:], GREEN)


def test_the_report_tells_the_time_of_each_stage(clip: Path, tmp_path: Path) -> None:
    report = run(job(clip, tmp_path / "out.mp4"))
    assert list(report.stage_ms) == ["decode", "segment", "matte", "composite", "encode"]
    assert all(ms >= 0 for ms in report.stage_ms.values())
    assert sum(report.stage_ms.values()) * report.frames_out <= report.seconds * 1000 + 1
    assert report.output == tmp_path / "out.mp4"


def test_the_sound_is_in_the_output(clip: Path, tmp_path: Path) -> None:
    run(job(clip, tmp_path / "out.mp4"))
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert container.streams.audio[0].codec_context.name == "aac"


def sound_seconds(path: Path) -> float:
    with av.open(str(path)) as container:
        track = container.streams.audio[0]
        return sum(frame.samples for frame in container.decode(track)) / track.rate


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm", ".mov"])
def test_sound_that_continues_after_the_last_picture_is_kept(tmp_path: Path, suffix: str) -> None:
    """A frame that stays on while somebody speaks."""
    long = write_video(tmp_path / "long.mp4", [plain(RED)] * 60, sound="aac")
    with av.open(str(long)) as given, av.open(str(tmp_path / "held.mp4"), "w") as taken:
        streams = {track.index: taken.add_stream_from_template(track) for track in given.streams}
        for packet in given.demux():
            time = (packet.pts or 0) * packet.time_base
            if packet.dts is not None and (packet.stream.type == "audio" or time < 0.18):
                packet.stream = streams[packet.stream.index]
                taken.mux(packet)
    run(job(tmp_path / "held.mp4", tmp_path / f"out{suffix}"))
    assert len(frames(tmp_path / f"out{suffix}")) == 5
    assert sound_seconds(tmp_path / f"out{suffix}") == pytest.approx(2.4, abs=0.1)
    run(job(tmp_path / "held.mp4", tmp_path / f"cut{suffix}", limit=5))
    assert sound_seconds(tmp_path / f"cut{suffix}") == pytest.approx(0.2, abs=0.1)


@pytest.mark.parametrize("name", ["link.mp4", "link.png"])
def test_an_output_that_is_a_link_stays_one_and_its_target_is_written(clip: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "big").mkdir()
    target = tmp_path / "big" / name
    target.write_bytes(b"old")
    link = tmp_path / name
    link.symlink_to(target)
    run(job(clip, link, limit=1))
    assert link.is_symlink()
    assert target.stat().st_size > 100
    assert [path.name for path in (tmp_path / "big").iterdir()] == [name]


@pytest.mark.parametrize("count", [1, 2, 30])
def test_the_best_quality_gives_every_frame_its_own_alpha_at_its_time(tmp_path: Path, count: int) -> None:
    """A one-column person moves from left to right: an alpha of another frame would show."""

    def moment(index: int) -> Image:
        image = plain(RED).copy()
        image[:, index * 2 : index * 2 + 4] = BLUE
        return image

    class Blue:
        name, size = "blue", (32, 64)

        def alpha(self, image: Image) -> np.ndarray:
            small = cv2.resize(image, (64, 32), interpolation=cv2.INTER_AREA)
            return np.asarray(small[..., 0] > 128, np.float32)

    source = write_video(tmp_path / "in.mkv", [moment(index) for index in range(count)])
    work = job(source, tmp_path / "out.mkv", quality="best")
    report = render(work, lambda _: Blue())
    assert (report.frames_in, report.frames_out) == (count, count)
    out = frames(tmp_path / "out.mkv")
    assert [time for time, _ in out] == pytest.approx([time for time, _ in frames(source)], abs=0.002)
    for index, (_, image) in enumerate(out):
        assert near(image[:, index * 2 + 1 : index * 2 + 3], BLUE), index
        assert near(image[:, (index * 2 + 20) % 60 : (index * 2 + 20) % 60 + 4], GREEN), index


@pytest.mark.parametrize("limit", [1, 3, 15])
def test_the_best_quality_ends_where_the_limit_says(tmp_path: Path, limit: int) -> None:
    source = write_video(tmp_path / "in.mp4", [plain(RED)] * 20)
    report = run(job(source, tmp_path / "out.mp4", limit=limit, quality="best"))
    assert report.frames_out == len(frames(tmp_path / "out.mp4")) == limit


def test_a_camera_that_is_interrupted_keeps_what_waited_for_frames_to_come(tmp_path: Path) -> None:
    seen = 0

    def interrupt(_done: int, _total: int | None) -> None:
        nonlocal seen
        seen += 1
        if seen == 2:
            raise KeyboardInterrupt

    work = job("camera:fake", tmp_path / "out.mp4", quality="best")
    report = run(work, open_live=lambda _: FakeSource(lambda _: plain(RED)), on_progress=interrupt)
    assert report.frames_out == report.frames_in > REACH
    assert len(frames(tmp_path / "out.mp4")) == report.frames_out


def test_limit_ends_early(clip: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    report = run(job(clip, tmp_path / "out.mp4", limit=3), on_progress=lambda *step: seen.append(step))
    assert report.frames_out == len(frames(tmp_path / "out.mp4")) == 3
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_picture_becomes_a_picture(tmp_path: Path) -> None:
    write_png(plain(RED), tmp_path / "in.png")
    report = run(job(tmp_path / "in.png", tmp_path / "out.png"))
    assert report.frames_out == 1
    image = cv2.imread(str(tmp_path / "out.png"))
    assert image is not None
    assert near(image[:, :24], RED)
    assert near(image[:, 40:], GREEN)


def test_transparent_cuts_the_person_out_and_the_room_is_not_in_the_file(tmp_path: Path) -> None:
    write_png(plain(RED), tmp_path / "in.png")
    run(job(tmp_path / "in.png", tmp_path / "out.png", BackgroundSettings("transparent")))
    image = cv2.imread(str(tmp_path / "out.png"), cv2.IMREAD_UNCHANGED)
    assert image is not None
    assert image.shape == (48, 64, 4)
    assert image[24, 4, 3] == 255
    assert (image[:, 50:] == 0).all()


def test_a_video_behind_moves_with_the_times_of_the_input(tmp_path: Path) -> None:
    clip = write_video(tmp_path / "in.mp4", [plain(RED)] * 10)
    behind = write_video(tmp_path / "b.mp4", [plain(GREEN), plain(BLUE)], [0, 0.2])
    run(job(clip, tmp_path / "out.mp4", BackgroundSettings("video", str(behind))))
    shown = ["green" if near(image[:, 44:], GREEN) else "blue" for _, image in frames(tmp_path / "out.mp4")]
    assert shown == ["green"] * 5 + ["blue"] * 5


def test_mirroring_turns_the_person_and_not_the_background(tmp_path: Path) -> None:
    write_png(plain(RED), tmp_path / "in.png")
    write_png(np.hstack([plain(BLUE, (32, 48)), plain(GREEN, (32, 48))]), tmp_path / "b.png")
    work = job(tmp_path / "in.png", tmp_path / "out.png", BackgroundSettings("picture", str(tmp_path / "b.png")))
    run(replace(work, settings=replace(work.settings, mirror=MirrorSettings(output=True))))
    image = cv2.imread(str(tmp_path / "out.png"))
    assert image is not None
    assert near(image[:, :20], BLUE)
    assert near(image[:, 44:], RED)


def test_a_camera_is_recorded_until_the_limit(tmp_path: Path) -> None:
    source = FakeSource(lambda _: plain(RED))
    report = run(job("camera:0", tmp_path / "out.mp4", limit=5), open_live=lambda _: source)
    assert report.frames_out == len(frames(tmp_path / "out.mp4")) == 5
    assert source.closed_in is not None


def test_an_interrupt_ends_a_camera_normally(tmp_path: Path) -> None:
    def interrupt(done: int, _total: int | None) -> None:
        if done == 4:
            raise KeyboardInterrupt

    work = job("camera:0", tmp_path / "out.mp4")
    report = run(work, open_live=lambda _: FakeSource(lambda _: plain(RED)), on_progress=interrupt)
    assert report.frames_out == len(frames(tmp_path / "out.mp4")) == 4


def test_an_interrupt_leaves_nothing_of_a_file(clip: Path, tmp_path: Path) -> None:
    def interrupt(_done: int, _total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(job(clip, tmp_path / "out.mp4"), on_progress=interrupt)
    assert [path.name for path in tmp_path.iterdir()] == ["in.mp4"]


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm", ".gif"])
def test_a_camera_that_fails_on_the_way_is_an_error_and_what_came_is_kept(tmp_path: Path, suffix: str) -> None:
    source = FakeSource(lambda _: plain(RED))
    done = 0

    def unplug(count: int, _total: int | None) -> None:
        nonlocal done
        done = count
        if count == 4:
            source.error = AppError("The camera was unplugged", "Plug it in.")

    with pytest.raises(AppError, match="unplugged") as caught:
        run(job("camera:0", tmp_path / f"out{suffix}"), open_live=lambda _: source, on_progress=unplug)
    assert caught.value.exit_status == 1
    assert f"out{suffix}" in caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == [f"out{suffix}"]
    kept = len(frames(tmp_path / f"out{suffix}"))
    assert kept == done or (suffix == ".gif" and 1 <= kept <= done)


def test_a_network_camera_that_goes_away_leaves_what_came(tmp_path: Path) -> None:
    camera = MjpegCamera(lambda _: plain(RED))
    camera.plug()

    def unplug(count: int, _total: int | None) -> None:
        if count == 4:
            camera.unplug()

    with pytest.raises(AppError, match="connection") as caught:
        run(job(camera.url, tmp_path / "out.mp4"), on_progress=unplug)
    assert caught.value.exit_status == 1
    assert len(frames(tmp_path / "out.mp4")) >= 4


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
def test_a_disk_that_fills_up_keeps_what_fits_of_a_camera(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 0
    write = os.write

    def full(descriptor: int, data: bytes) -> int:
        nonlocal written
        written += len(data)
        if written > 100_000:
            raise OSError(28, "No space left on device")
        return write(descriptor, data)

    monkeypatch.setattr("app.pipeline.encode.fragments.os.write", full)
    rng = np.random.default_rng(0)
    noise = FakeSource(lambda _: rng.integers(0, 255, (48, 64, 3), dtype=np.uint8))
    with pytest.raises(AppError, match="No space left") as caught:
        run(job("camera:0", tmp_path / f"out{suffix}"), open_live=lambda _: noise)
    assert caught.value.exit_status == 1
    assert [path.name for path in tmp_path.iterdir()] == [f"out{suffix}"]
    assert len(frames(tmp_path / f"out{suffix}")) > 5


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
def test_a_kill_leaves_a_video_of_a_camera_that_plays(tmp_path: Path, suffix: str) -> None:
    copied = 0

    def kill(count: int, _total: int | None) -> None:
        nonlocal copied
        if count == 80:
            (part,) = tmp_path.iterdir()
            assert part.name == f"out.part{suffix}"
            assert HeldFile.take_over(part) is None, "the window's recovery would take it"
            copied = Path(shutil.copy(part, tmp_path / f"killed{suffix}")).stat().st_size
            raise KeyboardInterrupt

    source = FakeSource(lambda _: plain(RED), interval_s=0.015)  # 1.2 s until then: more than may be lost
    run(job("camera:0", tmp_path / f"out{suffix}"), open_live=lambda _: source, on_progress=kill)
    assert copied
    assert len(frames(tmp_path / f"killed{suffix}")) > 10


def test_a_camera_that_is_lost_before_its_first_picture_leaves_nothing(tmp_path: Path) -> None:
    source = FakeSource(lambda _: plain(RED))
    source.error = AppError("The camera was unplugged", "Plug it in.", failed_running=True)
    with pytest.raises(AppError, match="unplugged"):
        run(job("camera:0", tmp_path / "out.mp4"), open_live=lambda _: source)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("output", "behind"), [("b.png", "b.png"), ("b.png", "b-00002.png"), ("b.mp4", "b.mp4")])
def test_a_background_is_not_written_over(clip: Path, tmp_path: Path, output: str, behind: str) -> None:
    background = tmp_path / behind
    if background.suffix == ".png":
        write_png(plain(BLUE), background)
    else:
        write_video(background, [plain(BLUE)] * 3, [0, 0.04, 0.08])
    before = background.read_bytes()
    chosen = BackgroundSettings("picture" if background.suffix == ".png" else "video", str(background))
    with pytest.raises(AppError, match="The output is the background"):
        run(job(clip, tmp_path / output, chosen))
    assert background.read_bytes() == before


def test_names_with_a_colon_are_names(clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    clip.rename("12:30.mp4")
    for suffix in (".mp4", ".gif"):
        report = run(job("12:30.mp4", Path(f"out:1{suffix}")))
        assert report.frames_out == 6
        assert Path(f"out:1{suffix}").is_file()


def test_nothing_is_loaded_for_a_job_that_cannot_be_done(clip: Path, tmp_path: Path) -> None:
    loaded = threading.Event()

    def load(_: object) -> ConstantSegmenter:
        loaded.set()
        return ConstantSegmenter()

    bad = [
        job(clip, tmp_path / "out.mp4", BackgroundSettings("transparent")),
        job(clip, tmp_path / "out.xyz"),
        job(tmp_path / "none.mp4", tmp_path / "out.mp4"),
        job(clip, tmp_path / "out.mp4", BackgroundSettings("picture", "none.png")),
        job(clip, clip),
    ]
    for work in bad:
        with pytest.raises(AppError) as caught:
            render(work, load)
        assert caught.value.exit_status == 2
    assert not loaded.is_set()
    assert len(frames(clip)) == 6


def test_a_disk_that_fills_up_is_an_error_on_the_way_and_leaves_nothing(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.pipeline.encode.video_writer.VideoWriter._finish", full)
    with pytest.raises(AppError, match="No space left") as caught:
        run(job(clip, tmp_path / "out.mp4"))
    assert caught.value.exit_status == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in.mp4"]
