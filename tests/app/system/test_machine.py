from __future__ import annotations

import json
from pathlib import Path

from app.system.machine import describe_machine, rss_bytes


def test_the_machine_is_described_without_names_of_users_and_folders() -> None:
    machine = describe_machine()
    assert machine["cpu"]
    assert str(Path.home()) not in json.dumps(machine)


def test_memory_is_known_here() -> None:
    rss = rss_bytes()
    assert rss is None or 5e6 < rss < 1e11
