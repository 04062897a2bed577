"""An icon-only button with an accessible name."""
from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.ui.style import icons, theme


class IconButton(QAbstractButton):
    """Round, flat, tinted when checked. Painted in the colours of the applied palette."""

    def __init__(self, icon_name: str, name: str, parent: QWidget | None = None, *, side: int = 40) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._side = side
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(side, side)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @classmethod
    def of_action(
        cls, action: QAction, icon_name: str, parent: QWidget | None = None, *, side: int = 40
    ) -> IconButton:
        """A button that triggers and mirrors an action; its tool tip shows the shortcut."""
        button = cls(icon_name, "", parent, side=side)
        button._name_after(action)
        button.setCheckable(action.isCheckable())
        button.setChecked(action.isChecked())
        button.clicked.connect(action.trigger)
        action.changed.connect(lambda: button.follow(action))
        return button

    def follow(self, action: QAction) -> None:
        """Adopts the action's name, and whether it is enabled and checked."""
        self._name_after(action)
        self.setEnabled(action.isEnabled())
        self.setChecked(action.isChecked())

    def _name_after(self, action: QAction) -> None:
        name, shortcut = action.text().replace("&", "").rstrip("…"), action.shortcut().toString()
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  ({shortcut})" if shortcut else name)

    def set_icon(self, icon_name: str) -> None:
        self._icon_name = icon_name
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, color = self._colors()
        area = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        ring = QPen(QColor(theme.current().accent_text), 2) if self.hasFocus() else Qt.PenStyle.NoPen
        painter.setPen(ring)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, self._side / 4, self._side / 4)
        glyph = QRectF(0, 0, 20, 20)
        glyph.moveCenter(area.center())
        icons.draw(painter, self._icon_name, glyph, color)

    def _colors(self) -> tuple[str, str]:
        palette = theme.current()
        if not self.isEnabled():
            return "", palette.faint
        if self.isDown():
            return palette.line, palette.text
        if self.isCheckable() and self.isChecked():
            return palette.accent_soft, palette.accent_text
        return (palette.raised_hover if self.underMouse() else ""), palette.text
