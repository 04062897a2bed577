"""One rank of a distributed run, started by test_loop: trains a few steps and writes down its state."""
from __future__ import annotations

import sys
from pathlib import Path

import torch.distributed as dist

from sinet_core.training import progress
from sinet_core.training.loop import Run
from tests.sinet_core.training.pictures import tiny_recipe


def main(cache: Path, out: Path, steps: int) -> None:
    dist.init_process_group("gloo")
    progress.REPORT_EVERY_S = 0.0
    training = Run(tiny_recipe(), cache, out, workers=0, compiled=False)
    training.resume()
    training.train(max_steps=steps)
    values = [f"{name} {float(p.detach().double().sum())!r}" for name, p in training.network.named_parameters()]
    (out / f"rank{dist.get_rank()}.txt").write_text("\n".join(values))
    dist.destroy_process_group()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
