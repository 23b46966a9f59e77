"""What a catalogue is made of."""

from __future__ import annotations

from dataclasses import dataclass


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a text for translation where it cannot be translated yet."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """What is wrong, and what to do about it."""

    text: str
    remedy: str = ""
