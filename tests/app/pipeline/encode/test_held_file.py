import subprocess
import sys
from pathlib import Path

import pytest

from app.pipeline.encode.held_file import HeldFile

ROOT = Path(__file__).parents[4]


def test_a_held_file_cannot_be_taken_over_until_it_is_released(tmp_path: Path) -> None:
    with HeldFile.create(tmp_path / "f"):
        assert HeldFile.take_over(tmp_path / "f") is None
    taken = HeldFile.take_over(tmp_path / "f")
    assert taken is not None
    assert HeldFile.take_over(tmp_path / "f") is None
    taken.release()
    taken.release()


def test_a_file_that_is_there_is_not_created_again(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("kept")
    with pytest.raises(FileExistsError):
        HeldFile.create(tmp_path / "f")
    assert (tmp_path / "f").read_text() == "kept"


def test_after_release_there_is_nothing_to_write_to(tmp_path: Path) -> None:
    held = HeldFile.create(tmp_path / "f")
    held.release()
    with pytest.raises(ValueError, match="released"):
        _ = held.descriptor


def test_the_death_of_the_process_releases(tmp_path: Path) -> None:
    hold = (
        "import sys; from pathlib import Path; from app.pipeline.encode.held_file import HeldFile;"
        "held = HeldFile.create(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path / "f")], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdin is not None
    with child.stdout, child.stdin:
        child.stdout.readline()
        assert HeldFile.take_over(tmp_path / "f") is None
        child.kill()
        child.wait(30)
    taken = HeldFile.take_over(tmp_path / "f")
    assert taken is not None
    taken.release()
