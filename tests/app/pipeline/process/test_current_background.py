import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.background.background import PLAIN_DARK, plain_dark
from app.pipeline.events import BackgroundFailed
from app.pipeline.frame import Alpha, Image
from app.pipeline.process.current_background import CurrentBackground
from app.settings import BackgroundSettings
from sinet_core.pyramid import Sizes
from tests.fakes import EventLog, PlainBackground
from tests.room import SIZE

BLUE = BackgroundSettings("color", "#143cc8")


class Broken(PlainBackground):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:
        raise self.error


@pytest.fixture
def events() -> EventLog:
    return EventLog()


@pytest.fixture
def current(events: EventLog) -> CurrentBackground:
    return CurrentBackground(events)


def test_it_is_plain_dark_until_one_is_loaded(current: CurrentBackground) -> None:
    assert current.settings == PLAIN_DARK
    assert np.array_equal(current.alone(SIZE, 0.0), plain_dark(SIZE))


def test_the_one_before_is_closed(current: CurrentBackground) -> None:
    first, second = PlainBackground((200, 0, 0)), PlainBackground((0, 200, 0))
    current.replace(first, BLUE)
    assert current.settings == BLUE
    assert tuple(current.alone(SIZE, 0.0)[0, 0]) == (200, 0, 0)
    current.replace(second, BLUE)
    assert first.closed
    assert not second.closed
    current.close()
    assert second.closed


@pytest.mark.parametrize(
    ("error", "title"),
    [(RuntimeError("lost"), "The background cannot be shown"), (AppError("The disk is gone", "Plug it in."),
                                                                "The disk is gone")],
)
def test_one_that_fails_is_reported_and_replaced_by_plain_dark(
    current: CurrentBackground, events: EventLog, error: Exception, title: str
) -> None:
    broken = Broken(error)
    current.replace(broken, BLUE)
    assert np.array_equal(current.alone(SIZE, 0.0), plain_dark(SIZE))
    assert current.settings == PLAIN_DARK
    assert broken.closed
    current.alone(SIZE, 1.0)
    assert events.count(BackgroundFailed) == 1
    assert events.wait_for(BackgroundFailed).error.title == title
