"""Crash-safe recordings: fragments that stay playable when writing breaks off."""
from __future__ import annotations

import errno
import os

# Every 0.15 s a fragment is complete on disk; see docs/decisions/0002 and 0038.
CRASH_SAFE = {
    "movflags": "hybrid_fragmented+frag_keyframe",
    "frag_duration": "150000",
    "flush_packets": "1",
    "max_interleave_delta": "150000",  # with sound: frames wait no longer for it
}
HEADER_BYTES = 16


class FragmentFile:
    """The file that the muxer writes to. After a write error it accepts everything and keeps nothing.

    FFmpeg finishes a hybrid MP4 by turning all its fragments into one block, whose index follows. On a full disk
    that index is lost, and the fragments with it. So no write may follow a failed one.

    Attributes:
        failed: the first error, or None. Errors are not raised here, below the muxer's C code.
        size: bytes, up to the furthest one written.
    """

    def __init__(self, descriptor: int) -> None:
        """descriptor: open for reading and writing. The caller closes it."""
        self._descriptor = descriptor
        self.failed: OSError | None = None
        self.size = 0

    def discard(self) -> None:
        """Empties the file and ignores all further writes."""
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        self.failed = OSError(errno.ECANCELED, "discarded")

    def write(self, data: bytes) -> int:
        if self.failed is None:
            try:
                self._write_all(memoryview(data))
            except OSError as error:
                self.failed = error
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return os.lseek(self._descriptor, offset, whence)

    def tell(self) -> int:
        return os.lseek(self._descriptor, 0, os.SEEK_CUR)

    def close(self) -> None:
        """After a failure: removes the unfinished fragment."""
        if self.failed is not None:
            end = end_of_whole_fragments(self._descriptor)
            if end:
                os.ftruncate(self._descriptor, end)

    def _write_all(self, data: memoryview) -> None:
        while data:
            data = data[os.write(self._descriptor, data) :]
        self.size = max(self.size, self.tell())


def end_of_whole_fragments(descriptor: int) -> int:
    """The end of the last complete media block (mdat) of a fragmented MP4, in bytes; 0 if there is none."""
    size = os.fstat(descriptor).st_size
    position = end = 0
    while position + 8 <= size:
        os.lseek(descriptor, position, os.SEEK_SET)
        header = os.read(descriptor, HEADER_BYTES)
        length = int.from_bytes(header[:4], "big")
        if length == 1:  # the length of a block of more than 4 GB follows its name
            length = int.from_bytes(header[8:16], "big")
        if length < 8:
            break
        position += length
        if header[4:8] == b"mdat" and position <= size:
            end = position
    return end
