"""What a catalogue is made of."""

from __future__ import annotations

from typing import NamedTuple


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a text for translation where it cannot be translated yet."""
    return text


class Message(NamedTuple):
    """What is wrong, what to do about it, and why it matters; the last is told by `docgen explain`."""

    text: str
    remedy: str = ""
    why: str = ""
