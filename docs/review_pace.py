"""Measures how fast the review window can be used, with a key press as soon as each picture appears.

python docs/review_pace.py [--count N]. The paper's reviewers took 1.25 s per picture, and must not have to wait for the
window.
"""
from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import cv2
import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.review.window import ReviewWindow
from app.ui.style import theme
from sinet_core.datagen.label_set import read_labels, remember
from sinet_core.datagen.review import FILE, Review

PAPER_S = 1.25
SIZE = (1200, 1600)
TIMEOUT_S = 20.0


def main() -> int:
    """Prints median, 95th percentile and maximum. Returns 1 if the median is slower than the paper's reviewers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60, metavar="N", help="pictures of 1600x1200")
    count = parser.parse_args().count
    app = QApplication(sys.argv[:1])
    theme.apply(app, theme.LIGHT)
    with tempfile.TemporaryDirectory() as folder:
        names = _write(Path(folder), count)
        window = ReviewWindow(Review(read_labels(Path(folder)), Path(folder) / FILE), "labels", time.monotonic)
        window.show()
        busy = time.process_time()
        taken = [_decide(window, name) for name in names]
        busy = (time.process_time() - busy) / count
        window.close()
    taken.sort()
    late = taken[min(len(taken) - 1, round(0.95 * len(taken)))]
    median = statistics.median(taken)
    print(f"{count}: median {median:.3f} s, 95 of 100 below {late:.3f} s, longest {taken[-1]:.3f} s per picture")
    print(f"The paper's reviewers took {PAPER_S} s: {median / PAPER_S:.0%} of that is spent waiting for the window.")
    print(f"Processor time: {busy:.3f} s per picture, {busy / PAPER_S:.0%}; the rest is others'.")
    return 0 if median < PAPER_S else 1


def _decide(window: ReviewWindow, name: str) -> float:
    """Seconds from one key press to the next picture, its press included."""
    begun = time.monotonic()
    while not window.canvas.shows(name) and time.monotonic() - begun < TIMEOUT_S:
        QApplication.processEvents()
    QTest.keyClick(window, Qt.Key.Key_Space)
    return time.monotonic() - begun


def _write(folder: Path, count: int) -> list[str]:
    rng = np.random.default_rng(1)
    (folder / "images").mkdir()
    (folder / "masks").mkdir()
    rows = []
    for number in range(count):
        name = f"{number:04d}"
        noise = rng.integers(0, 255, (SIZE[0] // 16, SIZE[1] // 16, 3), np.uint8)
        cv2.imwrite(str(folder / "images" / f"{name}.jpg"), cv2.resize(noise, SIZE[::-1]))
        mask = np.zeros(SIZE, np.uint8)
        cv2.circle(mask, (SIZE[1] // 2, SIZE[0] // 2), 300 + number, 255, -1)
        cv2.imwrite(str(folder / "masks" / f"{name}.png"), mask)
        rows.append(f"{name},{number / count:.4f}")
    (folder / "agreement.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    remember(folder, folder / "images")
    return [row.split(",")[0] for row in rows]


if __name__ == "__main__":
    sys.exit(main())
