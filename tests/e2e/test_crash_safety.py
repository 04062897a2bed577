"""A take is never lost: the process is killed, and what it recorded plays."""
import sys
from pathlib import Path

import pytest

from tests.e2e.killed_takes import WAYS, end

QUICK = ["paused", "split with sound", "mkv", "alpha split", "full disk, alpha for editing", "folder gone"]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX; Windows has the same file, untested")
@pytest.mark.parametrize("name", QUICK)
def test_a_take_that_is_broken_off_lacks_at_most_its_last_second(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "takes"
    folder.mkdir()
    left = end(WAYS[name], folder, after_s=1.8)
    assert left.recorded > 0.5
    assert left.lost <= 1.0
    finished = [path for place in tmp_path.iterdir() for path in place.iterdir() if ".part" not in path.suffixes]
    assert finished
    assert all(b"moov" in path.read_bytes() for path in finished if path.suffix in (".mp4", ".mov"))
