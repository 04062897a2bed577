"""The card over the picture that says why there is none."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from app.ui.state.overlays import CardContent
from app.ui.style import icons, theme
from app.ui.widgets.text import button, label

SPIN_MS = 40
EDGE, SPACE = 8, 8  # px
SCRIM_ALPHA = 215  # a picture beneath still shows through, and text keeps its contrast


class Medallion(QWidget):
    """A large icon on a disc, with a spinning arc while waiting."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(88, 88)
        self._icon = "camera"
        self._angle = 0
        self._timer = QTimer(self)
        self._timer.setInterval(SPIN_MS)
        self._timer.timeout.connect(self._turn)

    def show_icon(self, icon: str, *, busy: bool) -> None:
        self._icon = icon
        if busy:
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def _turn(self) -> None:
        self._angle = (self._angle + 9) % 360
        if self.isVisible():
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.accent_soft))
        painter.drawEllipse(QRectF(8, 8, 72, 72))
        icons.draw(painter, self._icon, QRectF(28, 28, 32, 32), palette.accent_text)
        if self._timer.isActive():
            pen = QPen(QColor(palette.accent_text), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawArc(QRectF(3, 3, 82, 82), -self._angle * 16, 80 * 16)


class StateCard(QWidget):
    """Says why there is no picture, and offers what to do.

    Signals:
        acted(str): an Act of view_state.
    """

    acted = Signal(str)

    def __init__(self, has_picture: Callable[[], bool], parent: QWidget | None = None) -> None:
        """has_picture: whether a picture beneath shows through."""
        super().__init__(parent)
        self._has_picture = has_picture
        self._medallion = Medallion()
        self._title = label("", "headline")
        self._text = label("", "body")
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(SPACE)
        self._column = column = QVBoxLayout(self)
        column.setSpacing(SPACE)
        column.addStretch(1)
        column.addWidget(self._medallion, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        for text in (self._title, self._text):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            text.setWordWrap(True)
            column.addWidget(text)
        for silent in (self._medallion, self._title, self._text):
            silent.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addSpacing(8)
        column.addLayout(self._buttons)
        column.addStretch(1)

    def show_overlay(self, overlay: CardContent) -> None:
        self._medallion.show_icon(overlay.icon, busy=overlay.busy)
        self._title.setText(overlay.title)
        self._text.setText(overlay.text)
        self.setAccessibleName(f"{overlay.title}. {overlay.text}")
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._buttons.addStretch(1)
        for act, text in overlay.buttons:
            self._buttons.addWidget(self._button(act, text, primary=act == "retry"))
        self._buttons.addStretch(1)
        self.update()

    def keep_above(self, covered: int) -> None:
        """covered: px at the lower edge under notices. If the card gets low, it keeps its title and buttons."""
        room = self.height() - covered
        width = self.width() - 2 * EDGE
        self._column.setContentsMargins(EDGE, EDGE, EDGE, EDGE + covered)
        beside = self._row_width() <= width
        self._buttons.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        needed = 2 * EDGE + 4 * SPACE + self._title.heightForWidth(width) + self._buttons.sizeHint().height()
        with_text = needed + self._text.heightForWidth(width) + SPACE
        self._text.setVisible(bool(self._text.text()) and with_text <= room)
        self._medallion.setVisible(with_text + self._medallion.height() + 2 * SPACE <= room)

    def _row_width(self) -> int:
        """Width of the buttons side by side, px."""
        items = (self._buttons.itemAt(index) for index in range(self._buttons.count()))
        widths = [item.sizeHint().width() for item in items if item is not None and item.widget() is not None]
        return sum(widths) + SPACE * (len(widths) + 1)

    def _button(self, act: str, text: str, *, primary: bool) -> QWidget:
        result = button(text, "primary" if primary else "")
        result.clicked.connect(lambda: self.acted.emit(act))
        return result

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = QColor(palette.stage)
        ground.setAlpha(SCRIM_ALPHA if self._has_picture() else 255)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS, theme.RADIUS)
