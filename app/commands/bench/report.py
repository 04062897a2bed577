"""Formats the figures of bench as text."""
from __future__ import annotations

from typing import Any

from app.commands.bench.networks import own_engine


def summary(result: dict[str, Any]) -> str:
    """A few lines for the terminal."""
    lines = [f"{result['machine']['cpu']}, {result['machine']['cores']} cores"]
    for name, figures in {**result["engines"], **result["peers"], **result["recipes"]}.items():
        lines.append(f"  {name:28} {figures['median_ms']:7.2f} ms  (least {figures['min_ms']:.2f})")
    for name, figures in result["frame"].items():
        stages = ", ".join(f"{stage} {ms:.1f}" for stage, ms in figures["stages"].items())
        still = figures["still"]["mean_ms"]
        lines.append(f"  frame {name:22} {figures['median_ms']:7.2f} ms  ({stages}), still {still:.2f}")
    if result["start"]:
        lines.append(f"  start: {_start_line(result['start'])}")
    if "soak" in result:
        lines.append(f"  soak: {_soak_line(result['soak'])}")
    return "\n".join(lines)


def markdown(result: dict[str, Any]) -> str:
    """Tables, with the machine; ratios come first, since only they hold elsewhere."""
    machine = result["machine"]
    packages = ", ".join(f"{name} {found}" for name, found in machine["packages"].items() if found)
    parts = [
        "# Benchmark",
        f"{machine['cpu']}, {machine['cores']} cores, {machine['system']}, Python {machine['python']}. {packages}.",
        "Medians of one run in which everything took turns. Compare the ratios: × is the time relative to ours.",
        *_threads_tables(result, "One thread"),
    ]
    if "all_threads" in result:
        parts += _threads_tables(result["all_threads"], f"{result['all_threads']['threads']} threads")
    parts += [
        "## A frame, from the camera's image to the composite, one thread",
        _table(("frame", "moving, ms", "× 720p", "blur, ms", "still, ms", "still / moving", "stages, ms"),
               _frame_rows(result)),
    ]
    if result["start"]:
        parts.append(f"Start of the window: {_start_line(result['start'])}.")
    if "soak" in result:
        parts.append(f"Soak: {_soak_line(result['soak'])}.")
    return "\n\n".join(parts) + "\n"


def _threads_tables(figures: dict[str, Any], title: str) -> list[str]:
    networks = {**figures["engines"], **figures["peers"]}
    ours = own_engine(figures["engines"])
    tables = [f"## {title}", _table(("network alone", "×", "ms", "least"), _rows(networks, ours))]
    if figures["recipes"]:
        head = ("a moving 720p frame", "×", "ms", "least")
        tables.append(_table(head, _rows(figures["recipes"], "backdrop")))
    return tables


def _rows(figures: dict[str, Any], ours: str) -> list[tuple[str, ...]]:
    base = figures[ours]["median_ms"]
    return [
        (name, f"{of['median_ms'] / base:.2f}", f"{of['median_ms']:.2f}", f"{of['min_ms']:.2f}")
        for name, of in figures.items()
    ]


def _frame_rows(result: dict[str, Any]) -> list[tuple[str, ...]]:
    base = result["frame"]["720p"]["median_ms"]
    return [
        (
            name,
            f"{figures['median_ms']:.2f}",
            f"{figures['median_ms'] / base:.2f}",
            f"{figures['blur']['median_ms']:.2f}",
            f"{figures['still']['mean_ms']:.2f}",
            f"{figures['still']['mean_ms'] / figures['median_ms']:.2f}",
            ", ".join(f"{stage} {ms:.2f}" for stage, ms in figures["stages"].items()),
        )
        for name, figures in result["frame"].items()
    ]


def _start_line(start: dict[str, float]) -> str:
    parts = []
    if "first_composite_s" in start:
        parts.append(f"{start['first_composite_s']:.2f} s to the first composite")
    if start.get("very_first_composite_s"):
        parts.append(f"{start['very_first_composite_s']:.2f} s at the first start ever")
    if "recording_rss_mb" in start:
        parts.append(f"{start['recording_rss_mb']:.0f} MB while recording 720p")
    return ", ".join(parts)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _soak_line(soak: dict[str, Any]) -> str:
    more = {name: value for name, value in soak["growth"].items() if value is not None}
    grown = ", ".join(f"{name.replace('rss_mb', 'MB of memory')} {value:+g}" for name, value in more.items())
    memory = f"at most {max(soak['rss_mb']):.0f} MB, " if soak["rss_mb"] else ""
    return (
        f"{soak['seconds'] / 60:.1f} minutes, {soak['fps']:.1f} fps, 95th percentile of latency "
        f"{soak['latency_p95_ms']:.0f} ms, {soak['dropped']} dropped, {soak['recorded_frames']} frames recorded, "
        f"{memory}since the first minute: {grown}"
    )
