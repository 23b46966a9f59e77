"""Characters beyond the 65,536 first, as JSON escapes them: in two halves. YAML knows no such pair."""

from __future__ import annotations

import json

from docgen.patterns import late

_HIGH, _LOW = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_PAIR = late(rf"(?<!\\)((?:\\\\)*)({_HIGH}{_LOW})")
HALF = late(r"\\u([dD][89a-fA-F][0-9a-fA-F]{2})")


def with_pairs(text: str) -> str:
    """Return a JSON text with every pair of halves as the character that it means; any other text as it is."""
    if not _PAIR.search(text):
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    return _PAIR.sub(lambda pair: pair[1] + json.loads(f'"{pair[2]}"'), text)
