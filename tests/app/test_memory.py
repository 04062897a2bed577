import platform
import sys

import pytest

from app.memory import tune_allocator


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's malloc")
def test_it_takes_effect_where_there_is_glibc() -> None:
    assert tune_allocator() == (platform.libc_ver()[0] == "glibc")


def test_elsewhere_it_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert not tune_allocator()
