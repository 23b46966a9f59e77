"""What data may enter a template, and how a value is printed at each kind of place.

A place prints through a function of its own that was made with the template: it knows the run around the tag, so an empty value
leaves no run behind, a line break stays in the run, and a gap is highlighted in the run's own format.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Iterator, Mapping, MappingView, Sequence, Set
from copy import copy
from dataclasses import is_dataclass
from decimal import Decimal
from enum import Enum
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any, NamedTuple

from jinja2 import Undefined

from docgen.errors import RenderError
from docgen.findings import MOST_ALIKE, Finding, Place, Severity
from docgen.marked import CLOSE, OPEN, Marked
from docgen.patterns import late
from docgen.press import rich
from docgen.press.kept import Xml
from docgen.press.missing import Missing
from docgen.press.state import current, kind_of
from docgen.press.weights import HOLDERS, words_of
from docgen.press.word import ILLEGAL, escaped, highlighted
from docgen.written import Written, written

_PLAIN = (type(None), bool, int, float, Decimal, datetime.date, datetime.time)
_BREAKS = late("\r\n|[\n\t\a\f\r]")
_ILLEGAL = late("[\x00-\x06\x08\x0b\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ENDS_TEXT = late(r'(\\*)("|\Z)')  # in a field code: a quotation mark, and a backslash before it or before the author's
_LIST = late("\ufdee(\\d+)\ufdef")  # in copied properties of a paragraph
_GAPS = late(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
OUTSIDE = ("plain", "attribute", "field", "count", "colour")  # spots where no markup can stand
_LONG = 1000  # characters; longer values are charged one by one
_DEEPEST = 200  # lists and mappings in one another
_KEPT = {"text": "run", "r": "run", "p": "paragraph", "tr": "row", "tc": "cell"}
_COLOUR = late(r"#?([0-9A-Fa-f]{6})|auto")

Printer = Callable[[Any], str]


class Spot(NamedTuple):
    """Where a tag prints.

    Attributes:
        kind: ``text`` in a run with other words, ``run`` in the place of one, ``runs``, ``p``, ``tr``, ``tc``, ``plain`` outside
            of runs, ``attribute``, ``field``, ``count`` or ``colour``.
        head: What opens the run of the value.
        tail: What closes it.
        run: Properties of the run.
        paragraph: Properties of the paragraph.
        splits: Whether the run stands right in a paragraph, so that a value may begin a new one.
    """

    kind: str
    head: str = ""
    tail: str = ""
    run: str = ""
    paragraph: str = ""
    splits: bool = False


def check_data(data: Mapping[str, Any]) -> None:
    """Refuse values that are no plain data; every one is named with its path.

    Raises:
        RenderError: There are such values.
    """
    found = [
        Finding("T285", Place(), {"name": str(key), "type": kind_of(key)}) for key in data if not isinstance(key, str)
    ]
    around: set[int] = set()  # what the value is in
    deepest: dict[int, int] = {}  # how deep a list or mapping was met that stands in several places

    def walk(value: object, path: str, deep: int = 0) -> None:
        if isinstance(value, str) or (value is not data and is_function(value) and deep == 1):
            return
        if not isinstance(value, (Mapping, list, tuple)):
            if not isinstance(value, _PLAIN) and not rich.is_rich(value):
                found.append(Finding("T211", Place(path=path), {"type": type(value).__name__, "way": way_in(value)}))
            return
        if id(value) in around:
            args = {"type": f"{kind_of(value)} that holds itself", "way": "leave out what leads back to it"}
            found.append(Finding("T211", Place(path=path), args))
        elif deep > _DEEPEST:
            args = {"type": f"{kind_of(value)} in {deep} others", "way": "make the data flatter"}
            found.append(Finding("T211", Place(path=f"{path[:60]}…"), args))
        elif deepest.get(id(value), -1) < deep:
            deepest[id(value)] = deep
            around.add(id(value))
            for at, item in _items(value, path):
                walk(item, at, deep + 1)
            around.remove(id(value))

    walk(data, "")
    if found:
        raise RenderError(found[:MOST_ALIKE])


def _items(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield what is in a mapping, list or tuple, each with its path."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield f"{path}.{key}" if path else str(key), item
    else:
        for index, item in enumerate(value):
            yield f"{path}[{index}]", item


def way_in(value: object) -> str:
    """Return how a value that may not enter a template is made plain data; for a message."""
    if is_function(value):
        return "lend functions at the top of the data, each under a name of its own"
    if is_dataclass(value) and not isinstance(value, type):
        return "make a dict of it with dataclasses.asdict(value)"
    if isinstance(value, Enum):
        return "hand in its value.value"
    if isinstance(value, (bytes, bytearray)):
        return "make a text of it with value.decode()"
    if isinstance(value, (Set, Iterator, MappingView, Sequence)):
        return "make a list of it with list(value)"
    if isinstance(value, os.PathLike) or not hasattr(value, "__dict__"):
        return "make a text of it with str(value)"
    return "make a dict of it with vars(value)"


def is_function(value: object) -> bool:
    """Whether a value is a function that the caller lends to the tags."""
    return isinstance(value, (FunctionType, BuiltinFunctionType, MethodType, partial))


class Composed(dict[str, Any]):
    """Data of our own making, which hold nothing but texts, whole numbers, lists and mappings: nobody looks through them again."""


def taken_in(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return data as tags calculate with them.

    Raises:
        RenderError: They hold what may not enter a template.
    """
    if data.__class__ is Composed or (all(key.__class__ is str for key in data) and _is_plain(data, set())):
        return data
    check_data(data)
    made: Mapping[str, Any] = _written(data, {})
    return made


def _is_plain(value: Any, met: set[int], deep: int = 0) -> bool:
    """Whether data hold nothing but what may enter a template as it is; quick, and silent about what else there is.

    Args:
        value: The data.
        met: Lists and mappings met before; one that stands in two places is looked at with care.
        deep: How many others the value lies in.
    """
    kind = value.__class__
    if kind is str or kind in _PLAIN:
        return kind is not Decimal
    if kind is dict or kind is list or kind is tuple:
        if deep > _DEEPEST or id(value) in met:
            return False
        met.add(id(value))
        for item in value.values() if kind is dict else value:
            own = item.__class__
            if own is not str and own is not int and not _is_plain(item, met, deep + 1):
                return False
        return True
    if isinstance(value, Decimal):
        return kind is Written
    return isinstance(value, (str, *_PLAIN)) or rich.is_rich(value)


def _written(value: Any, known: dict[int, Any]) -> Any:
    """Return data in which decimals calculate with all other numbers, as those from a file do; what holds none is the same.

    Args:
        value: The data; no value holds itself.
        known: What was made of the lists and mappings that were met before, by their id.
    """
    if not isinstance(value, (Mapping, list, tuple)):
        return written(value)
    if id(value) not in known:
        known[id(value)] = _rewritten(value, known)
    return known[id(value)]


def _rewritten(value: Any, known: dict[int, Any]) -> Any:
    if isinstance(value, Mapping):
        entries = {key: new for key, item in value.items() if (new := _written(item, known)) is not item}
        if not entries:
            return value
        made: Any = copy(value) if hasattr(value, "__missing__") else dict(value)
        for key, new in entries.items():  # the update of a Counter would add
            made[key] = new
        return made
    items = [_written(item, known) for item in value]
    if all(new is item for new, item in zip(items, value, strict=True)):
        return value
    return tuple.__new__(type(value), items) if isinstance(value, tuple) else items  # without a constructor of its own


def illegal_values(data: Mapping[str, Any], *, strict: bool = False, inside: str | None = None) -> list[Finding]:
    """Return a finding on every text that XML cannot hold, with its path.

    Args:
        data: The data.
        strict: Where not even the signs for a new paragraph and a new page can stand.
        inside: Only texts that are part of this one.
    """
    found: list[Finding] = []
    met: set[int] = set()  # lists and mappings

    def walk(value: object, path: str) -> None:
        if isinstance(value, str):
            bad = (ILLEGAL if strict else _ILLEGAL).search(value)
            if bad and (inside is None or value in inside):
                found.append(Finding("T210", Place(path=path), {"codepoint": f"U+{ord(bad[0]):04X}"}))
        elif isinstance(value, (Mapping, list, tuple)) and id(value) not in met:
            met.add(id(value))
            for at, item in _items(value, path):
                walk(item, at)

    walk(data, "")
    return found


def printed(value: object) -> object:
    """Return the text of a value: nothing for ``None``, a truth value as YAML writes it, a gap with its marks."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.raw if isinstance(value, Marked) else value


def charged(do: Printer) -> Printer:
    """Return a printer that charges what it prints: inside a macro or a block nobody else does before its end."""

    def print_charged(value: Any) -> str:
        words = do(value)
        current().make(len(words) + 1)
        return words

    return print_charged


def printer(spot: Spot) -> Printer:
    """Return the function that prints a value at a spot."""
    head, tail, slow = spot.head, spot.tail, _Slow(spot).show

    if spot.kind == "run":

        def print_run(value: Any) -> str:
            kind = value.__class__
            if kind is str and value.isprintable() and len(value) < _LONG:
                if "&" in value or "<" in value or ">" in value:
                    value = escaped(value)
                return f"{head}{value}{tail}" if value else ""
            return f"{head}{value}{tail}" if kind is int else slow(value)

        return print_run
    if spot.kind == "text":

        def print_text(value: Any) -> str:
            kind = value.__class__
            if kind is str and value.isprintable() and len(value) < _LONG:
                return escaped(value) if "&" in value or "<" in value or ">" in value else value
            return str(value) if kind is int else slow(value)

        return print_text
    return slow


def _properties(spot: Spot) -> str:
    """Return the properties of a paragraph, in the list that it is in at the moment."""
    if "\ufdee" not in spot.paragraph:
        return spot.paragraph
    return _LIST.sub(lambda m: current().lists.get(m[1], m[1]), spot.paragraph)


class _Slow:
    """Prints what needs a second look: other values than short plain texts."""

    def __init__(self, spot: Spot) -> None:
        self.spot = spot

    def show(self, value: Any) -> str:
        """Return the XML of a value."""
        spot = self.spot
        if isinstance(value, Missing):
            words = self._missing(value)
        elif isinstance(value, Undefined):  # of an if without else in a value
            words = ""
        elif isinstance(value, Xml):
            current().make(len(value.xml))
            return self._kept(value)
        elif rich.is_rich(value):
            return self._rich(value)
        elif isinstance(value, (str, *_PLAIN)):
            words = str(printed(value))
        else:
            place, tag = current().place()
            if isinstance(value, HOLDERS):
                return self.show(words_of(value))
            raise RenderError([Finding("T213", place, {"tag": tag, "type": kind_of(value)})])
        if len(words) >= _LONG:
            current().spend(len(words))
        if spot.kind in ("count", "colour"):
            return self._measure(value, words)
        return self._shaped(words, marked=isinstance(value, (Marked, Missing))) if words else ""

    def _missing(self, value: Missing) -> str:
        state = current()
        state.missing(value)
        return value._marked() if state.policy == "marker" else ""

    def _measure(self, value: Any, words: str) -> str:
        """Return a number of columns or a colour."""
        if isinstance(value, Missing):
            return "1" if self.spot.kind == "count" else "auto"
        if self.spot.kind == "count" and words.strip().isdecimal() and 0 < int(words) < 64:
            return str(int(words))
        colour = _COLOUR.fullmatch(words.strip())
        if self.spot.kind == "colour" and (colour or not words.strip()):
            return (colour and colour[1]) or "auto"
        place, tag = current().place()
        raise RenderError(
            [Finding("T214" if self.spot.kind == "count" else "T215", place, {"tag": tag, "value": words})]
        )

    def _shaped(self, words: str, *, marked: bool) -> str:
        """Return a text as XML, with the runs and paragraphs that the place wants; only ours has marks."""
        return self._placed(self._text(words, marked=marked))

    def _placed(self, xml: str) -> str:
        """Return the XML of a text with the run and paragraph that the place wants."""
        spot = self.spot
        if spot.kind in ("run", "runs"):
            return f"{spot.head}{xml}{spot.tail}"
        if spot.kind == "p":
            return f"<w:p>{_properties(spot)}{spot.head}{xml}{spot.tail}</w:p>"
        if spot.kind in ("tr", "tc"):
            place, tag = current().place()
            raise RenderError([Finding("T216", place, {"tag": tag})])
        return xml

    def _text(self, words: str, *, marked: bool) -> str:
        spot = self.spot
        outside = spot.kind in OUTSIDE
        gaps = marked and OPEN in words
        if gaps and outside:
            words, gaps = _GAPS.sub("\\1", words), False
        bare = words.replace(OPEN, "").replace(CLOSE, "") if gaps else words
        if (ILLEGAL if outside else _ILLEGAL).search(bare):
            words = self._legal(words, gaps=gaps, strict=outside)
        if spot.kind == "field":
            words = _ENDS_TEXT.sub(lambda m: m[1] * 2 + ('\\"' if m[2] else ""), words)
        xml = escaped(words)
        if outside:  # what reads the part must not take a carriage return for a line feed
            xml = xml.replace("\r", "&#13;")
        if spot.kind in ("attribute", "field"):
            return xml.replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
        if outside:
            return xml
        if _BREAKS.search(xml):
            current().ragged = True
            xml = _BREAKS.sub(self._break, xml)
        if gaps:
            current().ragged = True
            xml = _GAPS.sub(self._gap, xml)
        return xml

    def _legal(self, words: str, *, gaps: bool, strict: bool) -> str:
        state = current()
        place, _ = state.place()
        pattern = ILLEGAL if strict else _ILLEGAL
        bad = next(m[0] for m in pattern.finditer(words) if not (gaps and m[0] in (OPEN, CLOSE)))
        if not state.drop_illegal:
            raise RenderError(
                illegal_values(state.data, strict=strict, inside=words)
                or [Finding("T210", place, {"codepoint": f"U+{ord(bad):04X}"})]
            )
        state.found.append(Finding("T217", place, {"codepoint": f"U+{ord(bad):04X}"}, Severity.WARNING))
        return pattern.sub(lambda m: m[0] if gaps and m[0] in (OPEN, CLOSE) else "", words)

    def _break(self, match: re.Match[str]) -> str:
        spot, sign = self.spot, match[0]
        if sign == "\t":
            return '</w:t><w:tab/><w:t xml:space="preserve">'
        if sign in "\a\f" and spot.splits:
            page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' if sign == "\f" else ""
            return f'</w:t></w:r></w:p>{page}<w:p>{_properties(spot)}<w:r>{spot.run}<w:t xml:space="preserve">'
        kind = ' w:type="page"' if sign == "\f" else ""
        return f'</w:t><w:br{kind}/><w:t xml:space="preserve">'

    def _gap(self, match: re.Match[str]) -> str:
        spot = self.spot
        return (
            f'</w:t></w:r><w:r>{highlighted(spot.run)}<w:t xml:space="preserve">{match[1]}</w:t></w:r>'
            f'<w:r>{spot.run}<w:t xml:space="preserve">'
        )

    def _rich(self, value: Any) -> str:
        """Return the XML that a value of docxtpl brings, fitted to the place."""
        spot, state = self.spot, current()
        place, tag = state.place()
        xml, unit = rich.xml_of(value, state, place, tag, _properties(spot) if spot.splits else "")
        if unit == "text":
            return self.show(xml)
        state.own_xml = True
        state.brought.append((place, xml))
        return self._fitted(xml, unit, type(value).__name__)

    def _kept(self, value: Xml) -> str:
        """Return what a macro or a block of the template printed, fitted to the place."""
        if value.unit == "text" and self.spot.kind not in (*OUTSIDE, "tr", "tc"):
            current().ragged = True
            return self._placed(value.xml)
        return self._fitted(value.xml, value.unit, _KEPT[value.unit])

    def _fitted(self, xml: str, unit: str, kind: str) -> str:
        """Return runs (``r``), paragraphs (``p``), rows (``tr``) or cells (``tc``) as the place wants them.

        Raises:
            RenderError: They cannot stand there.
        """
        spot, state = self.spot, current()
        if unit == "r" and spot.kind == "text":
            state.ragged = True
            return f'</w:t></w:r>{xml}<w:r>{spot.run}<w:t xml:space="preserve">'
        if unit == "r" and spot.kind in ("run", "runs"):
            return xml
        if unit == "r" and spot.kind == "p":
            return f"<w:p>{_properties(spot)}{xml}</w:p>"
        if unit == spot.kind:
            return xml
        if unit == "p" and spot.kind in ("text", "run", "runs") and spot.splits and not xml:
            return ""
        place, tag = state.place()
        raise RenderError([Finding("T218", place, {"tag": tag, "type": kind, "unit": unit})])
