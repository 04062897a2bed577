import linecache
import platform
import sys

import pytest

from app.system.machine import rss_bytes
from app.system.memory import give_back, let_go_of_the_start, tune_allocator


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's malloc")
def test_it_takes_effect_where_there_is_glibc() -> None:
    assert tune_allocator() == (platform.libc_ver()[0] == "glibc")


def test_elsewhere_it_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert not tune_allocator()


@pytest.mark.parametrize("system", [sys.platform, "darwin"])
def test_sources_that_were_read_are_released(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr("sys.platform", system)
    assert linecache.getlines(__file__)
    assert __file__ in linecache.cache
    let_go_of_the_start()
    assert __file__ not in linecache.cache


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc's malloc")
def test_what_was_freed_is_given_back() -> None:
    """Small blocks, since large ones are returned at once; one at the end keeps the heap from shrinking by itself."""
    blocks = [bytes(50_000) for _ in range(1000)]
    last = bytes(50_000)
    del blocks
    before = rss_bytes()
    give_back()
    after = rss_bytes()
    assert before is not None
    assert after is not None
    assert before - after > 25_000_000
    assert len(last) == 50_000
