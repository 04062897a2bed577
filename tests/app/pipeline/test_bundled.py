from __future__ import annotations

from app.pipeline.bundled import bundled_backgrounds, find_bundled


def test_a_bundled_name_may_be_written_with_blanks_and_capitals() -> None:
    bundled = bundled_backgrounds()[0]
    assert find_bundled(bundled.name.replace("-", " ").title()) == bundled
