"""Metadata, chapters and subtitles of the input, and very slow videos."""
from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from av.packet import Packet

from app.pipeline.encode.taken_over.subtitles import STYLES
from tests.app.pipeline.render.test_sound import run
from tests.media import plain, write_video
from tests.sync import Marked, write_marked

FACTS = {
    "title": "Birthday", "artist": "Me", "date": "2024-05-06", "comment": "hello", "location": "+48.1000+011.5000/",
}  # fmt: skip
LINES = ((500, 700, b"Hello"), (1400, 400, b"Two\nlines"))
CHAPTERS: list[Any] = [
    {"id": number, "start": 1000 * number, "end": 1000 * number + 1000, "time_base": Fraction(1, 1000),
     "metadata": {"title": title}}
    for number, title in enumerate(("One", "Two"))
]  # fmt: skip


def described(path: Path) -> Path:
    """A video with metadata, chapters and subtitles."""
    plain_one = write_marked(path.with_name(f"plain{path.suffix}"), Marked())
    with av.open(str(plain_one)) as given, av.open(str(path), "w") as taken:
        streams = {track.index: taken.add_stream_from_template(track) for track in given.streams}
        subtitles: Any = taken.add_stream("mov_text" if path.suffix == ".mp4" else "subrip")
        subtitles.codec_context.subtitle_header = STYLES
        subtitles.metadata["language"] = "fra"
        streams[1].metadata.update({"title": "Commentary", "language": "eng"})
        taken.metadata.update(FACTS)
        taken.set_chapters(CHAPTERS)
        for packet in given.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                taken.mux(packet)
        for begin, shown, text in LINES:
            line = Packet(len(text).to_bytes(2, "big") + text if path.suffix == ".mp4" else text)
            line.pts = line.dts = begin
            line.duration, line.time_base, line.stream = shown, Fraction(1, 1000), subtitles
            taken.mux(line)
    return path


def lines(path: Path) -> list[tuple[float, str]]:
    """Its subtitles: when each appears, and its text."""
    with av.open(str(path)) as container:
        track = container.streams.subtitles[0]
        assert track.language == "fra"
        skipped = 2 if track.codec_context.name == "mov_text" else 0
        given: Any = container
        packets = [(float(p.pts * p.time_base), bytes(p)[skipped:]) for p in given.demux(track) if p.size]
    return [(time, text.decode().replace("\r", "")) for time, text in packets if text]


@pytest.mark.parametrize("source", [".mkv", ".mp4"])
@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm"])
def test_a_video_keeps_what_it_says_of_itself(tmp_path: Path, source: str, suffix: str) -> None:
    run(described(tmp_path / f"in{source}"), tmp_path / f"out{suffix}")
    with av.open(str(tmp_path / f"out{suffix}")) as container:
        said = {key.lower(): text for key, text in container.metadata.items()}
        assert {key: said.get(key) for key in FACTS} == FACTS
        chapters: list[Any] = container.chapters()
        assert [chapter["metadata"]["title"] for chapter in chapters] == ["One", "Two"]
        assert float(chapters[1]["start"] * chapters[1]["time_base"]) == pytest.approx(1.0, abs=0.05)
        assert container.streams.audio[0].language == "eng"
        names = container.streams.audio[0].metadata
        assert "Commentary" in (names.get("title"), names.get("name"))
    shown = lines(tmp_path / f"out{suffix}")
    assert [text for _, text in shown] == ["Hello", "Two\nlines"]
    assert [time for time, _ in shown] == pytest.approx([0.5, 1.4], abs=0.05)


def test_what_tells_of_the_input_file_itself_is_not_carried(tmp_path: Path) -> None:
    run(described(tmp_path / "in.mp4"), tmp_path / "out.mkv")
    with av.open(str(tmp_path / "out.mkv")) as container:
        assert not {"major_brand", "compatible_brands", "MAJOR_BRAND"} & set(container.metadata)


def test_chapters_end_with_a_shortened_video(tmp_path: Path) -> None:
    run(described(tmp_path / "in.mkv"), tmp_path / "out.mkv", limit=20)
    with av.open(str(tmp_path / "out.mkv")) as container:
        chapter: Any = container.chapters()[-1]
        assert float(chapter["end"] * chapter["time_base"]) == pytest.approx(0.8, abs=0.05)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm", ".mov"])
def test_a_very_slow_video_with_sound_keeps_its_times(tmp_path: Path, suffix: str) -> None:
    """One frame in half an hour: a lower rate than any fraction with a small denominator can express."""
    times = [0.0, 2000.0, 4000.0]
    slow = write_video(tmp_path / "slow.mkv", [plain((9, 9, 9))] * 3, times)
    tone = write_marked(tmp_path / "tone.mkv", Marked())
    with av.open(str(slow)) as pictures, av.open(str(tone)) as sound, av.open(str(tmp_path / "in.mkv"), "w") as taken:
        tracks: list[Any] = [sound.streams.audio[0], pictures.streams.video[0]]
        streams = [taken.add_stream_from_template(track) for track in tracks]
        for track, stream in zip(tracks, streams, strict=True):
            for packet in track.container.demux(track):
                if packet.dts is not None:
                    packet.stream = stream
                    taken.mux(packet)
    run(tmp_path / "in.mkv", tmp_path / f"out{suffix}")
    with av.open(str(tmp_path / f"out{suffix}")) as container:
        shown = [frame.time for frame in container.decode(video=0)]
    assert shown == pytest.approx(times, abs=0.05)
