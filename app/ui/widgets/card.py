"""A titled card of the panel column."""
from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.style import icons, theme
from app.ui.widgets.chevron import draw_chevron


class Glyph(QWidget):
    """A small decorative icon beside a text."""

    def __init__(self, icon_name: str, role: str = "muted", size: int = 18,
                 parent: QWidget | None = None) -> None:
        """role: which colour of the palette."""
        super().__init__(parent)
        self._icon_name, self._role, self._size = icon_name, role, size
        self.setFixedSize(size, size)

    def show_icon(self, icon_name: str, role: str) -> None:
        self._icon_name, self._role = icon_name, role
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color: str = getattr(theme.current(), self._role)
        icons.draw(painter, self._icon_name, QRectF(0, 0, self._size, self._size), color)


class FoldButton(QAbstractButton):
    """An icon, a title and a chevron; folds the card's body."""

    def __init__(self, title: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setText(title)
        self.setFont(theme.font(weight=theme.SEMIBOLD))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(self._rename)
        self._rename()

    def _rename(self) -> None:
        self.setAccessibleName(f"{self.text()}, {'folded' if self.isChecked() else 'unfolded'}")

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 56, 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.accent_text), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        middle = self.height() / 2
        icons.draw(painter, self._icon_name, QRectF(1, middle - 9, 18, 18), palette.muted)
        painter.setPen(QColor(palette.text))
        words = self.rect().adjusted(27, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        end = 27 + self.fontMetrics().horizontalAdvance(self.text()) + 12
        ink = palette.text if self.underMouse() else palette.faint
        draw_chevron(painter, QPointF(end, middle), ink, down=not self.isChecked())


class Card(QFrame):
    """A titled card; its title folds it.

    Attributes:
        title: its name, also in the settings.
        fold: the button that is its title.
        head: the title row; controls for the whole card go at its end.
        body: the column below it.

    Signals:
        folded(bool): the user folded or unfolded it.
    """

    folded = Signal(bool)

    def __init__(self, title: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.title = title
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(6)
        self.fold = FoldButton(title, icon_name)
        self.fold.toggled.connect(self._show_body)
        self.fold.clicked.connect(self.folded)
        self.head = QHBoxLayout()
        self.head.addWidget(self.fold)
        self.head.addStretch(1)
        self._box = QWidget()
        self.body = QVBoxLayout(self._box)
        self.body.setContentsMargins(0, 0, 0, 4)
        self.body.setSpacing(8)
        column.addLayout(self.head)
        column.addWidget(self._box)

    def set_folded(self, folded: bool) -> None:
        """Folds or unfolds it without a signal."""
        self.fold.setChecked(folded)

    def _show_body(self, folded: bool) -> None:
        self._box.setVisible(not folded)
