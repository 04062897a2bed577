"""A cache of compiled networks; loading one avoids the reader of ONNX files, which takes 10 MB."""
from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from sinet_core.files import replaced

DIGEST_BYTES = 32
SHOWN_DIGITS = 16
logger = logging.getLogger(__name__)


class CompiledCache:
    """One weights file's compiled networks in a folder; storing one removes those of other weights.

    A file is a SHA-256 followed by the content it covers; a damaged file counts as missing.
    """

    def __init__(self, folder: Path, weights: Path, compiler: str) -> None:
        """compiler: everything else that affects the result besides weights and variant, such as a version.

        Raises:
            OSError: weights cannot be read.
        """
        digest = hashlib.sha256(weights.read_bytes() + compiler.encode())
        self._folder = folder
        self._prefix = digest.hexdigest()[:SHOWN_DIGITS]

    def load(self, variant: str) -> bytes | None:
        """The content stored for variant (letters, digits, dashes), or None."""
        try:
            kept = self._path(variant).read_bytes()
        except OSError:
            return None
        digest, content = kept[:DIGEST_BYTES], kept[DIGEST_BYTES:]
        return content if hashlib.sha256(content).digest() == digest else None

    def store(self, variant: str, content: bytes) -> None:
        """Stores content; does nothing if the folder is not writable."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with replaced(self._path(variant)) as part:
                part.write_bytes(hashlib.sha256(content).digest() + content)
            self._forget_others()
        except OSError as error:
            logger.warning("cannot write the network cache in %s: %s", self._folder, error)

    def _path(self, variant: str) -> Path:
        return self._folder / f"{self._prefix}-{variant}.blob"

    def _forget_others(self) -> None:
        for path in self._folder.glob("*.blob"):
            if not path.name.startswith(self._prefix):
                path.unlink(missing_ok=True)
