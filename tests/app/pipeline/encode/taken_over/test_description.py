from fractions import Fraction
from typing import Any

from app.pipeline.encode.taken_over.description import carried, carried_of_track, moved_chapters

MS = Fraction(1, 1000)


def chapter(start: int, end: int, title: str) -> dict[str, Any]:
    return {"start": start, "end": end, "time_base": MS, "metadata": {"title": title}}


def test_what_is_true_of_the_output_too_is_carried() -> None:
    said = {"title": "Holiday", "artist": "Me", "major_brand": "isom", "ENCODER": "Lavf", "BPS-eng": "100",
            "_STATISTICS_TAGS": "BPS", "NUMBER_OF_FRAMES": "7", "DURATION": "00:01"}
    assert carried(said) == {"title": "Holiday", "artist": "Me"}


def test_names_that_phones_use_get_the_usual_ones_too() -> None:
    said = {"com.apple.quicktime.creationdate": "2026-05-01", "com.apple.quicktime.make": "Apple"}
    assert carried(said) == {**said, "date": "2026-05-01", "make": "Apple"}
    assert carried({"date": "2025", **said})["date"] == "2025", "what the file says by its usual name counts"


def test_a_track_keeps_its_title_and_language() -> None:
    assert carried_of_track({"language": "fra", "name": "Director", "handler_name": "Sound"}) == {
        "language": "fra", "title": "Director"}
    assert carried_of_track({"title": "Own", "name": "Other"}) == {"title": "Own"}
    assert carried_of_track({}) == {}


def test_chapters_move_with_the_beginning_and_end_with_the_output() -> None:
    chapters = [chapter(0, 1000, "before"), chapter(1000, 3000, "cut"), chapter(3000, 9000, "long"),
                chapter(9000, 9500, "after")]
    moved = moved_chapters(chapters, 1.5, 4.0)
    assert [(each["start"], each["end"], each["metadata"]["title"]) for each in moved] == [
        (0, 1500, "cut"), (1500, 4000, "long")]
    assert chapters[1]["start"] == 1000, "the input's own are left alone"
