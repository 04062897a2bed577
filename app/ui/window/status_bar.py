"""The status line: the state in words, and on request all measurements."""
from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from app.pipeline.stats import Stats
from app.settings import Settings
from app.ui.state.foot import SlowWatch, doing
from app.ui.state.view_state import ViewState
from app.ui.style import theme

LEAST = 60  # px of an elided figure


class FiguresBar(QStatusBar):
    """Attributes:
    source, fps, doing, slow: always shown.
    latency, dropped, cores, engine: only on request.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._state, self._settings, self._watch = ViewState(), Settings(), SlowWatch()
        self.source, self.engine = Figure("Source", yields=True), Figure("Engine", yields=True)
        self.doing, self.slow = Figure("State"), Figure("Advice", yields=True)
        self.fps, self.latency = Figure("Frames per second"), Figure("Latency")
        self.dropped, self.cores = Figure("Dropped frames"), Figure("Processor")
        self._measured = (self.latency, self.dropped, self.cores, self.engine)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(10, 0, 10, 4)
        line.setSpacing(20)
        for figure in (self.source, self.fps, self.doing):
            line.addWidget(figure)
        line.addStretch(1)
        for figure in (self.slow, *self._measured):
            line.addWidget(figure)
        self.addWidget(row, 1)
        self.show_settings(Settings())
        self.show_stats(Stats())

    def show_settings(self, settings: Settings) -> None:
        self._settings = settings
        for figure in self._measured:
            figure.setVisible(settings.window.show_figures)

    def show_state(self, state: ViewState) -> None:
        self._state = state
        known = state.phase in ("live", "lost") and state.source_name
        self.source.show_value(" · ".join(filter(None, (state.source_name, state.source_size))) if known else "")

    def show_stats(self, stats: Stats) -> None:
        self.doing.show_value(doing(stats, self._state))
        self.doing.setVisible(bool(self.doing.text()))
        self.slow.show_value(self._watch.look(stats, self._state, self._settings.engine))
        self.slow.setVisible(bool(self.slow.text()))
        self.fps.show_value(f"{stats.fps:.0f} fps" if stats.fps else "")
        self.latency.show_value(f"{stats.latency_ms:.0f} ms" if stats.fps else "– ms")
        self.dropped.show_value(f"{stats.dropped} dropped")
        self.cores.show_value("" if stats.cores is None else f"{100 * stats.cores:.0f}% of a core")
        self.engine.show_value(" · ".join(filter(None, (stats.engine or "Loading the network…", stats.note))))
        self._show_tips(stats)

    def _show_tips(self, stats: Stats) -> None:
        stages = [f"{name}: {value:.1f} ms" for name, value in stats.stage_ms.items()]
        resting = [f"The network was idle for {100 * stats.resting:.0f}% of frames"] if stats.resting else []
        measured = "\n".join(stages + resting) if self._settings.window.show_figures else ""
        self.fps.setToolTip(measured or "Frames per second")
        self.latency.setToolTip(f"Camera to screen: within {stats.screen_p95_ms:.0f} ms for 95% of frames")
        self.dropped.setToolTip(
            f"{stats.dropped} frames arrived too fast, {stats.unseen} were never shown, "
            f"{stats.repeated} stayed on screen too long")


class Figure(QLabel):
    """A measured value. Screen readers read its name and value; if there is no room, it is elided."""

    def __init__(self, name: str, *, yields: bool = False) -> None:
        """yields: it is the first to be elided; its tool tip has the full text."""
        super().__init__()
        self._name, self._yields = name, yields
        self.setProperty("role", "caption")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(12, tabular=True))
        self.show_value("")

    def show_value(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(f"{self._name}: {text}" if text else self._name)
        if self._yields or not self.toolTip():
            self.setToolTip(self.accessibleName())

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(LEAST, whole.width()), whole.height()) if self._yields else whole

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())
        if shown == self.text():
            super().paintEvent(event)
            return
        self.style().drawItemText(QPainter(self), self.contentsRect(), self.alignment(), self.palette(),
                                  self.isEnabled(), shown, self.foregroundRole())
