"""Every format, written and read back."""
from pathlib import Path

import numpy as np
import pytest

from app.pipeline.encode.formats import check_output
from app.pipeline.encode.opening import open_writer
from app.pipeline.frame import Frame
from tests.app.pipeline.encode.composites import GREYS, TIMES, TRANSPARENT, VIDEOS, decoded, half_seen, pictures


@pytest.mark.parametrize("suffix", VIDEOS)
def test_videos_keep_every_frame_at_its_time(tmp_path: Path, suffix: str) -> None:
    with open_writer(tmp_path / f"out{suffix}") as writer:
        for frame in pictures():
            writer.write(frame)
    frames = decoded(writer.path)
    assert [time for time, _ in frames] == pytest.approx(TIMES, abs=0.006)
    assert [float(image.mean()) for _, image in frames] == pytest.approx(GREYS, abs=6)


@pytest.mark.parametrize("suffix", TRANSPARENT)
def test_transparent_videos_keep_their_alpha(tmp_path: Path, suffix: str) -> None:
    with open_writer(tmp_path / f"out{suffix}", transparent=True) as writer:
        for index in range(3):
            writer.write(Frame(half_seen(), index / 25, index))
    # FFmpeg's own VP9 decoder drops the alpha; libvpx's returns it, as in browsers.
    frames = decoded(writer.path, "bgra", codec="libvpx-vp9" if suffix == ".webm" else None)
    assert len(frames) == 3
    _, image = frames[-1]
    assert image[24, 4, 3] < 8
    assert image[24, 60, 3] > 247
    assert np.abs(image[24, 60, :3].astype(int) - (0, 0, 255)).max() < 16


@pytest.mark.parametrize("suffix", [*VIDEOS, ".png"])
def test_odd_sizes_are_written(tmp_path: Path, suffix: str) -> None:
    with open_writer(tmp_path / f"out{suffix}") as writer:
        for frame in pictures((33, 17)):
            writer.write(frame)
    assert writer.path.stat().st_size > 0


@pytest.mark.parametrize("suffix", [*VIDEOS, ".png"])
def test_an_error_on_the_way_leaves_nothing_behind(tmp_path: Path, suffix: str) -> None:
    def work() -> None:
        with open_writer(tmp_path / f"out{suffix}") as writer:
            for frame in pictures():
                writer.write(frame)
            raise KeyboardInterrupt

    (tmp_path / f"out{suffix}").write_text("the old one")
    with pytest.raises(KeyboardInterrupt):
        work()
    assert [p.name for p in tmp_path.iterdir()] == [f"out{suffix}"]
    assert (tmp_path / f"out{suffix}").read_text() == "the old one"


@pytest.mark.parametrize("suffix", VIDEOS)
def test_the_final_name_appears_only_when_it_is_whole(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    with open_writer(path) as writer:
        for frame in pictures():
            writer.write(frame)
            assert not path.exists()
    assert path.exists()


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("stem", ["n" * 251, "ü" * 125])
def test_a_name_as_long_as_can_be(tmp_path: Path, stem: str, live: bool) -> None:
    path = tmp_path / f"{stem}.mp4"
    check_output(path, transparent=False)
    with open_writer(path, live=live) as writer:
        writer.write(pictures()[0])
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
