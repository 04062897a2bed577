from __future__ import annotations

from pathlib import Path

from app.commands.bench.report import _soak_line
from app.commands.bench.soak import Sample, growth, soak


def test_soak_records_and_watches_memory(tmp_path: Path) -> None:
    result, samples = soak(2.0, tmp_path, say=lambda _: None)
    assert result["recorded_frames"] > 0
    assert result["fps"] > 0
    assert result["rss_mb"] is not None
    assert len(samples) >= 3
    assert "since the first minute: MB of memory" in _soak_line(result)


def test_what_grew_after_the_first_minute() -> None:
    samples = [Sample(10.0 * i, 30.0, 20.0, 100.0 + min(i, 6) * 10 + i, 9 + i // 20, None) for i in range(31)]
    assert growth(samples) == {"rss_mb": 18.0, "threads": 1, "files": None}
    assert growth(samples[:5]) == {"rss_mb": 11.0, "threads": 0, "files": None}


def test_what_is_given_back_now_and_then_has_not_grown() -> None:
    samples = [Sample(5.0 * i, 30.0, 20.0, 240.0 if i % 5 == 4 else 200.0, 9, 20) for i in range(60)]
    assert samples[-1].rss_mb == 240.0
    assert growth(samples) == {"rss_mb": 0.0, "threads": 0, "files": 0}
