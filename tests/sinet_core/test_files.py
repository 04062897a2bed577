from __future__ import annotations

from pathlib import Path

import pytest

from sinet_core.files import replaced


def test_a_file_is_replaced_when_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with replaced(path) as part:
        part.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_appears_when_it_is_whole(tmp_path: Path) -> None:
    with replaced(tmp_path / "a") as part:
        part.mkdir()
        (part / "b").touch()
        assert not (tmp_path / "a").exists()
    assert (tmp_path / "a" / "b").exists()
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("folder", [True, False])
def test_an_error_leaves_nothing(tmp_path: Path, folder: bool) -> None:
    def write() -> None:
        with replaced(tmp_path / "a") as part:
            if folder:
                part.mkdir()
                part /= "b"
            part.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()
    assert not list(tmp_path.iterdir())
