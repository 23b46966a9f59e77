"""How characters and paragraphs look once everything that they inherit is counted in.

From weak to strong: the document's defaults, the style of the table, that of the paragraph (and of its list), that of the
characters, what is written at the spot. Bold, slanted and the like change over each time a style sets them; the theme names
typefaces that the others may ask for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from docgen.pages.facts import Border, Format, Layout
from docgen.pages.numbering import Level
from docgen.pages.spots import DEEPEST, MOST, W, setting

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TOGGLES = {"b": "bold", "i": "italic", "strike": "strike", "dstrike": "strike", "vanish": "hidden"}
_ALIGN = {"start": "left", "end": "right", "both": "both", "center": "center", "right": "right", "left": "left"}
_SWITCHES = {
    "keepNext": "keep_next",
    "keepLines": "keep_lines",
    "pageBreakBefore": "page_break_before",
    "widowControl": "widow_control",
    "snapToGrid": "snap",
}
_OFF = frozenset(["0", "false", "off", "none"])
_LINE = 240  # twips that a line counts when a distance is given in lines
_MAJOR_SCRIPTS = {"zh-CN": "Hans", "zh-SG": "Hans", "zh-TW": "Hant", "zh-HK": "Hant", "ja-JP": "Jpan", "ko-KR": "Hang"}
_UNITS = {"pt": 20.0, "mm": 1440 / 25.4, "cm": 14400 / 25.4, "in": 1440.0, "pc": 240.0}
_Props = dict[str, Any]


@dataclass(slots=True)
class _Style:
    kind: str
    name: str
    based_on: str
    run: _Props
    paragraph: _Props
    list_id: str = ""
    level: int = 0


class Theme:
    """The typefaces that a theme names."""

    def __init__(self, root: etree._Element | None, script: str) -> None:
        """Read them; ``root`` is ``None`` when there is no theme."""
        self._faces: dict[str, str] = {}
        for kind in ("major", "minor"):
            fonts = None if root is None else root.find(f".//{_A}fontScheme/{_A}{kind}Font")
            if fonts is None:
                continue
            latin, asian = (_face(fonts.find(f"{_A}{name}")) for name in ("latin", "ea"))
            if not asian:
                asian = next((f.get("typeface", "") for f in fonts.iter(f"{_A}font") if f.get("script") == script), "")
            self._faces |= {f"{kind}EastAsia": asian, f"{kind}HAnsi": latin, f"{kind}Ascii": latin, f"{kind}Bidi": ""}

    def face(self, name: str) -> str:
        """Return the typeface of a name such as ``minorEastAsia``."""
        return self._faces.get(name, "")


def _face(element: etree._Element | None) -> str:
    return "" if element is None else element.get("typeface", "")


class Styles:
    """The styles of a document."""

    def __init__(self, root: etree._Element | None, theme: Theme) -> None:
        """Read them."""
        self._theme = theme
        self._styles: dict[str, _Style] = {}
        self.default_paragraph = ""
        self.default_table = ""
        self._run_defaults: _Props = {}
        self._paragraph_defaults: _Props = {}
        self._chains: dict[tuple[str, str], _Props] = {}
        self._formats: dict[Any, Format] = {}
        self._layouts: dict[Any, Layout] = {}
        if root is None:
            return
        self._run_defaults = run_properties(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self._paragraph_defaults = paragraph_properties(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))
        for style in root.iterchildren(f"{W}style"):
            identifier = style.get(f"{W}styleId", "")
            kind = style.get(f"{W}type", "paragraph")
            properties = style.find(f"{W}pPr")
            made = _Style(
                kind,
                setting(style.find(f"{W}name"), identifier),
                setting(style.find(f"{W}basedOn")),
                run_properties(style.find(f"{W}rPr")),
                paragraph_properties(properties),
                *list_of(properties),
            )
            self._styles[identifier] = made
            is_default = _is_on(style.get(f"{W}default", "0"))
            if kind == "paragraph" and is_default:
                self.default_paragraph = identifier
            elif kind == "table" and is_default:
                self.default_table = identifier

    @property
    def names(self) -> dict[str, str]:
        """Name of each style by its id."""
        return {identifier: style.name for identifier, style in self._styles.items()}

    def list_of(self, style: str) -> tuple[str, int]:
        """Return the list that a paragraph style puts its paragraphs in, and the level."""
        for link in self._chain(style):
            if link.list_id:
                return link.list_id, link.level
        return "", 0

    def _setter(self, style: str) -> int:
        """Return how many steps above a style the one is that sets its list, whose indents go before those further above."""
        return next((steps for steps, link in enumerate(self._chain(style)) if link.list_id), 0)

    def format(self, style: str, character: str, direct: _Props, table: str = "") -> Format:
        """Return how characters look.

        Args:
            style: Id of the style of their paragraph.
            character: Id of their own style, ``''`` for none.
            direct: What is written at the spot, as `run_properties` returned it.
            table: Id of the style of the table around them.
        """
        key = (style, character, table, tuple(sorted(direct.items())))
        if key not in self._formats:
            self._formats[key] = self._format(style, character, direct, table)
        return self._formats[key]

    def _format(self, style: str, character: str, direct: _Props, table: str) -> Format:
        layers = [self._merged(identifier, "run") for identifier in (table, style, character)]
        merged: _Props = dict(self._run_defaults)
        for layer in (*layers, direct):
            merged |= layer
        for toggle in set(_TOGGLES.values()):
            if toggle not in direct:
                set_by = sum(bool(layer.get(toggle)) for layer in layers)
                merged[toggle] = (
                    bool(set_by % 2) if any(toggle in layer for layer in layers) else merged.get(toggle, False)
                )
        asian, from_theme = self._named(merged.pop("east_asia", ""))
        latin, _ = self._named(merged.pop("latin", ""))
        return Format(east_asia=asian, latin=latin, from_theme=from_theme, **merged)

    def _named(self, face: str) -> tuple[str, bool]:
        """Return a typeface by its own name, and whether the theme names it."""
        return (self._theme.face(face[1:]), True) if face.startswith("+") else (face, False)

    def layout(
        self, style: str, direct: _Props, level: Level | None, table: str = "", *, own_list: bool = False
    ) -> Layout:
        """Return how a paragraph stands.

        Args:
            style: Id of its style.
            direct: What is written at the spot, as `paragraph_properties` returned it.
            level: The level of the list that it is in.
            table: Id of the style of the table around it.
            own_list: The list is set at the spot, so that its indents go before those of the style.
        """
        key = (style, table, id(level), own_list, _frozen(direct))
        if key not in self._layouts:
            listed = {} if level is None else paragraph_properties(level.properties)
            layers = [link.paragraph for link in self._chain(style)]
            layers.insert(0 if own_list else self._setter(style) + 1, listed)
            merged: _Props = dict(self._paragraph_defaults)
            for layer in (self._merged(table, "paragraph"), *reversed(layers), direct):
                merged = _laid(merged, layer)
            merged["tabs"] = tuple(sorted((at, kind) for at, kind in merged.pop("tabs", {}).items() if kind != "clear"))
            lines = merged.get("borders", {}).items()
            merged["borders"] = {side: line for side, line in lines if line.kind not in ("nil", "none")}
            self._layouts[key] = Layout(**merged)
        return self._layouts[key]

    def _merged(self, style: str, part: str) -> _Props:
        """Return what a style says with all that it is based on."""
        if (style, part) not in self._chains:
            merged: _Props = {}
            for link in reversed(list(self._chain(style))):
                merged = _laid(merged, link.run if part == "run" else link.paragraph)
            self._chains[style, part] = merged
        return self._chains[style, part]

    def _chain(self, style: str) -> Iterator[_Style]:
        seen = 0
        while style in self._styles and seen < DEEPEST:
            yield self._styles[style]
            style, seen = self._styles[style].based_on, seen + 1


def _laid(below: _Props, above: _Props) -> _Props:
    """Return properties with stronger ones laid over them; tab stops and lines are laid over one by one."""
    merged = {**below, **above}
    for name in ("tabs", "borders"):
        if name in below and name in above:
            merged[name] = {**below[name], **above[name]}
    return merged


def _frozen(properties: _Props) -> tuple[Any, ...]:
    return tuple(sorted((k, tuple(sorted(v.items())) if isinstance(v, dict) else v) for k, v in properties.items()))


def run_properties(element: etree._Element | None) -> _Props:
    """Return what a ``w:rPr`` says, under the names of `Format`; a typeface of the theme begins with ``+``."""
    said: _Props = {}
    for child in () if element is None else element:
        if not isinstance(child.tag, str):
            continue
        name = child.tag.removeprefix(W)
        value = child.get(f"{W}val", "")
        if name == "rFonts":
            said |= _faces(child)
        elif name in _TOGGLES:
            said[_TOGGLES[name]] = _is_on(value)
        elif name == "sz":
            _put(said, "size", value)
        elif name == "u":
            said["underline"] = "" if value == "none" else value
        elif name == "color":
            said["color"] = value.upper() if value != "auto" else value
        elif name == "highlight":
            said["highlight"] = "" if value == "none" else value
        elif name == "shd":
            said["shading"] = _ground(child)
        elif name == "lang" and child.get(f"{W}eastAsia"):
            said["language"] = child.get(f"{W}eastAsia")
        elif name in ("spacing", "w", "position"):
            _put(said, {"spacing": "spacing", "w": "scale", "position": "raised"}[name], value.removesuffix("%"))
        elif name == "vertAlign":
            said["vertical"] = "" if value == "baseline" else value
    return said


def _faces(fonts: etree._Element) -> _Props:
    said: _Props = {}
    for slot, name in (("eastAsia", "east_asia"), ("ascii", "latin")):
        theme, face = fonts.get(f"{W}{slot}Theme"), fonts.get(f"{W}{slot}")
        if theme or face:
            said[name] = f"+{theme}" if theme else face
    if fonts.get(f"{W}hint"):
        said["hint"] = fonts.get(f"{W}hint")
    return said


def paragraph_properties(element: etree._Element | None) -> _Props:
    """Return what a ``w:pPr`` says, under the names of `Layout`."""
    said: _Props = {}
    for child in () if element is None else element:
        if not isinstance(child.tag, str):
            continue
        name = child.tag.removeprefix(W)
        value = child.get(f"{W}val", "")
        if name == "jc":
            said["align"] = _ALIGN.get(value, "both" if value.endswith("Kashida") else value)
        elif name == "ind":
            said |= _indents(child)
        elif name == "spacing":
            said |= _distances(child)
        elif name in _SWITCHES:
            said[_SWITCHES[name]] = _is_on(value)
        elif name == "outlineLvl":
            level = number(value)
            said["outline"] = level if level is not None and level < 9 else None
        elif name == "pBdr":
            said["borders"] = {side.tag.removeprefix(W): _border(side) for side in child if isinstance(side.tag, str)}
        elif name == "shd":
            said["shading"] = _ground(child)
        elif name == "framePr":
            said["frame"] = {str(k).removeprefix(W): str(v) for k, v in child.attrib.items()}
        elif name == "tabs":
            said["tabs"] = {
                position: tab.get(f"{W}val", "left")
                for tab in child.iterchildren(f"{W}tab")
                if (position := number(tab.get(f"{W}pos"))) is not None
            }
    return said


def _indents(element: etree._Element) -> _Props:
    said: _Props = {}
    for slot, names in (("left", ("left", "start")), ("right", ("right", "end"))):
        for name in names:
            _put(said, slot, element.get(f"{W}{name}"))
            _put(said, f"{slot}_chars", element.get(f"{W}{name}Chars"))
    for suffix, slot in (("", "first_line"), ("Chars", "first_line_chars")):
        _put(said, slot, element.get(f"{W}firstLine{suffix}"))
        hanging = number(element.get(f"{W}hanging{suffix}"))
        if hanging is not None:
            said[slot] = -hanging
    return said


def _distances(element: etree._Element) -> _Props:
    said: _Props = {}
    for slot in ("before", "after"):
        _put(said, slot, element.get(f"{W}{slot}"))
        lines = number(element.get(f"{W}{slot}Lines"))
        if lines is not None:
            said[slot] = lines * _LINE // 100
    _put(said, "line", element.get(f"{W}line"))
    if element.get(f"{W}lineRule"):
        said["line_rule"] = element.get(f"{W}lineRule")
    return said


def _ground(shading: etree._Element) -> str:
    fill = shading.get(f"{W}fill", "auto")
    return "" if fill == "auto" else fill.upper()


def _border(side: etree._Element) -> Border:
    return Border(
        side.get(f"{W}val", "none"),
        number(side.get(f"{W}sz")) or 0,
        side.get(f"{W}color", "auto").upper().replace("AUTO", "auto"),
        number(side.get(f"{W}space")) or 0,
    )


def list_of(properties: etree._Element | None) -> tuple[str, int]:
    """Return the list and the level that a ``w:pPr`` sets: ``''`` when it sets none, ``0`` when it takes it out of one."""
    numbering = None if properties is None else properties.find(f"{W}numPr")
    if numbering is None:
        return "", 0
    return setting(numbering.find(f"{W}numId")), number(setting(numbering.find(f"{W}ilvl"))) or 0


def _put(said: _Props, name: str, text: str | None) -> None:
    value = number(text)
    if value is not None:
        said[name] = value


def number(text: str | None) -> int | None:
    """Return a measure as a whole number, a length with a unit, such as ``12pt``, in twips; ``None`` when it is none."""
    said = text or ""
    unit = said[-2:] if said[-2:] in _UNITS else ""
    try:
        value = round(float(said.removesuffix(unit)) * _UNITS.get(unit, 1))
    except (ValueError, OverflowError):
        return None
    return value if abs(value) <= MOST else None


def _is_on(value: str | None) -> bool:
    return value not in _OFF


def script_of(settings: etree._Element | None) -> str:
    """Return the script that a theme names its Chinese typeface under."""
    lang = None if settings is None else settings.find(f"{W}themeFontLang")
    tag = "zh-CN" if lang is None else lang.get(f"{W}eastAsia", "zh-CN")
    return _MAJOR_SCRIPTS.get(tag, "Hans")
