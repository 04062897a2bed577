import threading
from pathlib import Path

import numpy as np
import pytest

from app.pipeline.background.video import VideoBackground
from app.pipeline.frame import Image
from tests.media import plain, write_video

GREYS = [20, 60, 100, 140, 180, 220]
ROOM = plain((1, 2, 3))


def grey_of(image: Image) -> int:
    """Which of GREYS the image shows."""
    return min(GREYS, key=lambda grey: abs(grey - float(image.mean())))


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return write_video(tmp_path / "v.mp4", [plain((g, g, g)) for g in GREYS], [0, 0.1, 0.2, 0.6, 0.7, 0.8])


def shown(background: VideoBackground, times: list[float]) -> list[int]:
    return [grey_of(background.render(ROOM, None, time)) for time in times]


def test_it_plays_by_its_own_time_stamps(video: Path) -> None:
    background = VideoBackground(video, wait=True)
    assert shown(background, [0, 0.05, 0.15, 0.25, 0.5, 0.65, 0.85]) == [20, 20, 60, 100, 100, 140, 220]
    background.close()


def test_it_starts_again_at_its_end(video: Path) -> None:
    background = VideoBackground(video, wait=True)
    round_seconds = 0.9  # the last frame stays as long as the one before
    times = [0.0, *(0.01 + i * round_seconds for i in range(1, 4)), 0.15 + 4 * round_seconds]
    assert shown(background, times) == [20, 20, 20, 20, 60]
    background.close()


def test_it_starts_with_its_first_picture_whatever_the_clock_says(video: Path) -> None:
    background = VideoBackground(video, wait=True)
    assert shown(background, [5000.0, 5000.15]) == [20, 60]
    background.close()


def test_live_it_continues_from_where_it_is_after_a_pause(video: Path) -> None:
    background = VideoBackground(video)
    assert shown(background, [0.0]) == [20]
    background.render(ROOM, None, 1000.0)
    assert background._origin is not None
    assert 1000.0 - background._origin < 5.0
    background.close()


def test_live_a_clock_that_jumps_back_does_not_stop_it(video: Path) -> None:
    background = VideoBackground(video)
    background.render(ROOM, None, 1000.0)
    background.render(ROOM, None, 3.0)
    assert background._origin == pytest.approx(3.0, abs=1.0)
    background.close()


def test_pictures_are_of_the_frames_size(video: Path) -> None:
    background = VideoBackground(video, wait=True)
    for size in ((64, 48), (32, 32), (100, 20)):
        assert background.render(plain((0, 0, 0), size), None, 0.0).shape == (size[1], size[0], 3)
    background.close()


def test_a_single_picture_stays(tmp_path: Path) -> None:
    background = VideoBackground(write_video(tmp_path / "v.mp4", [plain((140,) * 3)]), wait=True)  # type: ignore[arg-type]
    assert shown(background, [0, 1, 100]) == [140, 140, 140]
    background.close()


def test_a_gif_moves(tmp_path: Path) -> None:
    path = write_video(tmp_path / "v.gif", [plain((g, g, g)) for g in (20, 220)], [0, 0.5], codec="gif")
    background = VideoBackground(path, wait=True)
    assert shown(background, [0, 0.45, 0.55]) == [20, 20, 220]
    background.close()


def test_a_file_that_breaks_off_loops_as_far_as_it_goes(video: Path, tmp_path: Path) -> None:
    images = [np.random.default_rng(i).integers(0, 255, (48, 64, 3), dtype=np.uint8) for i in range(50)]
    whole = write_video(tmp_path / "w.mkv", images)
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    background = VideoBackground(cut, wait=True)
    seen = {background.render(ROOM, None, i / 25).tobytes() for i in range(100)}
    assert 5 < len(seen) < 40
    background.close()


def test_a_file_that_vanishes_while_it_plays_leaves_its_last_picture(video: Path) -> None:
    background = VideoBackground(video, wait=True)
    video.unlink()
    assert shown(background, [0, 50.0, 51.0])[1:] == [220, 220]
    background.close()


def test_close_ends_the_thread(video: Path) -> None:
    background = VideoBackground(video)
    background.close()
    background.close()
    assert not any(thread.name == "background" and thread.is_alive() for thread in threading.enumerate())
