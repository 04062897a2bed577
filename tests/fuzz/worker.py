"""Reads one damaged file after another, and prints how many: python -m tests.fuzz.worker TARGET SEED FOLDER [COUNT]."""
from __future__ import annotations

import itertools
import logging
import re
import sys
import tempfile
import traceback
from pathlib import Path
from random import Random

from tests.fuzz.mutation import mutate
from tests.fuzz.targets import REFUSED, TARGETS

TOO_MUCH_MEMORY, UNEXPECTED = 3, 4
PEAK = Path("/proc/self/status")
MAX_RSS_BYTES = 1_500_000_000
MAX_ADDRESSES_BYTES = 12_000_000_000  # certainly too much, but before the machine suffers


def main() -> int:
    """Returns 0 after COUNT files; without it, runs for ever. After a finding, FOLDER/kept is the file."""
    name, seed, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    counts = range(1, int(sys.argv[4]) + 1) if len(sys.argv) > 4 else itertools.count(1)
    logging.disable()
    _limit_memory()
    target, random = TARGETS[name], Random(seed)
    with tempfile.TemporaryDirectory() as made:
        seeds = target.seeds(Path(made))
    for count in counts:
        for old in folder.iterdir():
            old.unlink()
        path = folder / f"input{target.suffix}"
        path.write_bytes(mutate(seeds, random))
        kept = folder / "kept"  # a reader may move or remove its input
        kept.write_bytes(path.read_bytes())
        try:
            target.read(path)
        except REFUSED:
            pass
        except Exception:
            traceback.print_exc()
            return UNEXPECTED
        if _peak_bytes() > MAX_RSS_BYTES:
            print(f"it took {_peak_bytes() >> 20} MB", file=sys.stderr)
            return TOO_MUCH_MEMORY
        print(count, flush=True)
    return 0


def _limit_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESSES_BYTES, MAX_ADDRESSES_BYTES))


def _peak_bytes() -> int:
    """The peak memory of this process. On Linux, getrusage would include its parent's."""
    if PEAK.is_file():
        return 1024 * int(re.findall(r"^VmHWM:\s+(\d+) kB", PEAK.read_text(), re.MULTILINE)[0])
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    sys.exit(main())
