"""A printed document as measured facts: lines of print, rules, pictures, ink. All lengths are mm from the paper's upper left corner.

What is read is a PDF, whoever made it; nothing here knows what the Word file behind it says.
"""

from __future__ import annotations

import io
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from docgen.errors import FileError, UseError
from docgen.findings import Finding, Place

if TYPE_CHECKING:
    from PIL.Image import Image

MM = 25.4 / 72  # of a point
_ABOVE = 0.88  # of a Chinese character's square stands above the baseline
_ONE_LINE = 2.0  # points that baselines of one line may differ
_THIN = 3.0  # points; what is higher is no rule
_SHORT = 3.0  # mm; what is shorter is no rule
_ALIKE = 0.1  # mm that pieces of one rule may differ in height
_TOUCHING = 0.5  # mm between pieces of one rule
_SCALE = 4  # pixels a point in which ink is looked for
_DARK = 128  # of 255; what is darker is ink
_BLACK = "000000"


class Box(NamedTuple):
    """A spot of a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def centre(self) -> float:
        """Its middle from the paper's left edge."""
        return (self.left + self.right) / 2


class Rule(NamedTuple):
    """A horizontal line that is drawn: as a border, a thin rectangle, a stroke. ``y`` is its middle; thickness in points."""

    left: float
    right: float
    y: float
    thickness: float
    color: str


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line of print, blanks left out.

    Attributes:
        text: Its characters.
        left: Left edge of the first one's square.
        right: Right edge of the last one's.
        top: Upper edge of a Chinese character's square.
        bottom: Lower edge.
        baseline: What the letters stand on.
        size: Points of most characters.
        fonts: Names of the fonts in which it is drawn, the commonest first, without the mark of a subset.
        colors: Colours as ``RRGGBB``, the commonest first; ``''`` for a pattern.
        wide: How many of its characters are full-width.
        upright: Whether it is read without turning the page.
        edges: Left and right edge of each character, one after the other.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    size: float
    fonts: tuple[str, ...]
    colors: tuple[str, ...]
    wide: int
    upright: bool
    edges: array[float]

    @property
    def box(self) -> Box:
        """Where it stands."""
        return Box(self.left, self.top, self.right, self.bottom)

    def part(self, start: int, end: int) -> Box:
        """Return where some of its characters stand."""
        return Box(self.edges[2 * start], self.top, self.edges[2 * end - 1], self.bottom)


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes:
        number: From 1.
        width: Of the paper.
        height: Of the paper.
        lines: Lines of print from top to bottom, then those that are turned.
        rules: Horizontal rules from top to bottom, pieces of one joined.
        pictures: Where pictures stand.
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    rules: list[Rule]
    pictures: list[Box]

    @property
    def landscape(self) -> bool:
        """Whether the page lies on its side."""
        return self.width > self.height

    @property
    def upright(self) -> list[Line]:
        """Its lines that are read without turning it."""
        return [line for line in self.lines if line.upright]

    @property
    def box(self) -> Box:
        """The whole page."""
        return Box(0, 0, self.width, self.height)


@dataclass(slots=True)
class Pages:
    """The pages of a PDF, the names of the fonts that it draws with, and what its ink is looked up in."""

    pages: list[Page]
    fonts: tuple[str, ...]
    data: bytes = field(repr=False)

    def __iter__(self) -> Iterator[Page]:
        """Yield its pages."""
        return iter(self.pages)

    def __len__(self) -> int:
        """Return how many pages it has."""
        return len(self.pages)

    def __getitem__(self, number: int) -> Page:
        """Return a page by its number, which counts from 1."""
        return self.pages[number - 1]

    def ink(self, number: int, box: Box, *, red: bool = False) -> Box | None:
        """Return where within a box of a page there is ink, red ink only if wanted; ``None`` when there is none."""
        from PIL import ImageChops

        page = self[number]
        area = Box(max(box.left, 0), max(box.top, 0), min(box.right, page.width), min(box.bottom, page.height))
        picture = self._draw(number, _SCALE, area)
        channels = picture.split()
        dark = channels[1].point(lambda value: 255 if value < _DARK else 0)
        if red:
            dark = ImageChops.multiply(dark, channels[0].point(lambda value: 255 if value > _DARK else 0))
        found = dark.getbbox()
        if found is None:
            return None
        across, down = ((area.right - area.left) / picture.width, (area.bottom - area.top) / picture.height)
        left, top, right, bottom = found
        return Box(
            area.left + left * across, area.top + top * down, area.left + right * across, area.top + bottom * down
        )

    def image(self, number: int, scale: float = 1.5) -> bytes:
        """Return a page as PNG; ``scale`` is pixels a point."""
        out = io.BytesIO()
        self._draw(number, scale, self[number].box).save(out, "PNG", optimize=True)
        return out.getvalue()

    def _draw(self, number: int, scale: float, area: Box) -> Image:
        page = self[number]
        margins = (area.left, page.height - area.bottom, page.width - area.right, area.top)
        pypdfium2 = _library("pypdfium2")
        with pypdfium2.PdfDocument(self.data) as document:
            bitmap = document[number - 1].render(scale=scale, crop=tuple(max(side, 0) / MM for side in margins))
            picture: Image = bitmap.to_pil().convert("RGB")
        return picture


def read_pdf(data: bytes, name: str = "") -> Pages:
    """Return what stands on the pages of a PDF; each page is let go of when it has been read.

    Args:
        data: The PDF.
        name: What messages call the document.

    Raises:
        UseError: What reads PDFs is not installed.
        FileError: The PDF cannot be read.
    """
    pdfplumber = _library("pdfplumber")
    fonts: Counter[str] = Counter()
    pages = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for number, page in enumerate(document.pages, 1):
                pages.append(_page(number, page, fonts))
                page.close()
    except Exception as exc:  # of the libraries, which have no common one
        raise FileError([Finding("O451", Place(name))]) from exc
    return Pages(pages, tuple(font for font, _ in fonts.most_common()), data)


def _library(name: str) -> Any:
    """Return a library that only measuring needs."""
    import importlib

    try:
        importlib.import_module("PIL")
        return importlib.import_module(name)
    except ImportError as exc:
        raise UseError([Finding("O450", args={"library": name})]) from exc


# --- lines of print


def _page(number: int, page: Any, fonts: Counter[str]) -> Page:
    chars = [char for char in page.chars if str(char["text"]).strip()]
    fonts.update(_font(char) for char in chars)
    height = float(page.height)
    upright = _rows((char for char in chars if char["upright"]), lambda char: height - char["matrix"][5])
    turned = _rows((char for char in chars if not char["upright"]), lambda char: char["matrix"][4])
    lines = [_line(row, baseline) for baseline, row in upright]
    lines += [_turned(row) for _, row in turned]
    pictures = [_box(image) for image in page.images]
    return Page(number, float(page.width) * MM, height * MM, lines, _rules(page), pictures)


def _rows(chars: Iterable[Mapping[str, Any]], where: Any) -> list[tuple[float, list[Mapping[str, Any]]]]:
    """Return characters by what they stand on, in points: a line's first character says where it is."""
    rows: list[tuple[float, list[Mapping[str, Any]]]] = []
    for at, char in sorted(((where(char), char) for char in chars), key=lambda pair: float(pair[0])):
        if rows and at - rows[-1][0] < _ONE_LINE:
            rows[-1][1].append(char)
        else:
            rows.append((at, [char]))
    return rows


def _line(row: list[Mapping[str, Any]], baseline: float) -> Line:
    row.sort(key=lambda char: float(char["x0"]))
    size = _size(row)
    edges = array("d", (side * MM for char in row for side in _sides(char)))
    top, bottom = (baseline - _ABOVE * size) * MM, (baseline + (1 - _ABOVE) * size) * MM
    return _made(row, edges, (edges[0], top, max(edges), bottom), baseline * MM, size, upright=True)


def _turned(row: list[Mapping[str, Any]]) -> Line:
    clockwise = float(row[0]["matrix"][1]) < 0
    row.sort(key=lambda char: float(char["top"]), reverse=not clockwise)
    boxes = [_box(char) for char in row]
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    edges = array("d", (side * MM for char in row for side in _sides(char)))
    size = max(float(char["size"]) for char in row)
    return _made(row, edges, (left, top, right, bottom), bottom, size, upright=False)


def _made(
    row: list[Mapping[str, Any]],
    edges: array[float],
    box: tuple[float, float, float, float],
    baseline: float,
    size: float,
    *,
    upright: bool,
) -> Line:
    left, top, right, bottom = box
    text = "".join(str(char["text"]).strip() for char in row)
    fonts = Counter(_font(char) for char in row)
    colors = Counter(_color(char["non_stroking_color"]) for char in row)
    return Line(
        text,
        left,
        right,
        top,
        bottom,
        baseline,
        round(size, 1),
        tuple(name for name, _ in fonts.most_common()),
        tuple(color for color, _ in colors.most_common()),
        sum(is_wide(char) for char in text),
        upright,
        edges,
    )


def is_wide(char: str) -> bool:
    """Whether a character fills the square of a Chinese one: ideographs and full-width signs, Chinese quotes and dashes too."""
    return unicodedata.east_asian_width(char) in "WF" or char in "“”‘’—…·★"


def _size(row: list[Mapping[str, Any]]) -> float:
    return Counter(round(float(char["size"]), 1) for char in row).most_common(1)[0][0]


def _sides(char: Mapping[str, Any]) -> Iterator[float]:
    """Yield the edges of a glyph, once for each character that it stands for."""
    left, right = float(char["x0"]), float(char["x1"])
    letters = len(str(char["text"]).strip())
    step = (right - left) / letters
    for letter in range(letters):
        yield left + letter * step
        yield left + (letter + 1) * step


def _font(char: Mapping[str, Any]) -> str:
    name = str(char["fontname"])
    return name[7:] if len(name) > 7 and name[6] == "+" else name


def _color(value: Any) -> str:
    """Return a colour of a PDF as ``RRGGBB``; black when it says none, ``''`` for a pattern."""
    if value is None:
        return _BLACK
    parts = [value] if isinstance(value, int | float) else list(value)
    if not all(isinstance(part, int | float) for part in parts):
        return ""
    if len(parts) == 1:
        parts *= 3
    elif len(parts) == 4:
        parts = [(1 - part) * (1 - parts[3]) for part in parts[:3]]
    return "".join(f"{round(min(max(part, 0), 1) * 255):02X}" for part in parts) if len(parts) == 3 else ""


# --- rules and pictures


def _box(drawn: Mapping[str, Any]) -> Box:
    left, top, right, bottom = (float(drawn[side]) * MM for side in ("x0", "top", "x1", "bottom"))
    return Box(left, top, right, bottom)


def _rules(page: Any) -> list[Rule]:
    pieces = [rule for drawn in (*page.rects, *page.lines, *page.curves) if (rule := _rule(drawn))]
    joined: list[Rule] = []
    for piece in sorted(pieces, key=lambda rule: (round(rule.y / _ALIKE), rule.color, rule.left)):
        last = joined[-1] if joined else None
        if last and _continues(last, piece):
            thickness = max(last.thickness, piece.thickness)
            joined[-1] = last._replace(right=max(last.right, piece.right), thickness=thickness)
        else:
            joined.append(piece)
    return sorted(joined, key=lambda rule: (rule.y, rule.left))


def _continues(last: Rule, piece: Rule) -> bool:
    near = abs(piece.y - last.y) <= _ALIKE and piece.color == last.color
    return near and piece.left <= last.right + _TOUCHING


def _rule(drawn: Mapping[str, Any]) -> Rule | None:
    box = _box(drawn)
    high = (box.bottom - box.top) / MM
    if high >= _THIN or box.right - box.left < _SHORT:
        return None
    filled = bool(drawn.get("fill")) and drawn["object_type"] != "line" and high > 0
    color = _color(drawn["non_stroking_color" if filled else "stroking_color"])
    thickness = high if filled else high + float(drawn["linewidth"] or 0)
    return Rule(box.left, box.right, (box.top + box.bottom) / 2, thickness, color)
