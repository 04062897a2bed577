import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline.frame import Frame
from app.pipeline.replay import player
from app.pipeline.replay.player import TakePlayer
from app.pipeline.takes.take_settings import TakeChanges
from app.settings import BackgroundSettings
from tests.kept import make_take
from tests.room import marker_share

WAIT_S = 60.0
RED = TakeChanges(background=BackgroundSettings("color", "#c02020"))


class Show:
    """A player, and what it has shown."""

    def __init__(self, path: Path) -> None:
        self.changed = threading.Condition()
        self.frames: list[Frame] = []
        self.errors: list[AppError] = []
        self.heard: list[tuple[float, bool]] = []  # where the sound began, whether it was closed
        with self.changed:  # its thread may call before the attribute is set
            self.player = TakePlayer(path, self._change, self._fail, open_sound=self._open)

    def _open(self, path: Path, start_s: float) -> "Show":
        self.heard.append((start_s, False))
        return self

    def close(self) -> None:
        self.heard[-1] = (self.heard[-1][0], True)

    def _change(self) -> None:
        with self.changed:
            frame = self.player.frames.take()
            if frame is not None:
                self.frames.append(frame)
            self.changed.notify_all()

    def _fail(self, error: AppError) -> None:
        with self.changed:
            self.errors.append(error)
            self.changed.notify_all()

    def wait(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, WAIT_S)


@pytest.fixture(scope="module")
def take(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_take(tmp_path_factory.mktemp("takes") / "a.backdrop", 40)


@pytest.fixture
def show(take: Path) -> Iterator[Show]:
    made = Show(take)
    made.wait(lambda: len(made.frames) > 0)
    yield made
    made.player.close()


def is_red(frame: Frame) -> bool:
    return bool((frame.image[3, 3] == (0x20, 0x20, 0xC0)).all())


def test_the_first_frame_is_shown_and_another_look_at_once(show: Show) -> None:
    assert show.player.position_s == 0
    assert not is_red(show.frames[0])
    show.player.choose(RED)
    show.wait(lambda: is_red(show.frames[-1]))
    assert show.player.position_s == 0
    assert not show.heard


def test_it_plays_to_the_end_with_its_sound_and_then_from_the_beginning(show: Show) -> None:
    show.player.play()
    show.wait(lambda: not show.player.playing and show.player.position_s > 1.2)
    assert show.heard == [(0.0, True)]
    assert [frame.time for frame in show.frames] == sorted(frame.time for frame in show.frames)
    assert max(marker_share(frame.image) for frame in show.frames) == 0
    show.player.play()
    show.wait(lambda: len(show.heard) == 2 and show.heard[-1][0] == 0.0)
    show.player.pause()


def test_seeking_and_a_part(show: Show) -> None:
    show.player.seek(0.5)
    show.wait(lambda: show.player.position_s == pytest.approx(0.5, abs=0.02))
    show.player.play_part(0.5, 0.8)
    show.player.play()
    show.wait(lambda: not show.player.playing and show.player.position_s > 0.7)
    assert show.player.position_s < 0.8
    assert show.heard[0][0] == pytest.approx(0.5, abs=0.02)


def test_the_last_frame_of_the_part_is_shown_however_slow_the_computer(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(player, "LATE_S", -1.0)
    monkeypatch.setattr(player, "LONGEST_S", 1e9)
    show.player.play_part(0.0, 0.5)
    show.player.play()
    show.wait(lambda: not show.player.playing and show.player.position_s > 0.4)
    assert len(show.frames) == 2, "the first and the last"


def test_a_background_that_is_gone_is_reported_and_plain_dark_stands_in(show: Show) -> None:
    show.player.choose(TakeChanges(background=BackgroundSettings("picture", "/gone.png")))
    show.wait(lambda: bool(show.errors))
    show.wait(lambda: bool((show.frames[-1].image[3, 3] == (32, 28, 26)).all()))
    show.player.choose(RED)
    show.wait(lambda: is_red(show.frames[-1]))


def test_a_take_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    show = Show(tmp_path / "gone.backdrop")
    show.wait(lambda: bool(show.errors))
    assert "no take" in show.errors[0].title
    show.player.close()


def test_a_take_that_is_gone_while_it_is_open_is_reported_and_plays_once_it_is_back(take: Path, tmp_path: Path) -> None:
    path, away = tmp_path / "a.backdrop", tmp_path / "away"
    path.write_bytes(take.read_bytes())
    show = Show(path)
    show.wait(lambda: bool(show.frames))
    path.rename(away)
    show.player.seek(0.5)
    show.wait(lambda: len(show.errors) == 1)
    show.player.play()
    show.wait(lambda: len(show.errors) == 2 and not show.player.playing)
    away.rename(path)
    show.player.play()
    show.wait(lambda: show.player.position_s > 1.2 and not show.player.playing)
    show.player.close()
