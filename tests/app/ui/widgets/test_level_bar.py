import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.pipeline.sound.level import SILENCE_DB, Level
from app.ui.style import theme
from app.ui.widgets.level_bar import LevelBar, share


@pytest.fixture
def bar(qtbot: QtBot) -> LevelBar:
    bar = LevelBar(100)
    qtbot.addWidget(bar)
    bar.resize(100, 10)
    return bar


def colors(bar: LevelBar) -> set[str]:
    image = bar.grab().toImage()
    return {QColor(image.pixelColor(x, 5)).name() for x in range(image.width())}


@pytest.mark.parametrize(("decibel", "part"), [(0.0, 1.0), (6.0, 1.0), (-30.0, 0.5), (-60.0, 0.0), (SILENCE_DB, 0.0)])
def test_its_length_follows_the_decibels(decibel: float, part: float) -> None:
    assert share(decibel) == pytest.approx(part)


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (None, "Nothing is heard"),
        (Level(), "Silence"),
        (Level(-20.4, -31.2), "Peak -20 dB, loudness -31 dB"),
        (Level(0.0, -3.0, clipped=True), "Too loud: turn the volume down"),
    ],
)
def test_it_says_in_words_what_it_shows(bar: LevelBar, level: Level | None, words: str) -> None:
    bar.show_level(Level(-1.0))
    bar.show_level(level)
    assert bar.toolTip() == bar.accessibleDescription() == words


def test_what_is_too_loud_is_red(bar: LevelBar) -> None:
    danger = theme.current().danger
    bar.show_level(Level(-20.0, -30.0))
    assert danger not in colors(bar)
    bar.show_level(Level(-1.0, -6.0, clipped=True))
    assert danger in colors(bar)
