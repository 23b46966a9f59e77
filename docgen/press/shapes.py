"""What data look like, without the data: enough to say which names a template may use, in branches that no render takes too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from docgen.press.rich import is_rich


@dataclass(slots=True)
class Shape:
    """What is known of a value.

    Attributes:
        kind: ``any`` when nothing is known, ``mapping``, ``list``, ``text``, ``number`` or ``function``.
        entries: Entries of a mapping.
        item: What a list holds, or a mapping whose names are not known.
        short: Whether it is a text of one letter at most.
    """

    kind: str = "any"
    entries: dict[str, Shape] = field(default_factory=dict)
    item: Shape | None = None
    short: bool = False


_DEEPEST_MERGED = 8
_DEEPEST = 100  # lists and mappings in one another
ANY = Shape()
TEXT = Shape("text")
_LETTER = Shape("text", short=True)
NUMBER = Shape("number")


def shape_of(value: Any, *, exact: bool = True, deep: int = 0, known: dict[int, Shape] | None = None) -> Shape:
    """Return the shape of a value.

    Args:
        value: The value.
        deep: How many lists and mappings it lies in.
        known: Shapes of the lists and mappings that were met before, by their id.
        exact: Whether it is the value to be printed; an example's empty values tell nothing, and a ``defaultdict``
            says that others choose the names of a mapping, and what stands behind each.
    """
    if deep > _DEEPEST:
        return ANY
    if isinstance(value, defaultdict) and value.default_factory is not None and not exact:
        return Shape("mapping", item=shape_of(value.default_factory(), deep=deep + 1))
    if isinstance(value, (Mapping, list, tuple)):
        known = {} if known is None else known
        if id(value) not in known:
            known[id(value)] = ANY  # what is in itself
            known[id(value)] = _shape_of_many(value, exact=exact, deep=deep + 1, known=known)
        return known[id(value)]
    if is_rich(value) or value is None or (value == "" and not exact):
        return ANY
    if isinstance(value, str):
        return TEXT if len(value) > 1 else _LETTER
    if callable(value):
        return Shape("function")
    return NUMBER if isinstance(value, (int, float, Decimal)) else ANY


def _shape_of_many(value: Any, *, exact: bool, deep: int, known: dict[int, Shape]) -> Shape:
    """Return the shape of a list or a mapping."""
    if isinstance(value, Mapping):
        entries = {str(name): shape_of(item, exact=exact, deep=deep, known=known) for name, item in value.items()}
        return Shape("mapping", entries) if entries else ANY
    if not value:
        return Shape("list", item=ANY)
    return Shape("list", item=merged(shape_of(item, exact=exact, deep=deep, known=known) for item in value))


def merged(shapes: Iterable[Shape], deep: int = 0) -> Shape:
    """Return what holds for any of several values; nothing is known of what lies in too many others."""
    found = list({id(shape): shape for shape in shapes}.values())
    if len(found) == 1:
        return found[0]
    if deep > _DEEPEST_MERGED:
        return ANY
    kinds = {shape.kind for shape in found}
    if len(kinds) != 1:
        return ANY
    kind = kinds.pop()
    if kind == "mapping":
        names = list(dict.fromkeys(name for shape in found for name in shape.entries))
        others = [shape.item for shape in found if shape.item is not None]
        entries = {n: merged((s.entries[n] for s in found if n in s.entries), deep + 1) for n in names}
        return Shape(kind, entries, merged(others, deep + 1) if others else None)
    if kind == "list":
        return Shape(kind, item=merged((shape.item or ANY for shape in found), deep + 1))
    return Shape(kind)


def shape_of_names(names: Mapping[str, Any] | Iterable[str]) -> Shape:
    """Return the shape of data of which the names are known, and perhaps examples of the values."""
    if isinstance(names, Mapping):
        return Shape("mapping", {str(name): shape_of(value, exact=False) for name, value in names.items()})
    return Shape("mapping", dict.fromkeys(names, ANY))
