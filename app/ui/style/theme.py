"""Colours, fonts and spacing: two palettes, and the only place that passes them to Qt."""
from __future__ import annotations

from dataclasses import asdict, dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.settings import Theme
from app.ui.style.stylesheet import stylesheet

GRID = 8
RADIUS = 12
FONT_FAMILIES = ("Inter", "Segoe UI Variable Text", "Segoe UI", ".AppleSystemUIFont", "Cantarell",
                 "Noto Sans", "DejaVu Sans")
FONT_PX = 13
SEMIBOLD = QFont.Weight.DemiBold
BAR_HEIGHT = 72


@dataclass(frozen=True)
class Palette:
    """Every colour of the window, '#rrggbb'. A name says the role, never the hue.

    Attributes:
        window, surface, raised, raised_hover: from the back to the front.
        line, line_strong: hairlines, and borders needed to find a control.
        text, muted, faint: text, captions, disabled text.
        accent, accent_hover, accent_pressed, on_accent: filled controls and what stands on them.
        accent_text: the accent where it is text, an icon or a ring on a surface.
        accent_soft: a tint of the accent for chosen things.
        danger, danger_hover, on_danger: recording.
        warning, success: only for icons.
        stage: behind the preview when there is no picture.
    """

    window: str
    surface: str
    raised: str
    raised_hover: str
    line: str
    line_strong: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_text: str
    accent_soft: str
    danger: str
    danger_hover: str
    on_danger: str
    warning: str
    success: str
    stage: str


LIGHT = Palette(
    window="#f3f4f7", surface="#ffffff", raised="#f1f2f6", raised_hover="#e6e8ee",
    line="#e2e4ea", line_strong="#838a99", text="#15171c", muted="#5a616e", faint="#a0a6b1",
    accent="#5653d4", accent_hover="#4946c4", accent_pressed="#3d3aad", on_accent="#ffffff",
    accent_text="#4d4ac9", accent_soft="#ebeafc",
    danger="#d4343b", danger_hover="#bf272e", on_danger="#ffffff",
    warning="#b06000", success="#1b8048", stage="#e3e6ec",
)
DARK = Palette(
    window="#121317", surface="#1a1c21", raised="#262930", raised_hover="#30343c",
    line="#2a2d34", line_strong="#747b89", text="#eeeff2", muted="#a3a9b5", faint="#626874",
    accent="#625fe6", accent_hover="#716ef0", accent_pressed="#5451cf", on_accent="#ffffff",
    accent_text="#a09eff", accent_soft="#2a2a4d",
    danger="#d93a41", danger_hover="#e54d54", on_danger="#ffffff",
    warning="#f0b04a", success="#4cc38a", stage="#1a1c21",
)


def palette_for(theme: Theme, system: Qt.ColorScheme) -> Palette:
    """The palette for the user's choice and the system's colour scheme."""
    if theme == "system":
        return DARK if system == Qt.ColorScheme.Dark else LIGHT
    return DARK if theme == "dark" else LIGHT


def current() -> Palette:
    """The applied palette; our own widgets read it when they paint."""
    window = QApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if window.lightness() < 128 else LIGHT


def apply(app: QApplication, palette: Palette) -> None:
    """Styles the whole application: Fusion, palette, font and style sheet."""
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_qt_palette(palette))
    app.setFont(font())
    app.setStyleSheet(stylesheet(asdict(palette)))


def apply_choice(choice: Theme) -> None:
    """Styles the application as the user chose, unless it already is."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    palette = palette_for(choice, app.styleHints().colorScheme())
    if palette is not current() or not app.styleSheet():
        apply(app, palette)


def font(px: int = FONT_PX, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False) -> QFont:
    """The window's font; tabular: digits of equal width, for numbers that change."""
    face = QFont(list(FONT_FAMILIES))
    face.setPixelSize(px)
    face.setWeight(weight)
    if tabular:
        face.setFeature(QFont.Tag("tnum"), 1)
    return face


def _qt_palette(palette: Palette) -> QPalette:
    role = QPalette.ColorRole
    colors = {
        role.Window: palette.window, role.WindowText: palette.text, role.Base: palette.surface,
        role.AlternateBase: palette.raised, role.Text: palette.text, role.Button: palette.raised,
        role.ButtonText: palette.text, role.BrightText: palette.on_accent, role.Highlight: palette.accent,
        role.HighlightedText: palette.on_accent, role.Link: palette.accent_text,
        role.PlaceholderText: palette.muted, role.ToolTipBase: palette.text,
        role.ToolTipText: palette.surface,
        role.Light: palette.raised_hover, role.Mid: palette.line, role.Dark: palette.line_strong,
    }
    result = QPalette()
    for name, color in colors.items():
        result.setColor(name, QColor(color))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(palette.faint))
    return result
