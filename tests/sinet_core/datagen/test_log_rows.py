from __future__ import annotations

from pathlib import Path

import pytest

from sinet_core.datagen.log_rows import whole_rows


def test_no_list_has_no_rows(tmp_path: Path) -> None:
    assert whole_rows(tmp_path / "none.csv") == []


@pytest.mark.parametrize("cut", ["b", "b,", "b,0.", "b,0.12", "\u00e4".encode()[:1]])
def test_what_a_kill_cut_off_is_done_again_and_spoils_nothing(tmp_path: Path, cut: str | bytes) -> None:
    log = tmp_path / "log.csv"
    log.write_bytes(b"a,0.5\r\n" + (cut if isinstance(cut, bytes) else cut.encode()))
    assert whole_rows(log) == [["a", "0.5"]]
    with log.open("a", newline="") as stream:
        stream.write("c,0.7\r\n")
    assert whole_rows(log) == [["a", "0.5"], ["c", "0.7"]]
