"""The secret parts of an address (a camera's password or token): what may be seen of it has marks in their place."""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence

MARK = "***"
# user:PASSWORD@ after the scheme. A password with a / or # in it, which should have been escaped, is one, too: then
# what follows the colon is no port.
_USER = re.compile(r"^([a-z][a-z0-9+.-]+://[^/?#@:\s]*:)(?!\d+(?:[/?#]|$))(\S+)@", re.IGNORECASE)
_FIELD = re.compile(r"([?&;][\w.-]*(?:pas|pwd|psw|token|secret|auth|key|sig)[\w.-]*=)([^&;#\s]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://\S+", re.IGNORECASE)
_AROUND = "'\"<>()[]{},.:;"


def conceal(address: str) -> tuple[str, tuple[str, ...]]:
    """(the address with a mark for each secret, the secrets in the order of the marks).

    What is no address, or has no secrets, comes back as it is. A secret that is a mark stands for one elsewhere.
    """
    secrets: list[str] = []

    def take(secret: str) -> str:
        secrets.append(secret)
        return MARK

    return _replaced(address, take), tuple(secrets)


def reveal(public: str, secrets: Sequence[str]) -> str:
    """The address again: the marks of public, as conceal() made it, replaced by the secrets; without any, as it is."""
    left = iter(secrets)
    return _replaced(public, lambda mark: next(left, mark))


def redact(text: str) -> str:
    """text for people and logs: every address in it without its secrets."""

    def hide(found: re.Match[str]) -> str:
        address = found[0].rstrip(_AROUND)
        return conceal(address)[0] + found[0][len(address) :]

    return _ADDRESS.sub(hide, text)


def _replaced(address: str, change: Callable[[str], str]) -> str:
    """address with change(secret) for each of its secrets, in their order."""
    if "://" not in address:
        return address
    user = _USER.match(address)
    head = "" if user is None else f"{user[1]}{change(user[2])}@"
    rest = address if user is None else address[user.end() :]
    return head + _FIELD.sub(lambda field: field[1] + change(field[2]), rest)
