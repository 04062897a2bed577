from pathlib import Path

import pytest

from sinet_core.shipped import shipped_folder


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / tmp_path.name  # a new name for each test, since Python caches imports
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    return folder


def test_in_a_wheel_the_files_are_inside_the_package(package: Path) -> None:
    (package / "assets").mkdir()
    (package.parent / "assets").mkdir()  # somebody else's: site-packages is shared
    assert shipped_folder(package.name, "assets") == package / "assets"


def test_in_a_checkout_they_are_beside_it(package: Path) -> None:
    (package.parent / "assets").mkdir()
    assert shipped_folder(package.name, "assets") == package.parent / "assets"
