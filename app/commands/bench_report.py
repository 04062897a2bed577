"""The figures of bench as text."""
from __future__ import annotations

from typing import Any


def summary(result: dict[str, Any]) -> str:
    """A few lines for the terminal."""
    lines = [f"{result['machine']['cpu']}, {result['machine']['cores']} cores"]
    for name, figures in {**result["engines"], **result["peers"]}.items():
        lines.append(f"  {name:28} {figures['median_ms']:7.2f} ms  (least {figures['min_ms']:.2f})")
    for name, figures in result["frame"].items():
        stages = ", ".join(f"{stage} {ms:.1f}" for stage, ms in figures["stages"].items())
        lines.append(f"  frame {name:22} {figures['median_ms']:7.2f} ms  ({stages})")
    if "soak" in result:
        lines.append(f"  soak: {_soak_line(result['soak'])}")
    return "\n".join(lines)


def markdown(result: dict[str, Any]) -> str:
    """Tables, with what they were measured on."""
    machine = result["machine"]
    packages = ", ".join(f"{name} {found}" for name, found in machine["packages"].items())
    parts = [
        "# Benchmark",
        f"{machine['cpu']}, {machine['cores']} cores, {machine['system']}, Python {machine['python']}. {packages}.",
        "Medians of one run in which everything took turns; networks on one thread. Take them as ratios.",
        _table(("network", "median ms", "least ms", "× openvino"), _network_rows(result)),
        _table(("frame", "picture behind, ms", "blur, ms", "stages (picture), ms"), _frame_rows(result)),
    ]
    if "soak" in result:
        parts.append(_soak_line(result["soak"]))
    return "\n\n".join(parts) + "\n"


def _network_rows(result: dict[str, Any]) -> list[tuple[str, ...]]:
    ratios = {"openvino/openvino": 1.0, **result["ratios"]}
    return [
        (name, f"{f['median_ms']:.2f}", f"{f['min_ms']:.2f}", f"{ratios[f'{name}/openvino']:.2f}")
        for name, f in {**result["engines"], **result["peers"]}.items()
    ]


def _frame_rows(result: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (
            name,
            f"{figures['median_ms']:.2f}",
            f"{figures['blur']['median_ms']:.2f}",
            ", ".join(f"{stage} {ms:.2f}" for stage, ms in figures["stages"].items()),
        )
        for name, figures in result["frame"].items()
    ]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _soak_line(soak: dict[str, Any]) -> str:
    memory = "memory unknown"
    if soak["rss_mb"]:
        memory = f"memory {soak['rss_mb'][0]:.0f} -> {soak['rss_mb'][-1]:.0f} MB"
    return (
        f"{soak['seconds'] / 60:.1f} minutes, {soak['fps']:.1f} fps, {soak['dropped']} dropped, "
        f"{soak['recorded_frames']} frames recorded, {memory}"
    )
