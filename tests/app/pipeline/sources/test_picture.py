from __future__ import annotations

from pathlib import Path

from app.pipeline.sinks.snapshot import write_png
from app.pipeline.sources.picture import PictureSource
from tests.media import plain


def test_as_a_source_it_comes_again_and_again(tmp_path: Path) -> None:
    write_png(plain((0, 0, 255), (60, 40)), tmp_path / "room.png")
    source = PictureSource(tmp_path / "room.png")
    frames = [source.read() for _ in range(3)]
    source.close()
    assert [frame.index for frame in frames if frame] == [0, 1, 2]
    times = [frame.time for frame in frames if frame]
    assert times == sorted(set(times))
    assert (source.info.width, source.info.height, source.info.name) == (60, 40, "room.png")
    assert not source.info.is_live
