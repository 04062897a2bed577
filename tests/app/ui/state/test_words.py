from __future__ import annotations

from app.ui.state.words import clock, megabytes, title_of


def test_titles_of_sources() -> None:
    assert title_of("/a/b.mp4") == "b.mp4"
    assert title_of("rtsp://me:secret@cam.local/live?key=1") == "cam.local/live"


def test_clock_and_megabytes() -> None:
    assert [clock(7.9), clock(754), clock(3723)] == ["0:07", "12:34", "1:02:03"]
    assert [megabytes(400_000), megabytes(12_000_000), megabytes(1_300_000_000)] == ["0.4 MB", "12 MB", "1.3 GB"]
