from __future__ import annotations

from dataclasses import asdict, fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.ui.style import theme
from app.ui.style.stylesheet import stylesheet
from app.ui.style.theme import DARK, LIGHT, Palette

AA_TEXT, AA_CONTROL = 4.5, 3.0
TEXTS = [
    ("text", "window"), ("text", "surface"), ("text", "raised"), ("text", "raised_hover"), ("text", "stage"),
    ("muted", "window"), ("muted", "surface"), ("muted", "raised"), ("muted", "stage"),
    ("on_accent", "accent"), ("on_accent", "accent_pressed"),
    ("accent_text", "surface"), ("accent_text", "accent_soft"), ("on_danger", "danger"),
    ("text", "accent_soft"),
]
CONTROLS = [
    ("line_strong", "surface"), ("line_strong", "window"), ("accent_text", "raised"), ("warning", "surface"),
    ("success", "surface"), ("danger", "window"), ("accent", "surface"),
]


def luminance(color: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_and_controls_can_be_read(palette: Palette) -> None:
    colors = asdict(palette)
    low = [(ink, ground, round(contrast(colors[ink], colors[ground]), 2))
           for pairs, least in ((TEXTS, AA_TEXT), (CONTROLS, AA_CONTROL))
           for ink, ground in pairs if contrast(colors[ink], colors[ground]) < least]
    assert low == []


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_color_is_one_and_the_sheet_has_no_gap(palette: Palette) -> None:
    assert all(QColor(getattr(palette, field.name)).isValid() for field in fields(palette))
    sheet = stylesheet(asdict(palette))
    assert "$" not in sheet
    assert palette.accent in sheet


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("mark", ["QScrollBar::handle:vertical {", "QSlider::groove:horizontal {",
                                  "QFrame#segments QPushButton:checked {"])
def test_marks_that_mean_something_can_be_seen(palette: Palette, mark: str) -> None:
    rule = stylesheet(asdict(palette)).split(mark)[1].split("}")[0]
    colors = [part.strip(" ;") for part in rule.replace(";", " ").split() if part.startswith("#")]
    grounds = (palette.surface, palette.raised)
    assert any(min(contrast(color, ground) for ground in grounds) >= AA_CONTROL for color in colors)


def test_the_system_decides_unless_the_user_did() -> None:
    assert theme.palette_for("system", Qt.ColorScheme.Dark) is DARK
    assert theme.palette_for("system", Qt.ColorScheme.Light) is LIGHT
    assert theme.palette_for("system", Qt.ColorScheme.Unknown) is LIGHT
    assert theme.palette_for("dark", Qt.ColorScheme.Light) is DARK
    assert theme.palette_for("light", Qt.ColorScheme.Dark) is LIGHT


def test_what_is_applied_is_what_painters_see(qapp: QApplication) -> None:
    for palette in (DARK, LIGHT):
        theme.apply(qapp, palette)
        assert theme.current() is palette
