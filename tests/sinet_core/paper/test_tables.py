from __future__ import annotations

import json

from sinet_core.paper.tables import Column, Table

SMALL = Table(
    4,
    "small",
    (Column("name", "name"), Column("share", "share", 3), Column("count", "count")),
    ({"name": "first", "share": 0.12345, "count": 7}, {"name": "2nd", "count": None}),
    ("One note.", "Another."),
)


def test_text_lines_up_and_what_is_missing_is_a_dash() -> None:
    assert list(SMALL.text()) == [
        "Table 4: small",
        "name   share  count",
        "first  0.123      7",
        "2nd        –      –",
        "One note.",
        "Another.",
    ]


def test_markdown_has_the_notes_under_it() -> None:
    lines = SMALL.markdown().splitlines()
    assert lines[:2] == ["| name | share | count |", "| --- | --- | --- |"]
    assert lines[3] == "| 2nd | – | – |"
    assert lines[5:] == ["One note.  ", "Another."]


def test_json_keeps_the_numbers() -> None:
    found = json.loads(json.dumps(SMALL.as_json()))
    first, second = found["rows"]
    assert first == {"name": "first", "share": 0.12345, "count": 7}
    assert second == {"name": "2nd", "share": None, "count": None}
    assert (found["table"], found["notes"]) == (4, ["One note.", "Another."])
