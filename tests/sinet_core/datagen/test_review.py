from __future__ import annotations

from pathlib import Path

import pytest

from sinet_core.datagen.label_set import Label
from sinet_core.datagen.review import PAUSE_S, Review, read_decisions
from sinet_core.errors import DataError

LABELS = [Label(name, Path(f"{name}.jpg"), Path(f"{name}.png")) for name in "abcd"]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "review.csv"


def name_of(review: Review) -> str | None:
    return None if review.current is None else review.current.name


def test_every_decision_is_in_the_file_before_the_next_picture(log: Path) -> None:
    review = Review(LABELS, log)
    review.decide("accepted", 0)
    assert log.read_text() == "a,accepted\n"
    review.decide("rejected", 1)
    assert log.read_text() == "a,accepted\nb,rejected\n"
    assert (name_of(review), review.accepted, review.rejected, review.total) == ("c", 1, 1, 4)


def test_resumes_at_the_first_undecided(log: Path) -> None:
    review = Review(LABELS, log)
    review.decide("accepted", 0)
    review.decide("rejected", 1)
    again = Review(LABELS, log)
    assert (name_of(again), again.accepted, again.rejected) == ("c", 1, 1)


def test_undo_shows_the_picture_again_and_stays_undone(log: Path) -> None:
    review = Review(LABELS, log)
    for word in ("accepted", "rejected"):
        review.decide(word, 0)
    review.undo()
    assert (name_of(review), review.rejected) == ("b", 0)
    assert read_decisions(log) == {"a": "accepted"}
    assert name_of(Review(LABELS, log)) == "b"
    review.decide("accepted", 0)
    assert name_of(review) == "c", "goes on where it was"


def test_undo_reaches_into_earlier_sittings_and_ends_at_the_first(log: Path) -> None:
    Review(LABELS, log).decide("rejected", 0)
    review = Review(LABELS, log)
    review.undo()
    review.undo()
    assert name_of(review) == "a"
    assert read_decisions(log) == {}


def test_the_last_word_counts(log: Path) -> None:
    log.write_text("a,accepted\nb,rejected\na,undone\na,rejected\n")
    assert list(read_decisions(log).items()) == [("b", "rejected"), ("a", "rejected")]


def test_a_line_cut_off_by_a_kill_spoils_nothing(log: Path) -> None:
    log.write_text("a,accepted\nb,reje")
    review = Review(LABELS, log)
    assert name_of(review) == "b"
    review.decide("accepted", 0)
    assert read_decisions(log) == {"a": "accepted", "b": "accepted"}


def test_the_end(log: Path) -> None:
    review = Review(LABELS[:1], log)
    review.decide("accepted", 0)
    assert review.current is None
    assert review.upcoming(5) == []
    review.decide("rejected", 1)
    assert log.read_text() == "a,accepted\n"
    review.undo()
    assert name_of(review) == "a"


def test_decisions_on_pictures_that_are_gone_are_kept_but_not_counted(log: Path) -> None:
    log.write_text("gone,rejected\n")
    review = Review(LABELS, log)
    assert (review.accepted, review.rejected, review.last) == (0, 0, None)
    review.undo()
    assert log.read_text() == "gone,rejected\n"


def test_upcoming_begins_with_the_current_one(log: Path) -> None:
    review = Review(LABELS, log)
    assert [label.name for label in review.upcoming(3)] == ["a", "b", "c"]
    for _ in range(3):
        review.decide("accepted", 0)
    review.undo()
    assert [label.name for label in review.upcoming(3)] == ["c", "d"]


def test_pace_is_the_time_a_picture_was_seen(log: Path) -> None:
    review = Review(LABELS, log)
    assert review.pace_s is None
    review.shown(10.0)
    review.decide("accepted", 11.0)
    review.shown(20.0)  # time without a picture does not count
    review.decide("accepted", 22.0)
    assert review.pace_s == pytest.approx(1.5)
    assert review.left_s == pytest.approx(3.0)
    review.shown(30.0)
    review.decide("accepted", 31.0 + PAUSE_S)
    assert review.pace_s == pytest.approx(1.5), "a pause is no pace"


def test_what_cannot_be_written_is_not_decided(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    review = Review(LABELS, tmp_path / "file" / "review.csv")
    with pytest.raises(DataError, match="Cannot write"):
        review.decide("accepted", 0)
    assert (name_of(review), review.accepted) == ("a", 0)
