"""A part of a template with tokens in the place of its tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from docgen.errors import over
from docgen.findings import Finding, Place, Severity
from docgen.limits import IN_FORCE, Limits
from docgen.patterns import late
from docgen.press.tags import Tag
from docgen.press.word import W, numbered

ANNOTATOR = "docgen"  # author of the comments of a check
TOKEN = late("\ufdd5(\\d+)\ufdd6|<\\?docgen (\\d+)\\?>")  # in the XML of a part
TEXT_TOKEN = late("\ufdd5(\\d+)\ufdd6")  # in a text
CELL_WORDS = frozenset(["vm", "hm", "colspan", "cellbg"])  # set the cell, wherever they stand in it
SETTING_WORDS = frozenset(["indent", "merge", "width"])  # print a note where they stand

Around = tuple[tuple[str, int, int], ...]  # blocks, the outermost first: word, number of its token, branch of an if
_THINGS = {
    "br": "a page break",
    "drawing": "a picture",
    "pict": "a picture",
    "AlternateContent": "a picture",
    "footnoteReference": "a mark of a note",
    "endnoteReference": "a mark of a note",
    "fldChar": "a field",
    "instrText": "a field",
    "oMath": "a formula",
    "oMathPara": "a formula",
}


@dataclass(slots=True)
class Piece:
    """What a token stands for.

    Attributes:
        tag: The tag as typed.
        place: Where it stands.
        level: ``text`` inside a run, ``run`` in the place of one, ``p``, ``tr``, ``tc``, ``plain`` outside of
            any run, ``attribute`` or ``field``, a field code.
        code: What Jinja reads instead of the tag's own body, or ``None``.
        prints: Whether ``code`` is a value and no block.
        run: The run it stood in.
        paragraph: Its paragraph.
        holder: The table or row that a ``tr`` or ``tc`` tag stands in.
        splits: Whether the run stands right in the paragraph, so that a value may begin a new one.
    """

    tag: Tag
    place: Place
    level: str
    code: str | None = None
    prints: bool = False
    run: etree._Element | None = None
    paragraph: etree._Element | None = None
    splits: bool = False
    holder: etree._Element | None = None


@dataclass(slots=True)
class Effort:
    """What understanding a template took so far, all parts together.

    Attributes:
        limits: What bounds it.
        tags: How many tags it has.
        signs: Their characters.
        steps: Names, literals, operations and calls in them.
    """

    limits: Limits = field(default_factory=IN_FORCE.get)
    tags: int = 0
    signs: int = 0
    steps: int = 0

    def add(self, tags: Sequence[Tag], place: Place) -> None:
        """Charge tags, closed or not.

        Raises:
            LimitError: No author writes so many.
        """
        self.tags += len(tags)
        self.signs += sum(len(tag.source) for tag in tags)
        if self.tags > self.limits.template_tags:
            raise over("T264", place, self.limits, "template_tags")
        if self.signs > self.limits.template_signs:
            raise over("T265", place, self.limits, "template_signs")


@dataclass(slots=True)
class Part:
    """A part taken apart.

    Attributes:
        name: Name of the package member.
        root: Its XML, tokens in the place of tags.
        pieces: What token number n stands for.
        findings: Faults and slips.
        lifted: Elements that tags took the place of, and the tokens there.
        alike: First words of tags that are told and not read.
        rests: Paragraphs with braces, and what is in them besides tags and what looks like one.
        raw: The tag of a ``raw`` block that is open, and its place, while the paragraphs are read.
        tables: Number of each table.
        numbers: Number of each row and cell of the tables and rows in ``counted``.
        effort: What the template took so far.
        shared: Paragraphs, rows and cells of which was told that a tag does not stand alone in them.
    """

    name: str
    root: etree._Element
    file: str = ""
    pieces: list[Piece] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    lifted: dict[etree._Element, list[etree._Element]] = field(default_factory=dict)
    alike: list[str] = field(default_factory=list)
    rests: list[tuple[Place, str]] = field(default_factory=list)
    tables: dict[etree._Element, int] = field(default_factory=dict)
    raw: tuple[Tag, Place] | None = None
    numbers: dict[etree._Element, int] = field(default_factory=dict)
    counted: set[etree._Element] = field(default_factory=set)
    effort: Effort = field(default_factory=Effort)
    shared: set[etree._Element] = field(default_factory=set)

    def number_tables(self) -> None:
        """Give each table its number."""
        self.tables = numbered(self.root, "tbl")

    def add(self, tag: Tag, place: Place, level: str, run: etree._Element | None = None) -> int:
        """Keep a tag and return the number of its token."""
        paragraph = next(run.iterancestors(f"{W}p"), None) if run is not None else None
        splits = run is not None and run.getparent() is paragraph
        self.pieces.append(Piece(tag, _of(tag, place), level, run=run, paragraph=paragraph, splits=splits))
        return len(self.pieces) - 1

    def make(self, like: Piece, code: str, level: str = "plain", *, prints: bool = False) -> int:
        """Keep code that a tag stands for in another place, and return the number of its token."""
        self.pieces.append(Piece(like.tag, like.place, level, code, prints))
        return len(self.pieces) - 1

    def fault(
        self, code: str, place: Place, tag: Tag | str = "", severity: Severity = Severity.ERROR, **args: str
    ) -> None:
        """Keep a finding about a tag."""
        if isinstance(tag, Tag):
            place, tag = _of(tag, place), tag.source
        self.findings.append(Finding(code, place, {"tag": shown(tag), **args}, severity))


def _of(tag: Tag, place: Place) -> Place:
    """Return where a tag stands in the paragraph of a place."""
    return replace(place, offset=tag.start)


def shown(source: str) -> str:
    """Return a tag as a message quotes it."""
    words = " ".join(source.split())
    return words if len(words) <= 60 else f"{words[:57]}…"


def called(thing: etree._Element) -> str:
    """Return what to call an element that is no text."""
    if next(thing.iter(f"{W}txbxContent"), None) is not None:
        return "a text box"
    return _THINGS.get(etree.QName(thing).localname, "an object")


def text_token(number: int) -> str:
    """Return the token that stands in a text."""
    return f"\ufdd5{number}\ufdd6"


def instruction(number: int) -> etree._ProcessingInstruction:
    """Return the token that stands between elements."""
    return etree.ProcessingInstruction("docgen", str(number))


def within_blocks(part: Part, *names: str) -> Iterator[tuple[etree._Element, Around]]:
    """Yield the elements of these names with the blocks around each."""
    around: Around = ()
    for node in part.root.iter(etree.ProcessingInstruction, f"{W}t", *names):
        for number in tokens_in(node):
            piece = part.pieces[number]
            word = piece.tag.word if piece.code is None else ""
            if word in ("if", "for") or (word in ("macro", "set") and piece.tag.keeps):
                around = (*around, (word, number, 0))
            elif word in ("elif", "else") and around and around[-1][0] == "if":
                around = (*around[:-1], ("if", around[-1][1], around[-1][2] + 1))
            elif around and word == f"end{around[-1][0]}":
                around = around[:-1]
        if node.tag in names:
            yield node, around


def tokens_in(node: etree._Element) -> list[int]:
    """Return the numbers of the tokens that a node is, or that its text holds."""
    if isinstance(node, etree._ProcessingInstruction):
        return [int(node.text or 0)] if node.target == "docgen" else []
    if node.tag != f"{W}t" or not node.text:
        return []
    return [int(match[1]) for match in TEXT_TOKEN.finditer(node.text)]
