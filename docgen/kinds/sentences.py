"""Stops and claims: where a sentence ends, what closes it, how items of a series are joined.

Every function takes and returns words in which gaps may be marked (`docgen.marked`).
"""

from __future__ import annotations

from docgen.marked import CLOSE, OPEN, seen

STOPS = "。！？；：，…"
_FULL = "。！？"
_CLOSERS = "”’）》〉」』]" + CLOSE
_OPENING = {"（": "）", "“": "”", "‘": "’", "《": "》", "〈": "〉", "(": ")", "「": "」", "【": "】", OPEN: CLOSE}
GOES_ON = "，、；：。！？"


def first_sentence(text: str) -> tuple[str, str]:
    """Return the first sentence with its stop, and the rest; brackets and quotes are never cut."""
    closing: list[str] = []
    for index, char in enumerate(text):
        if char in _OPENING:
            closing.append(_OPENING[char])
        elif closing and char == closing[-1]:
            closing.pop()
        elif char in _FULL and not closing:
            end = index + 1
            while end < len(text) and text[end] in _FULL:
                end += 1
            return text[:end], text[end:].lstrip()
    return text, ""


def is_closed(text: str) -> bool:
    """True when the text ends in a stop, be it inside closing quotes."""
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in STOPS and (bare == text or bare[-1] in "。！？…")


def close(text: str, stop: str = "。") -> str:
    """Return the text with a stop at its end; one that it has already is kept."""
    if not text or is_closed(text):
        return text
    return text.rstrip("、") + stop


def joined(text: str, stop: str) -> str:
    """Return an item of a series with the stop that joins it to the next; ！ and ？ are stops of their own."""
    bare = open_end(text)
    return bare if bare.endswith(("！", "？", "…")) else bare + stop


def open_end(text: str) -> str:
    """Return the text without the 。；， or 、 at its end, ready to be joined or to be a heading."""
    return text.rstrip("。；，、")


def goes_on(text: str) -> bool:
    """True when words begin with a stop and so belong to the sentence before them."""
    return seen(text).startswith(tuple(GOES_ON))


def before_stop(text: str, note: str) -> str:
    """Return the text with ``note`` set before its final stop (GB/T 15834-2011: a note on a sentence stands inside it)."""
    if not note:
        return text
    if text and text[-1] in "。；，！？：":
        return text[:-1] + note + text[-1]
    return text + note
