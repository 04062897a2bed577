"""Networks that were compiled before, read back from a folder without the reader of ONNX files, which weighs 10 MB."""
from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from sinet_core.files import replaced

DIGEST_BYTES = 32
SHOWN_DIGITS = 16
logger = logging.getLogger(__name__)


class CompiledCache:
    """One weights file's compiled networks in a folder; what other weights left there goes when one is stored.

    A file is the SHA-256 of what follows, and that: a damaged one is as good as none.
    """

    def __init__(self, folder: Path, weights: Path, compiler: str) -> None:
        """compiler: everything beside the weights and the variant that decides the outcome, as its version.

        Raises:
            OSError: weights cannot be read.
        """
        digest = hashlib.sha256(weights.read_bytes() + compiler.encode())
        self._folder = folder
        self._prefix = digest.hexdigest()[:SHOWN_DIGITS]

    def load(self, variant: str) -> bytes | None:
        """What was stored for variant (letters, digits, dashes), or None."""
        try:
            kept = self._path(variant).read_bytes()
        except OSError:
            return None
        digest, content = kept[:DIGEST_BYTES], kept[DIGEST_BYTES:]
        return content if hashlib.sha256(content).digest() == digest else None

    def store(self, variant: str, content: bytes) -> None:
        """Keeps content; a folder that cannot be written is done without."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with replaced(self._path(variant)) as part:
                part.write_bytes(hashlib.sha256(content).digest() + content)
            self._forget_others()
        except OSError as error:
            logger.warning("the network's cache in %s is not written: %s", self._folder, error)

    def _path(self, variant: str) -> Path:
        return self._folder / f"{self._prefix}-{variant}.blob"

    def _forget_others(self) -> None:
        for path in self._folder.glob("*.blob"):
            if not path.name.startswith(self._prefix):
                path.unlink(missing_ok=True)
