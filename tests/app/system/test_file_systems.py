from pathlib import Path

import pytest

from app.system import file_systems
from app.system.file_systems import FAT_LIMIT, NO_LIMIT, largest_file, mounted

MOUNTS = """sysfs /sys sysfs rw 0 0
/dev/sda1 / ext4 rw 0 0
/dev/sdb1 /media/me/USB\\040STICK vfat rw 0 0
/dev/sdc1 /media/me ext4 rw 0 0
/dev/sdd1 /media/me/Fotos\\040für\\040später vfat rw 0 0
broken
"""


@pytest.mark.parametrize(("folder", "name"), [
    ("/home/me/Videos", "ext4"), ("/media/me/USB STICK", "vfat"), ("/media/me/USB STICK/deep", "vfat"),
    ("/media/me/USB", "ext4"), ("/sys/x", "sysfs"), ("/media/me/Fotos für später", "vfat"),
])  # fmt: skip
def test_the_deepest_mount_counts(folder: str, name: str) -> None:
    assert mounted(Path(folder), MOUNTS) == name


@pytest.mark.parametrize(("name", "limit"), [("vfat", FAT_LIMIT), ("FAT32", FAT_LIMIT), ("ext4", NO_LIMIT),
                                             ("exfat", NO_LIMIT), ("", NO_LIMIT)])
def test_only_fat_has_a_limit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, limit: int) -> None:
    monkeypatch.setattr(file_systems, "_file_system", lambda _folder: name)
    assert largest_file(tmp_path) == limit


def test_where_it_cannot_be_told_there_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(_folder: Path) -> str:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(file_systems, "_file_system", refuse)
    assert largest_file(tmp_path) == NO_LIMIT
    assert largest_file(Path("\0")) == NO_LIMIT
