"""Asks for the address of a network camera."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.pipeline.decode.address import address_problem, completed, stream_name
from app.ui.widgets.text import button, caption, label

ROW_PX, PADDING_PX = 30, 4  # as in the style sheet
HELP = "MJPEG or RTSP, for example from a phone's camera app."


class AddressDialog(QDialog):
    """Attributes:
    field: what the user types.
    confirm: disabled while the address is invalid; the line below the field says why.
    last: recent addresses; a click selects one, a double click connects.
    """

    def __init__(self, parent: QWidget | None = None, *, last: Sequence[str] = (), address: str = "") -> None:
        """last: addresses to choose from, newest first. address: the field's initial text."""
        super().__init__(parent)
        self.setWindowTitle("Network camera")
        self.setMinimumWidth(440)
        self.field = QLineEdit()
        self.field.setPlaceholderText("192.168.1.20:8080/video")
        self.field.setAccessibleName("Camera address")
        self.hint = caption(HELP)
        self.hint.setWordWrap(True)
        self.last = _list_of(last)
        self.confirm = button("Connect", "primary")
        self.confirm.setDefault(True)
        self._lay_out(button("Cancel"))
        self.confirm.clicked.connect(self.accept)
        self.field.textChanged.connect(self._check)
        self.last.itemClicked.connect(lambda item: self.field.setText(item.data(Qt.ItemDataRole.UserRole)))
        self.last.itemActivated.connect(self._connect_to)
        self.field.setText(address)
        self.field.selectAll()
        self._check()

    def url(self) -> str:
        """The address, with its scheme."""
        return completed(self.field.text())

    def _lay_out(self, cancel: QWidget) -> None:
        cancel.clicked.connect(self.reject)  # type: ignore[attr-defined]
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(label("Camera address", "title"))
        column.addWidget(self.field)
        column.addWidget(self.hint)
        if self.last.count():
            column.addWidget(caption("Recent"))
            column.addWidget(self.last)
        column.addSpacing(8)
        column.addLayout(row)

    def _check(self) -> None:
        problem = address_problem(self.field.text())
        self.confirm.setEnabled(not problem)
        self.hint.setText(problem if problem and self.field.text().strip() else HELP)
        self.confirm.setToolTip(problem)

    def _connect_to(self, item: QListWidgetItem) -> None:
        self.field.setText(item.data(Qt.ItemDataRole.UserRole))
        self.accept()


def _list_of(addresses: Sequence[str]) -> QListWidget:
    shown = QListWidget()
    shown.setObjectName("choices")
    shown.setAccessibleName("Recent addresses")
    shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for address in addresses:
        item = QListWidgetItem(stream_name(address))
        item.setData(Qt.ItemDataRole.UserRole, address)
        shown.addItem(item)
    shown.setFixedHeight(ROW_PX * len(addresses) + 2 * PADDING_PX)
    return shown
