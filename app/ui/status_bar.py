"""The line at the foot: measured figures, nothing else."""
from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from app.pipeline.stats import Stats
from app.ui import theme
from app.ui.view_state import ViewState
from app.ui.widgets.text import caption


class FiguresBar(QStatusBar):
    """Attributes:
    source, fps, latency, dropped, cores, engine: the labels.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.source, self.engine = _figure("Source"), _figure("Engine")
        self.fps, self.latency = _figure("Frames a second"), _figure("Latency")
        self.dropped, self.cores = _figure("Dropped frames"), _figure("Processor")
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(10, 0, 10, 4)
        line.setSpacing(20)
        line.addWidget(self.source)
        line.addStretch(1)
        for figure in (self.fps, self.latency, self.dropped, self.cores, self.engine):
            line.addWidget(figure)
        self.addWidget(row, 1)
        self.show_stats(Stats())

    def show_state(self, state: ViewState) -> None:
        known = state.phase in ("live", "lost") and state.source
        facts = (state.source, state.source_size) if known else ()
        on_air = ("on the virtual camera",) if state.cast == "on" else ()
        self.source.setText(" · ".join(facts + on_air))

    def show_stats(self, stats: Stats) -> None:
        self.fps.setText(f"{stats.fps:.0f} fps" if stats.fps else "– fps")
        self.latency.setText(f"{stats.latency_ms:.0f} ms" if stats.fps else "– ms")
        self.dropped.setText(f"{stats.dropped} dropped")
        self.cores.setText("" if stats.cores is None else f"{100 * stats.cores:.0f} % of a core")
        self.engine.setText(" · ".join(filter(None, (stats.engine or "Loading the network…", stats.note))))
        stages = [f"{name}: {value:.1f} ms" for name, value in stats.stage_ms.items()]
        resting = [f"The network rested for {100 * stats.resting:.0f} % of them"] if stats.resting else []
        self.fps.setToolTip("\n".join(stages + resting) or "Pictures a second")
        self.latency.setToolTip(f"From camera to screen, 95 of 100 pictures: within {stats.screen_p95_ms:.0f} ms")
        self.dropped.setToolTip(
            f"{stats.dropped} pictures came too fast, {stats.unseen} were never painted, "
            f"{stats.repeated} stood too long")


def _figure(name: str) -> QLabel:
    figure = caption("")
    figure.setAccessibleName(name)
    figure.setToolTip(name)
    figure.setFont(theme.font(12, tabular=True))
    return figure
