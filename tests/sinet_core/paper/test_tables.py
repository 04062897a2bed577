from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sinet_core.__main__ import main
from sinet_core.errors import DataError
from sinet_core.paper.page import marks, write_table
from sinet_core.paper.published import checked, printed, published
from sinet_core.paper.streets.confusion import ClassConfusion
from sinet_core.paper.table6 import table6, table7
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


def test_only_what_stands_between_the_marks_is_replaced(tmp_path: Path) -> None:
    page, (start, end) = tmp_path / "page.md", marks(4)
    page.write_text(f"before\n{start}\nold\n{end}\nafter\n")
    write_table(SMALL, page)
    write_table(SMALL, page)
    assert page.read_text() == f"before\n{start}\n{SMALL.markdown()}{end}\nafter\n"
    write_table(SMALL, tmp_path / "new.md")
    assert (tmp_path / "new.md").read_text() == SMALL.markdown()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.md", "page.md"]


def test_a_page_with_half_of_the_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{marks(4)[0]}\nmine\n")
    with pytest.raises(DataError, match="only"):
        write_table(SMALL, page)
    assert page.read_text().endswith("mine\n")
    with pytest.raises(DataError, match="Cannot write"):
        write_table(SMALL, tmp_path / "nowhere" / "page.md")


def test_published_figures_are_those_that_other_pages_have() -> None:
    sinet = published(3)["SINet"]
    assert (sinet["miou"], sinet["f1"]) == (94.81, 0.884)
    assert published(4)["IB"]["miou_90"] == 76.85
    assert published(99) == {}


def test_published_figures_say_where_they_come_from() -> None:
    assert printed(3, "ENet") == {"paper_parameters_m": 0.355, "paper_macs_g": 0.346, "paper_miou": 95.16}
    sourced, rest = checked(3)
    assert "SINet (README of clovaai/ext_portrait_segmentation" in sourced
    assert "ENet" not in sourced
    assert "from memory" in rest
    assert len(checked(6)) == 1, "all of Table 6 is sourced"
    assert checked(99) == []


def test_table_6_has_our_network_beside_the_published_one() -> None:
    (row,) = table6().rows
    assert round(float(row["parameters_m"] or 0), 2) == row["paper_parameters_m"] == 0.12
    assert round(float(row["macs_g"] or 0), 1) == round(float(row["paper_macs_g"] or 0), 1) == 1.2
    assert (row["miou"], row["paper_miou_val"]) == (None, 68.22)
    found = ClassConfusion.of(19).add(np.zeros((2, 2), np.uint8), np.array([[0, 0], [0, 1]], np.uint8))
    trained = table6(found, "7 pictures")
    assert trained.rows[0]["miou"] == pytest.approx(100 * (3 / 4 + 0) / 2)
    assert "after 7 pictures: mIoU 37.50 %, by class: road 75.0, sidewalk 0.0" in " ".join(trained.notes)


def test_table_7_has_the_papers_sums() -> None:
    rows = {row["name"]: row for row in table7().rows}
    assert rows["encoder"]["parameters"] == 116_701
    assert rows["all of it"]["parameters"] == 116_701 + 2_717
    assert round(float(rows["encoder"]["macs_m"] or 0) / 1e3, 1) == 1.2
    assert rows["stem"]["output"] == "16x512x1024"
    boxes = [row for name, row in rows.items() if name not in ("encoder", "all of it")]
    assert sum(int(row["parameters"] or 0) for row in boxes) == rows["all of it"]["parameters"]


def test_table_prints_text_page_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "table.md"
    assert main(["table", "7", "--json", "--markdown", str(page)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("Table 7")
    assert json.loads(out[-1])["rows"][0]["parameters"] == 480
    assert page.read_text().startswith("| box | output |")
    assert main(["table", "7", "--markdown"]) == 0
    assert capsys.readouterr().out == page.read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["table.md"]


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["4", "--only", "magic"], "no row 'magic'"),
        (["4", "--train", "nowhere"], "No folder for the trainings"),
        (["6", "--train", "nowhere"], "No folder for the trainings"),
        (["4", "--train", "nowhere", "--runs", "runs"], "No EG1800 in 'nowhere'"),
    ],
)
def test_bad_input_is_reported(
    argv: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["table", *argv]) == 2
    assert message in capsys.readouterr().err
