"""The sound of a render: complete and in sync, whatever the input is like."""
from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.frame import Image
from app.pipeline.render.job import RenderJob, RenderReport
from app.pipeline.render.render import render
from app.settings import BackgroundSettings, CameraSettings, Settings
from tests.fakes import ConstantSegmenter
from tests.sync import FPS, Marked, measured, write_marked

FRAME_MS = 1000 / FPS
TS_PACKET = 188
BEHIND = BackgroundSettings("color", "#606060")


def run(source: Path | str, output: Path, *, limit: int | None = None, audio_track: int | None = None) -> RenderReport:
    settings = Settings(camera=CameraSettings(str(source)), background=BEHIND)
    job = RenderJob(output, settings, limit=limit, audio_track=audio_track)
    return render(job, lambda _: ConstantSegmenter(1.0))


def check(path: Path, marks: int, frames: int, seconds: float) -> None:
    """Expects this many marks in sync, about this much sound, and this many frames, of which two may be missing."""
    found = measured(path)
    assert frames - 2 <= found.frames <= frames
    assert found.sound_s == pytest.approx(seconds, abs=0.15)
    assert len(found.offsets_ms) == marks
    assert max(map(abs, found.offsets_ms)) <= FRAME_MS


@pytest.mark.parametrize(
    ("name", "video", "sound", "output"),
    [
        ("in.avi", "mpeg4", "libmp3lame", ".mp4"),
        ("in.avi", "libx264", "wmav2", ".mp4"),
        ("in.wmv", "wmv2", "wmav2", ".mkv"),
        ("in.ts", "libx264", "aac", ".mp4"),
        ("in.mpg", "mpeg2video", "mp2", ".webm"),
        ("in.flv", "libx264", "aac", ".mp4"),
        ("in.mkv", "libx264", "ac3", ".mov"),
        ("in.mp4", "libx264", "aac", ".mkv"),
        ("in.webm", "libvpx", "libopus", ".mp4"),
        ("in.mov", "mpeg4", "pcm_s16le", ".mov"),
    ],
)
def test_flash_and_tone_stay_together(tmp_path: Path, name: str, video: str, sound: str, output: str) -> None:
    """A few of those in docs/containers.py."""
    source = write_marked(tmp_path / name, Marked(video, (sound,)))
    run(source, tmp_path / f"out{output}")
    check(tmp_path / f"out{output}", 2, 50, 2.0)


def joined(folder: Path, *pieces: Marked) -> Path:
    target = folder / "joined.ts"
    parts = [write_marked(folder / f"{index}.ts", piece) for index, piece in enumerate(pieces)]
    target.write_bytes(b"".join(part.read_bytes() for part in parts))
    return target


@pytest.mark.parametrize("start_s", [0.0, 1.9, 2.0, 3600.0])
def test_what_was_joined_continues(tmp_path: Path, start_s: float) -> None:
    """With times that restart, overlap, follow on, or are an hour later."""
    source = joined(tmp_path, Marked(), Marked(start_s=start_s), Marked())
    run(source, tmp_path / "out.mp4")
    check(tmp_path / "out.mp4", 6, 150, 6.0)


@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
def test_sound_may_change_its_rate_and_channels(tmp_path: Path, suffix: str) -> None:
    pieces = Marked(), Marked(layout="5.1", start_s=2.0), Marked(rate=32_000, start_s=4.0), Marked(start_s=6.0)
    run(joined(tmp_path, *pieces), tmp_path / f"out{suffix}")
    check(tmp_path / f"out{suffix}", 8, 200, 8.0)


@pytest.mark.parametrize("sound", ["aac", "mp2"])
def test_a_lost_packet_is_a_moment_of_silence_and_is_counted(tmp_path: Path, sound: str) -> None:
    whole = write_marked(tmp_path / "in.ts", Marked(sounds=(sound,), seconds=4.0, marks=(0.6, 3.4))).read_bytes()
    chance = random.Random(1)
    packets = [whole[at : at + TS_PACKET] for at in range(0, len(whole), TS_PACKET)]
    kept = [packet for index, packet in enumerate(packets) if index < 40 or chance.random() > 0.03]
    (tmp_path / "lost.ts").write_bytes(b"".join(kept))
    report = run(tmp_path / "lost.ts", tmp_path / "out.mp4")
    assert measured(tmp_path / "out.mp4").sound_s == pytest.approx(4.0, abs=0.15)
    assert max(map(abs, measured(tmp_path / "out.mp4").offsets_ms), default=0) <= FRAME_MS
    assert any("s of the sound are damaged or missing" in warning for warning in report.warnings)


def test_a_damaged_packet_that_would_be_copied_is_left_out_and_counted(tmp_path: Path) -> None:
    source = write_marked(tmp_path / "in.mkv", Marked(sounds=("libmp3lame",)))
    content = bytearray(source.read_bytes())
    with av.open(str(source)) as container:
        packets = [bytes(packet) for packet in container.demux(audio=0) if packet.size]
    for packet in packets[20:23]:
        place = content.index(packet)
        content[place : place + len(packet)] = bytes(len(packet))
    source.write_bytes(content)
    report = run(source, tmp_path / "out.mp4")
    assert "0.07 s of the sound" in report.warnings[0]
    check(tmp_path / "out.mp4", 2, 50, 1.93)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm"])
def test_sound_before_the_first_picture_that_can_be_decoded_stays_in_step(tmp_path: Path, suffix: str) -> None:
    """A stream cut between two key frames."""
    whole = write_marked(tmp_path / "in.ts", Marked(key=20, marks=(1.0, 1.6))).read_bytes()
    packets = len(whole) // TS_PACKET
    (tmp_path / "cut.ts").write_bytes(whole[packets // 8 * TS_PACKET :])
    run(tmp_path / "cut.ts", tmp_path / f"out{suffix}")
    found = measured(tmp_path / f"out{suffix}")
    assert found.frames == 30
    assert found.sound_s > 1.6
    assert len(found.offsets_ms) == 2
    assert max(map(abs, found.offsets_ms)) <= FRAME_MS


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_damaged_first_key_frame_makes_no_sound_late(tmp_path: Path, suffix: str) -> None:
    source = write_marked(tmp_path / "in.mp4", Marked(key=10))
    content = bytearray(source.read_bytes())
    with av.open(str(source)) as container:
        first = next(packet for packet in container.demux(video=0))
        assert first.pos is not None
        content[first.pos + 5 : first.pos + first.size] = bytes(first.size - 5)
    source.write_bytes(content)
    run(source, tmp_path / f"out{suffix}")
    found = measured(tmp_path / f"out{suffix}")
    assert len(found.offsets_ms) == 2
    assert max(map(abs, found.offsets_ms)) <= FRAME_MS


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm", ".mov"])
def test_pictures_that_begin_later_than_the_sound_do_so_in_the_output(tmp_path: Path, suffix: str) -> None:
    source = write_marked(tmp_path / "in.mkv", Marked(late_s=0.4, sounds=("libopus",)))
    run(source, tmp_path / f"out{suffix}")
    found = measured(tmp_path / f"out{suffix}")
    assert found.sound_s == pytest.approx(2.0, abs=0.1)
    assert found.flashes == pytest.approx([1.0, 1.8], abs=0.02)


def test_a_limit_ends_the_sound_with_the_pictures(tmp_path: Path) -> None:
    source = write_marked(tmp_path / "in.ts", Marked())
    run(source, tmp_path / "out.mp4", limit=25)
    found = measured(tmp_path / "out.mp4")
    assert found.frames == 25
    assert found.sound_s == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".mov", ".webm"])
def test_every_sound_track_is_kept(tmp_path: Path, suffix: str) -> None:
    source = write_marked(tmp_path / "in.mkv", Marked(sounds=("aac", "libopus")))
    run(source, tmp_path / f"out{suffix}")
    for track in (0, 1):
        assert max(map(abs, measured(tmp_path / f"out{suffix}", track).offsets_ms)) <= FRAME_MS


def test_one_sound_track_is_kept_where_that_is_asked_for(tmp_path: Path) -> None:
    source = write_marked(tmp_path / "in.mkv", Marked(sounds=("aac", "libopus")))
    run(source, tmp_path / "out.mkv", audio_track=2)
    with av.open(str(tmp_path / "out.mkv")) as container:
        assert [track.codec_context.name for track in container.streams.audio] == ["opus"]
    with pytest.raises(AppError, match="no sound track 3"):
        run(source, tmp_path / "no.mkv", audio_track=3)
    assert not (tmp_path / "no.mkv").exists()


def test_a_sound_track_that_cannot_be_decoded_is_reported(tmp_path: Path) -> None:
    source = write_marked(tmp_path / "in.mp4", Marked(sounds=("aac", "aac")))
    content = bytearray(source.read_bytes())
    for name, other in ((b"mp4a", b"apac"), (b"esds", b"dapa")):
        place = content.rindex(name)
        content[place : place + 4] = other
    source.write_bytes(content)
    assert run(source, tmp_path / "out.mp4").warnings[0].startswith("1 of 2 sound tracks cannot be decoded here")
    check(tmp_path / "out.mp4", 2, 50, 2.0)
    with pytest.raises(AppError, match="track 2 cannot be decoded"):
        run(source, tmp_path / "no.mp4", audio_track=2)


@pytest.mark.parametrize("name", ["in.mov", "in.avi"])
@pytest.mark.parametrize("kind", ["pcm_s16le", "pcm_s24le"])
def test_pcm_stays_pcm_to_the_bit(tmp_path: Path, name: str, kind: str) -> None:
    source = write_marked(tmp_path / name, Marked("mpeg4" if name == "in.avi" else "libx264", (kind,)))
    for suffix in (".mov", ".mkv"):
        run(source, tmp_path / f"out{suffix}")
        assert samples(tmp_path / f"out{suffix}", kind).tobytes() == samples(source, kind).tobytes()


def samples(path: Path, codec: str) -> Image:
    with av.open(str(path)) as container:
        track = container.streams.audio[0]
        assert track.codec_context.name == codec
        return np.concatenate([frame.to_ndarray() for frame in container.decode(track)], axis=1)


def eight_tones(path: Path, *, hole: bool) -> Path:
    """Two seconds of PCM in 7.1, a different tone in each channel; hole: half a second in the middle is missing."""
    tones = 300 + 200 * np.arange(8)
    with av.open(str(path), "w") as made:
        container: Any = made
        video = container.add_stream("mpeg4", rate=FPS)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        sound = container.add_stream("pcm_s16le", rate=48_000, layout="7.1")
        for index in range(2 * FPS):
            picture = av.VideoFrame(64, 48, "yuv420p")
            picture.pts, picture.time_base = index, Fraction(1, FPS)
            container.mux(video.encode(picture))
            if hole and 0.75 <= index / FPS < 1.25:
                continue
            times = (index * 1920 + np.arange(1920)) / 48_000
            wave = np.round(9000 * np.sin(2 * np.pi * tones * times[:, None])).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="7.1")
            frame.sample_rate, frame.pts, frame.time_base = 48_000, index * 1920, Fraction(1, 48_000)
            container.mux(sound.encode(frame))
        container.mux(video.encode(None))
        container.mux(sound.encode(None))
    return path


@pytest.mark.parametrize(("suffix", "hole"), [(".mp4", True), (".webm", True), (".mov", False), (".mkv", False)])
def test_eight_channels_stay_eight_each_in_its_place(tmp_path: Path, suffix: str, hole: bool) -> None:
    run(eight_tones(tmp_path / "in.mkv", hole=hole), tmp_path / f"out{suffix}")
    with av.open(str(tmp_path / f"out{suffix}")) as container:
        track = container.streams.audio[0]
        assert track.codec_context.channels == 8
        packed = av.AudioResampler("flt", "7.1", 48_000)
        pieces = [each.to_ndarray() for frame in container.decode(audio=0) for each in packed.resample(frame)]
    waves = np.concatenate(pieces, axis=1).reshape(-1, 8).T
    assert waves.shape[1] / 48_000 == pytest.approx(2.0, abs=0.1)
    part = waves[:, 4800:24000]  # the fourth is for low tones only, and encoders remove the rest from it
    loudest = [float(np.abs(np.fft.rfft(wave)).argmax()) / 0.4 for wave in part]
    assert [round(tone, -1) for tone in loudest[:3] + loudest[4:]] == [300, 500, 700, 1100, 1300, 1500, 1700]
    assert (np.abs(waves[0, 40_000:56_000]).max() < 0.01) == hole
