"""The secrets in an address (a camera's password or token); the visible form has marks in their place."""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence

MARK = "***"
# user:PASSWORD@ after the scheme. A password with an unescaped / or # counts, too: what follows the colon is then not
# a port.
_USER = re.compile(r"^([a-z][a-z0-9+.-]+://[^/?#@:\s]*:)(?!\d+(?:[/?#]|$))(\S+)@", re.IGNORECASE)
_FIELD = re.compile(r"([?&;][\w.-]*(?:pas|pwd|psw|token|secret|auth|key|sig)[\w.-]*=)([^&;#\s]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://\S+", re.IGNORECASE)
_AROUND = "'\"<>()[]{},.:;"


def conceal(address: str) -> tuple[str, tuple[str, ...]]:
    """(the address with a mark for each secret, the secrets in the order of the marks).

    Text that is not an address, or has no secrets, is returned unchanged. A secret that is a mark stands for one
    stored elsewhere.
    """
    secrets: list[str] = []

    def take(secret: str) -> str:
        secrets.append(secret)
        return MARK

    return _replaced(address, take), tuple(secrets)


def reveal(public: str, secrets: Sequence[str]) -> str:
    """The original address: replaces the marks in public, made by conceal(), by the secrets, if there are any."""
    left = iter(secrets)
    return _replaced(public, lambda mark: next(left, mark))


def redact(text: str) -> str:
    """text for people and logs, with the secrets removed from every address."""

    def hide(found: re.Match[str]) -> str:
        address = found[0].rstrip(_AROUND)
        return conceal(address)[0] + found[0][len(address) :]

    return _ADDRESS.sub(hide, text)


def _replaced(address: str, change: Callable[[str], str]) -> str:
    """address with each of its secrets, in order, replaced by change(secret)."""
    if "://" not in address:
        return address
    user = _USER.match(address)
    head = "" if user is None else f"{user[1]}{change(user[2])}@"
    rest = address if user is None else address[user.end() :]
    return head + _FIELD.sub(lambda field: field[1] + change(field[2]), rest)
