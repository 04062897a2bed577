"""Where a training computes: its device, precision and processes."""
from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor

from sinet_core.errors import DataError


@dataclass(frozen=True)
class Place:
    """A device and its precision. bf16: products in bfloat16; weights, BatchNorm and loss stay float32."""

    device: torch.device
    bf16: bool = False

    @property
    def backend(self) -> str:
        """The back end for communication between processes on such devices."""
        return "nccl" if self.device.type == "cuda" else "gloo"

    def moved(self, batch: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        """Copies the batch to the device without waiting for it."""
        return tuple(tensor.to(self.device, non_blocking=True) for tensor in batch)

    def arithmetic(self) -> AbstractContextManager[None]:
        """The context for the forward pass and the loss."""
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.bf16)


CPU = Place(torch.device("cpu"))


def find_place(device: str, precision: str, local_rank: int = 0) -> Place:
    """The place for one process of this machine; with cuda, the GPU of that number.

    Raises:
        DataError: there is no such GPU.
    """
    if device == "cpu":
        return Place(torch.device("cpu"), precision == "bf16")
    cards = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if local_rank >= cards:
        what = "No CUDA card" if not cards else f"Process {local_rank} has no GPU; there are {cards}"
        raise DataError(what, "Omit --device, or start as many processes as there are GPUs.")
    torch.cuda.set_device(local_rank)
    torch.set_float32_matmul_precision("high")
    return Place(torch.device("cuda", local_rank), precision == "bf16")


def on_every_machine(work: Callable[[], object]) -> None:
    """Runs work in one process of each machine, while the others wait.

    The very first process goes first, so that machines that share a disk find the work done.
    """
    if not dist.is_initialized():
        work()
        return
    first_here = int(os.environ.get("LOCAL_RANK", str(dist.get_rank()))) == 0
    if dist.get_rank() == 0:
        work()
    dist.barrier()
    if first_here and dist.get_rank() != 0:
        work()
    dist.barrier()
