from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.review.parts import Footer, Header


def review(**facts: Any) -> Any:
    known = {"accepted": 1, "rejected": 1, "total": 4, "pace_s": None, "left_s": None, "current": "c", "last": None}
    return SimpleNamespace(**{**known, **facts})


@pytest.mark.parametrize(("left", "words"), [(59.6, "1 min 00 s"), (59.4, "59 s"), (125.0, "2 min 05 s")])
def test_the_header_counts_and_estimates(qtbot: QtBot, left: float, words: str) -> None:
    header = Header("labels")
    qtbot.addWidget(header)
    header.show_review(review())
    assert header.progress.text() == "2 of 4"
    assert header.figures.text() == "1 accepted · 1 rejected"
    assert header.bar.share == 0.5
    assert header.pace.text().startswith("– s per picture")
    header.show_review(review(pace_s=1.234, left_s=left))
    assert header.pace.text().startswith("1.23 s per picture")
    assert header.pace.text().endswith(f"{words} left")


def test_an_empty_review_has_no_progress_to_divide_by(qtbot: QtBot) -> None:
    header = Header("labels")
    qtbot.addWidget(header)
    header.show_review(review(accepted=0, rejected=0, total=0))
    assert header.bar.share == 0


def test_the_footer_offers_what_can_be_decided_and_undone(qtbot: QtBot) -> None:
    footer = Footer()
    qtbot.addWidget(footer)
    footer.show_review(review())
    assert footer.accept.isEnabled()
    assert not footer.undo.isEnabled()
    assert footer.last.text() == ""
    footer.show_review(review(current=None, last=(SimpleNamespace(name="b"), "rejected")))
    assert not footer.accept.isEnabled()
    assert not footer.reject.isEnabled()
    assert footer.undo.isEnabled()
    assert footer.last.text() == "b rejected"
    footer.show_problem("The disk is full", "Free some space.")
    assert footer.last.text() == "The disk is full. Free some space."
