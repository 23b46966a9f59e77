"""Text that is in a file and is not seen on paper: hidden, white on white, or too small to read."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from docgen.package import Package, relations
from docgen.pages.spots import DEEPEST, W, number, story_parts, value
from docgen.relations import tree

_OFF = ("0", "false", "off", "none")
_NO_FILL = ("", "auto", "FFFFFF")
_WHITE = "FFFFFF"
_TINY = 2  # half-points: 1 pt
PRINTED = frozenset(
    (
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
        *(f"{W}{name}" for name in "t tab sym drawing pict object br cr footnoteReference endnoteReference".split()),
    )
)
_UNDER = (
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor",
    "{urn:schemas-microsoft-com:vml}*",
)
_ON_SOMETHING = (f"{W}txbxContent", f"{W}tblStyle")

Props = dict[str, etree._Element]


class Looks:
    """What hides text in a document: its styles, and whether text can be seen on something that lies under it."""

    def __init__(self, package: Package) -> None:
        """Read the styles of a package."""
        found = (r.target for r in relations(package.parts, package.main) if r.kind == "styles" and not r.external)
        part = next((target for target in found if target in package.parts), "")
        root = tree(package.parts[part]) if part else etree.Element("none")
        self._styles = {value(style, "styleId"): style for style in root.iterchildren(f"{W}style")}
        self._default = next((id_ for id_, style in self._styles.items() if _is_default(style)), "")
        self._base = _props(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self._known: dict[str, Props] = {}
        self._named: dict[etree._Element, str] = {}
        self._filled: dict[etree._Element, bool] = {}
        roots = [tree(package.parts[name]) for name in story_parts(package)]
        self._something_under = any(next(story.iter(*_UNDER, f"{W}background"), None) is not None for story in roots)

    def unseen(self, root: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
        """Yield the runs of a part that hold something and are not seen; True for those that are marked as hidden."""
        for run in root.iter(f"{W}r"):
            if any(child.tag in PRINTED for child in run):
                if self._is_hidden(run):
                    yield run, True
                elif self._is_invisible(run):
                    yield run, False

    def is_hidden_mark(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph mark is hidden, so that nothing is left of a paragraph without words."""
        mark = paragraph.find(f"{W}pPr/{W}rPr/{W}vanish")
        return mark is not None and _on(mark)

    def _is_hidden(self, run: etree._Element) -> bool:
        direct, character, paragraph = self._layers(run)
        if "vanish" in direct:
            return _on(direct["vanish"])
        return _on(character.get("vanish")) != _on(paragraph.get("vanish"))

    def _is_invisible(self, run: etree._Element) -> bool:
        if not any((child.text or "").strip() for child in run.iterchildren(f"{W}t")):
            return False
        direct, character, paragraph = self._layers(run)
        props = {**self._base, **paragraph, **character, **direct}
        if 0 < number(props.get("sz"), default=20) <= _TINY:
            return True
        color = props.get("color")
        return color is not None and value(color).upper() == _WHITE and not self._is_on_something(run, props)

    def _is_on_something(self, run: etree._Element, props: Props) -> bool:
        """Whether something dark may lie under a run; what cannot be told counts as if it did."""
        if self._something_under or _fills(props.get("shd")) or _on(props.get("highlight")):
            return True
        return any(self._is_filled(holder) for holder in run.iterancestors())

    def _is_filled(self, holder: etree._Element) -> bool:
        """Whether a paragraph, cell, table or the like may be dark; asked once of each, as it may hold many runs."""
        if holder not in self._filled:
            about = holder.find(f"{holder.tag}Pr") if isinstance(holder.tag, str) else None
            self._filled[holder] = holder.tag in _ON_SOMETHING or (
                about is not None and (about.find(f"{W}tblStyle") is not None or _fills(about.find(f"{W}shd")))
            )
        return self._filled[holder]

    def _layers(self, run: etree._Element) -> tuple[Props, Props, Props]:
        """Return what a run says of itself, its character style, and its paragraph's style."""
        direct = _props(run.find(f"{W}rPr"))
        named = direct.get("rStyle")
        paragraph = next(run.iterancestors(f"{W}p"), None)
        return (
            direct,
            {} if named is None else self._style(value(named)),
            self._style(self._default if paragraph is None else self._style_of(paragraph)),
        )

    def _style_of(self, paragraph: etree._Element) -> str:
        if paragraph not in self._named:
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            self._named[paragraph] = self._default if style is None else value(style)
        return self._named[paragraph]

    def _style(self, id_: str) -> Props:
        chain: list[str] = []
        at = id_
        while at not in self._known and at not in chain and at in self._styles and len(chain) < DEEPEST:
            chain.append(at)
            above = self._styles[at].find(f"{W}basedOn")
            at = "" if above is None else value(above)
        for link in reversed(chain):
            filled = self._styles[link].find(f"{W}pPr/{W}shd")
            own = _props(self._styles[link].find(f"{W}rPr"))
            self._known[link] = {**self._known.get(at, {}), **({} if filled is None else {"shd": filled}), **own}
            at = link
        return self._known.get(id_, {})


def _is_default(style: etree._Element) -> bool:
    return value(style, "type") == "paragraph" and value(style, "default") in ("1", "true", "on")


def _props(holder: etree._Element | None) -> Props:
    return {} if holder is None else {etree.QName(child).localname: child for child in holder.iterchildren(f"{W}*")}


def _on(element: etree._Element | None) -> bool:
    return element is not None and value(element) not in _OFF


def _fills(shading: etree._Element | None) -> bool:
    if shading is None:
        return False
    return value(shading, "fill") not in _NO_FILL or value(shading) not in ("", "clear", "nil")
