from pytestqt.qtbot import QtBot

from app.ui.state.countdown import Countdown


class Heard:
    def __init__(self, countdown: Countdown) -> None:
        self.ticks: list[int] = []
        self.done = 0
        countdown.ticked.connect(self.ticks.append)
        countdown.done.connect(self._done)

    def _done(self) -> None:
        self.done += 1


def test_it_counts_down_and_is_done_once(qtbot: QtBot) -> None:
    countdown = Countdown()
    heard = Heard(countdown)
    countdown.start(3)
    for _ in range(5):
        countdown.tick()
    assert (heard.ticks, heard.done, countdown.running) == ([3, 2, 1, 0], 1, False)


def test_without_seconds_it_is_done_at_once(qtbot: QtBot) -> None:
    countdown = Countdown()
    heard = Heard(countdown)
    countdown.start(0)
    assert (heard.ticks, heard.done) == ([], 1)


def test_what_was_called_off_is_never_done(qtbot: QtBot) -> None:
    countdown = Countdown()
    heard = Heard(countdown)
    countdown.start(3)
    countdown.tick()
    countdown.cancel()
    countdown.cancel()
    countdown.tick()
    assert (heard.ticks, heard.done, countdown.running) == ([3, 2, 0], 0, False)
    countdown.start(1)
    countdown.tick()
    assert heard.done == 1
