from __future__ import annotations

from typing import Any

import pytest

from app.commands.bench.report import markdown, summary

PACKAGES = {"numpy": "2", "torch": ""}


def taken(median_ms: float) -> dict[str, float]:
    return {"median_ms": median_ms, "min_ms": median_ms - 0.5}


@pytest.fixture
def result() -> dict[str, Any]:
    frame = {**taken(8.0), "stages": {"segment": 3.0, "matte": 2.0}, "blur": taken(9.0), "still": {"mean_ms": 2.0}}
    soak = {"seconds": 1200, "fps": 29.7, "latency_p95_ms": 19.2, "dropped": 3, "rss_mb": [200.0, 240.4],
            "recorded_frames": 35_000, "growth": {"rss_mb": 5.5, "threads": 0, "files": None}}  # fmt: skip
    return {
        "machine": {"cpu": "a CPU", "cores": 2, "system": "Linux", "python": "3.11", "packages": PACKAGES},
        "engines": {"native": taken(4.0), "openvino": taken(6.0)}, "peers": {"selfie": taken(8.0)},
        "recipes": {"backdrop": taken(10.0), "lfbw": taken(20.0)},
        "frame": {"720p": frame, "1080p": {**frame, "median_ms": 16.0}},
        "start": {"first_composite_s": 0.8, "recording_rss_mb": 290.0}, "soak": soak,
    }  # fmt: skip


def test_the_tables_have_ratios_to_ours(result: dict[str, Any]) -> None:
    lines = markdown(result).splitlines()
    assert "| native | 1.00 | 4.00 | 3.50 |" in lines
    assert "| selfie | 2.00 | 8.00 | 7.50 |" in lines
    assert "| lfbw | 2.00 | 20.00 | 19.50 |" in lines
    assert "| 1080p | 16.00 | 2.00 | 9.00 | 2.00 | 0.12 | segment 3.00, matte 2.00 |" in lines
    assert "a CPU, 2 cores, Linux, Python 3.11. numpy 2." in lines, "packages that are missing are left out"


def test_the_start_and_the_soak_are_reported_where_they_were_measured(result: dict[str, Any]) -> None:
    for text in (markdown(result), summary(result)):
        assert "0.80 s to the first composite, 290 MB while recording 720p" in text
        assert "20.0 minutes, 29.7 fps" in text
        assert "at most 240 MB" in text
        assert "MB of memory +5.5, threads +0" in text
        assert "files" not in text, "what the system does not say is left out"
    shorter = {**result, "start": None, "recipes": {}}
    del shorter["soak"]
    for text in (markdown(shorter), summary(shorter)):
        assert "minutes" not in text
        assert "first composite" not in text
        assert "lfbw" not in text
