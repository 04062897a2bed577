"""Tables 3, 4 and 5, from the results of the trainings in a folder."""
from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

from sinet_core.network.summary import count_macs
from sinet_core.paper.plan import Plan, Variant
from sinet_core.paper.published import checked, printed, published
from sinet_core.paper.tables import Column, Table, Value
from sinet_core.paper.timing import medians_ms, prepared
from sinet_core.paper.trial import Trial

PAPER_SIZE = (224, 224)  # at which the paper counts multiply-adds and measures the speed
PER_PICTURE = "IoU: that of the person, averaged over pictures, which the paper calls mIoU."
TITLES = {
    3: "lightweight networks on EG1800",
    4: "how the decoder lets detail in, pictures turned",
    5: "one receptive field everywhere versus several",
}


def trained_table(number: int, plan: Plan, runs: Path | None, *, rounds: int = 0) -> Table:
    """Table 3, 4 or 5.

    Args:
        runs: the folder of the trainings; None leaves their figures out.
        rounds: timing rounds for the speed in Table 3; 0 leaves it out.
    """
    rows = [_row(number, plan, variant, runs) for variant in plan.variants]
    columns = [Column("name", "network" if number == 3 else "variant")]
    if number in (3, 5):
        columns += _costs(number, plan.variants, rows)
    if number == 3 and rounds:
        columns += _speed(plan.variants, rows, rounds)
    columns += _accuracies(number, plan)
    return Table(number, TITLES[number], columns, rows, tuple(_notes(number, plan, runs, rounds)))


def _row(number: int, plan: Plan, variant: Variant, runs: Path | None) -> dict[str, Value]:
    row: dict[str, Value] = {"name": variant.name} | printed(number, variant.name)
    found = [trial.scores() for trial in trials(plan, runs) if trial.variant == variant] if runs else []
    scores = [score for score in found if score is not None]
    row["seeds"] = len(scores)
    for angle in (f"{angle:g}" for angle in plan.angles) if scores else ():
        ious = [score["angles"][angle]["per_image_iou"] for score in scores]
        row[f"iou_{angle}"] = _spread(ious)
        row[f"f1_{angle}"] = statistics.mean(score["angles"][angle]["f1"] for score in scores)
    return row


def trials(plan: Plan, runs: Path) -> list[Trial]:
    """All trainings of a plan; the first seed of every variant comes before any second seed."""
    return [Trial(plan, variant, seed, runs) for seed in plan.seeds for variant in plan.variants]


def _spread(values: Sequence[float]) -> str:
    mean = statistics.mean(values)
    return f"{mean:.2f} ± {statistics.stdev(values):.2f}" if len(values) > 1 else f"{mean:.2f}"


def _costs(number: int, variants: Sequence[Variant], rows: Sequence[dict[str, Value]]) -> list[Column]:
    for variant, row in zip(variants, rows, strict=True):
        network = variant.build()
        row["parameters_m"] = sum(p.numel() for p in network.parameters()) / 1e6
        row["macs_g"] = count_macs(network, PAPER_SIZE) / 1e9
    theirs = number == 3
    columns = [Column("parameters_m", "parameters, M", 3), Column("paper_parameters_m", "paper", 3)]
    columns += [Column("macs_g", "multiply-adds, G", 3), Column("paper_macs_g", "paper", 3)]
    return columns if theirs else columns[::2]


def _speed(variants: Sequence[Variant], rows: Sequence[dict[str, Value]], rounds: int) -> list[Column]:
    networks = {variant.name: variant.build() for variant in variants}
    taken = medians_ms({name: prepared(n, (1, 3, *PAPER_SIZE), "torch") for name, n in networks.items()}, rounds)
    for row in rows:
        row["torch_ms"] = taken[str(row["name"])]
        row["ratio"] = taken[str(row["name"])] / taken["SINet"]
    return [Column("torch_ms", "PyTorch, ms", 1), Column("ratio", "of SINet's")]


def _accuracies(number: int, plan: Plan) -> list[Column]:
    if number != 4:
        ours = [Column("iou_0", "IoU"), Column("f1_0", "F1", 3)]
        return [*ours, Column("paper_miou", "paper IoU"), Column("paper_f1", "paper F1", 3)] if number == 3 else ours
    columns = []
    for angle in (f"{angle:g}" for angle in plan.angles):
        columns += [Column(f"iou_{angle}", f"±{angle}°"), Column(f"paper_miou_{angle}", "paper")]
    return columns


def _notes(number: int, plan: Plan, runs: Path | None, rounds: int) -> list[str]:
    height, width = plan.size
    notes = [PER_PICTURE]
    count = len([trial for trial in trials(plan, runs) if trial.scores()]) if runs else 0
    if count:
        of = len(plan.variants) * len(plan.seeds)
        begun = "with one trained encoder and a new decoder" if plan.encoder else "from scratch"
        notes.append(
            f"Ours: {count} of {of} trainings, each {begun}, on {plan.pictures:,} pictures of EG1800 at "
            f"{height}x{width}. That is short: the paper's own trainings are far longer, at 224x224."
        )
    else:
        notes.append("That folder holds no trainings yet: see --train.")
    if number == 3:
        notes.append("Parameters and multiply-adds at 224x224, two classes; transposed convolutions are counted.")
        notes += [f"{name}: {row['why']}." for name, row in published(3).items() if "why" in row]
    if number == 3 and rounds:
        notes.append(f"Speed: PyTorch, one thread, 224x224, all taking turns, medians of {rounds} rounds.")
    if number == 4:
        notes.append("Turned: each picture by an angle drawn from ±x, with black filled in from outside as background.")
    return notes + checked(number)
