"""The picture of the review window."""
from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.errors import AppError
from app.review.pictures import LoadedPicture
from app.ui.style import theme
from sinet_core.datagen.label_set import Label
from sinet_core.datagen.review import Review


class Canvas(QWidget):
    """The picture with its mask, or the reason why there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Picture")
        self._name: str | None = None
        self._shown: LoadedPicture | None = None
        self._text = ""
        self._chip = ""
        self._mask_on, self._held = True, False

    @property
    def image(self) -> QImage | None:
        """What is drawn."""
        if self._shown is None:
            return None
        return self._shown.masked if self._mask_on and not self._held else self._shown.plain

    @property
    def text(self) -> str:
        """The text shown instead of a picture."""
        return self._text

    def shows(self, name: str) -> bool:
        """Whether the user currently sees this picture, or the message that it cannot be read."""
        return self._name == name

    def show_label(self, label: Label, shown: LoadedPicture | AppError) -> None:
        sure = "" if label.agreement is None else f"   ·   agreement {label.agreement:.2f}"
        if isinstance(shown, AppError):
            self._set(label.name, None, f"{shown.title}\n{shown.hint}")
        else:
            self._set(label.name, shown, "")
        self._chip = f"{label.name}{sure}"
        self.setAccessibleDescription(self._chip)

    def show_waiting(self) -> None:
        self._set(None, None, "Reading…")

    def show_end(self, review: Review) -> None:
        self._set(None, None, f"All {review.total} pictures are reviewed\n{review.accepted} accepted, "
                  f"{review.rejected} rejected. You may close the window.")

    def hold_plain(self, held: bool) -> None:
        self._held = held
        self.update()

    def toggle_mask(self) -> None:
        self._mask_on = not self._mask_on
        self.update()

    def _set(self, name: str | None, shown: LoadedPicture | None, text: str) -> None:
        self._name, self._shown, self._text, self._chip = name, shown, text, ""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), theme.RADIUS, theme.RADIUS)
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), QColor(palette.stage))
        if self.image is not None:
            painter.drawImage(self._place(self.image), self.image)
        if self._text:
            self._draw_text(painter)
        if self._chip:
            self._draw_chip(painter)

    def _place(self, image: QImage) -> QRectF:
        scale = min(self.width() / image.width(), self.height() / image.height())
        place = QRectF(0, 0, image.width() * scale, image.height() * scale)
        place.moveCenter(QRectF(self.rect()).center())
        return place

    def _draw_text(self, painter: QPainter) -> None:
        title, _, rest = self._text.partition("\n")
        middle = self.rect().center().y()
        for text, top, px, weight, color in (
            (title, middle - 30, 20, theme.SEMIBOLD, theme.current().text),
            (rest, middle + 2, 14, theme.font().weight(), theme.current().muted),
        ):
            painter.setFont(theme.font(px, weight))
            painter.setPen(QColor(color))
            painter.drawText(QRectF(0, top, self.width(), 28), Qt.AlignmentFlag.AlignCenter, text)

    def _draw_chip(self, painter: QPainter) -> None:
        painter.setFont(theme.font(12, tabular=True))
        width = painter.fontMetrics().horizontalAdvance(self._chip) + 24
        chip = QRectF(12, self.height() - 40, min(width, self.width() - 24), 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(8, 9, 11, 190))
        painter.drawRoundedRect(chip, 14, 14)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self._chip)
