"""The style sheet, a template with palette roles in place of colours."""
from __future__ import annotations

from collections.abc import Mapping
from string import Template

_BASE = """
QWidget { color: $text; }
QMainWindow { background: $window; }
QDialog { background: $surface; }
QToolTip { background: $text; color: $surface; border: 0; padding: 5px 8px; }

QMenuBar { background: $window; padding: 2px 8px; }
QMenuBar::item { padding: 5px 10px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected { background: $raised_hover; }
QMenu { background: $surface; border: 1px solid $line; padding: 6px; }
QMenu::item { padding: 7px 28px 7px 28px; border-radius: 6px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $faint; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 6px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 8px; }

QStatusBar { background: $window; }
QStatusBar::item { border: 0; }

QScrollArea { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar::handle:vertical { background: $line_strong; border-radius: 3px; min-height: 32px; }
QScrollBar::handle:vertical:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""

_TEXT = """
QLabel { background: transparent; }
QLabel[role="title"] { font-size: 13px; font-weight: 600; }
QLabel[role="caption"] { font-size: 12px; color: $muted; }
QLabel[role="headline"] { font-size: 20px; font-weight: 600; }
QLabel[role="body"] { font-size: 14px; color: $muted; }
QLabel[role="caption"]:disabled { color: $faint; }
"""

_CARDS = """
QFrame#card { background: $surface; border: 1px solid $line; border-radius: 12px; }
QFrame#hairline { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QFrame#banner, QFrame#toast, QFrame#sheet { background: $surface; border: 1px solid $line;
    border-radius: 12px; }
QFrame#bar { background: transparent; border: 0; }
QFrame#bar[floating="true"] { background: $surface; border: 1px solid $line; border-radius: 20px; }
QFrame#seek { background: transparent; border: 0; }
QFrame#seek[floating="true"] { background: $surface; border: 1px solid $line; border-radius: 12px; }
QLabel#keycap { background: $raised; border: 1px solid $line; border-radius: 6px; padding: 3px 8px;
    font-size: 12px; font-weight: 500; }
"""

_BUTTONS = """
QPushButton { background: $raised; border: 1px solid transparent; border-radius: 8px; padding: 0 14px;
    min-height: 30px; font-weight: 500; outline: 0; }
QPushButton:hover { background: $raised_hover; }
QPushButton:pressed { background: $line; }
QPushButton:disabled { color: $faint; }
QPushButton:focus { border: 1px solid $accent_text; }
QPushButton[role="primary"], QPushButton:default { background: $accent; color: $on_accent; }
QPushButton[role="primary"]:hover, QPushButton:default:hover { background: $accent_hover; }
QPushButton[role="primary"]:pressed, QPushButton:default:pressed { background: $accent_pressed; }
QPushButton[role="primary"]:disabled, QPushButton:default:disabled { background: $raised; color: $faint; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="link"] { background: transparent; color: $accent_text; padding: 0 6px; min-height: 24px; }
QPushButton[role="link"]:hover { background: $accent_soft; }
QPushButton[role="link"]:disabled { color: $faint; }

QFrame#segments { background: $raised; border: 0; border-radius: 8px; }
QFrame#segments QPushButton { background: transparent; min-height: 26px; border-radius: 6px; padding: 0 8px;
    color: $muted; }
QFrame#segments QPushButton:hover { color: $text; }
QFrame#segments QPushButton:checked { background: $segment; color: $text; border: 1px solid $line_strong; }
QFrame#segments QPushButton:disabled { color: $faint; }
QFrame#segments QPushButton:checked:disabled { border: 1px solid $line; }
QFrame#segments QPushButton:focus { border: 1px solid $accent_text; }
"""

_FIELDS = """
QComboBox, QLineEdit { background: $raised; border: 1px solid transparent; border-radius: 8px;
    min-height: 32px; padding: 0 10px; selection-background-color: $accent; selection-color: $on_accent; }
QComboBox:hover, QLineEdit:hover { background: $raised_hover; }
QComboBox:focus, QLineEdit:focus, QComboBox:on { border: 1px solid $accent_text; }
QComboBox:disabled, QLineEdit:disabled { color: $faint; }
QComboBox { padding-right: 0; }
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; padding: 4px; outline: 0;
    selection-background-color: $accent; selection-color: $on_accent; }
QComboBox QAbstractItemView::item { min-height: 30px; padding: 0 8px; border-radius: 6px; }
QComboBox QAbstractItemView::item:disabled { color: $faint; }
QComboBox QAbstractItemView::item:selected { background: $accent; color: $on_accent; }

QSlider { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $groove; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::sub-page:horizontal:disabled { background: $faint; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    background: #ffffff; border: 1px solid $line_strong; }
QSlider::handle:horizontal:hover { border: 1px solid $accent_text; }
QSlider::handle:horizontal:focus { border: 2px solid $accent_text; width: 12px; height: 12px; }

QProgressBar { background: $groove; border: 0; border-radius: 3px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QListView#choices { background: $raised; border: 0; border-radius: 8px; padding: 4px; outline: 0; }
QListView#choices::item { min-height: 30px; padding: 0 6px; border-radius: 6px; }
QListView#choices::item:hover { background: $raised_hover; }
QListView#choices::item:selected { background: $accent; color: $on_accent; }
QListView#gallery { background: transparent; border: 0; outline: 0; }
"""


def stylesheet(colors: Mapping[str, str]) -> str:
    """The style sheet for the colours of one palette, by the names of its roles."""
    dark = int(colors["window"][1:3], 16) < 128
    derived = {"segment": colors["raised_hover"] if dark else colors["surface"],
               "groove": colors["line_strong"]}
    sheet = Template(_BASE + _TEXT + _CARDS + _BUTTONS + _FIELDS)
    return sheet.substitute({**colors, **derived})
