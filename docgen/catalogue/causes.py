"""Why a tag, a part or a table cannot be read: what Python, Jinja and the parsers complain about, and the words of ours for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from docgen.catalogue.base import N_

BRACKETS = N_("what is in brackets does not fit")
ZERO = N_("it divides by zero")
NO_LIST = N_("it goes through something that is no list")
BACKWARDS = N_("the last day lies before the first")
GROWTH = N_("growth is counted from a number above zero")
NO_FRACTION = N_("no fraction with a denominator up to ten is near enough")
NO_GROWTH = N_("it is no growth on another figure")
NO_SHARE = N_("it is no share of another figure")
NO_TENTH = N_("it is nearer to nothing or to the whole than to a tenth")
NOTHING_LEFT = N_("nothing is left of it when it is rounded so")
TOO_DEEP = N_("brackets or signs stand too deep in one another")
_TEXT_TIMES = N_("it multiplies a list, not a number")
UNREADABLE = N_("its words do not go together")
WIDE_AS_NOTHING = N_("a column is wider than nothing")
INDENTS = N_("indent knows left, right, first, center and align")
ALIGNED = N_("align is left, right, center or justify")
CHARACTERS = N_("a number of characters from -100 to 100 is wanted")
_LAYOUT = tuple((re.escape(words), words) for words in (WIDE_AS_NOTHING, INDENTS, ALIGNED, CHARACTERS))

PRINTING: Sequence[tuple[str, str]] = (  # while a tag is printed
    *_LAYOUT,
    ("can't multiply sequence", _TEXT_TIMES),
    ("no form of numbers", N_("the forms are %s, %d, %.2f, %03d, {}, {:.2f} and {:,}; or use the filters fixed and thousands")),
    ("can only concatenate", N_("it adds a text or a list and something else; ~ joins texts")),
    ("as left operand", N_("it looks in a text for what is no text")),
    ("not supported between|can't compare", N_("it compares values of different kinds")),
    ("operand|must be real number|is not a number|for object of type", N_("it calculates with what is no number")),
    (r"has no len\(\)", N_("it asks for the length of what has none")),
    ("unpack", N_("it gives several names to what does not hold as many items")),
    ("is no function|not callable", N_("it calls something that is no function")),
    ("empty value is gone through", N_("it goes through a value that is empty; write [] in the data for a list without items")),
    ("not iterable|item pairs from a mapping", NO_LIST),
    ("non-namespace", N_("it sets an entry of what is no namespace")),
    ("'recursive' marker", N_("it calls a loop that is not marked as recursive")),
    ("[Nn]o (?:filter|test) named", N_("it asks for a filter or a test that there is not")),
    ("unhashable", N_("it groups, compares or looks up by a list or a mapping")),
    ("is no text", N_("it takes a function for a text")),
    ("substring not found|is not in (?:list|tuple)", N_("it asks for the place of what is not there")),
    ("for month|must be in 1|year .* out of range|date value out of range|no form of a date", N_("there is no such date, or no such form of a date")),
    ("Overflow|too large|out of range|infinity|NaN|integer string conversion", N_("the number that comes out is too large")),
    ("argument|empty separator|fill character|slice indices|[Cc]annot be interpreted", BRACKETS),
    ("has no attribute", N_("the filter takes no value of this kind")),
)  # fmt: skip

READING: Sequence[tuple[str, str]] = (  # before it is printed
    *_LAYOUT,
    ("name or number", N_("a name is missing behind a dot")),
    ("can't assign", N_("a value stands where a name is wanted")),
    ("non-default argument", N_("an argument without a default stands behind one that has one")),
    ("function call", N_("the brackets of a call cannot be read")),
    ("chain multiple tests", N_("several tests are joined by is; join them with and")),
    ("identifier", N_("a name holds a sign that no name may have")),
    ("escape", N_("a text holds a backslash that means nothing; write two")),
    ("subscript", N_("something is missing in square brackets")),
    ("integer string conversion", N_("a number is too long")),
    ("recursion", TOO_DEEP),
    ("stands in the tag twice", N_("an option stands in the tag twice")),
)

TABLES: Sequence[tuple[str, str]] = (  # of texts, their cells parted by commas
    ("unexpected end", N_("a quotation mark that opens a cell is not closed")),
    ("expected after", N_("something stands behind the quotation mark that closes a cell")),
    ("larger than field limit", N_("a cell is too long; a quotation mark may be missing")),
)
UNQUOTED = N_("its quotation marks and line breaks do not go together")

_CUT = N_("it ends in the middle of a tag")
_ATTRIBUTE = N_("an attribute has no value, or one without its quotation marks")
_CHARACTER = N_("it holds a character that cannot stand in XML")
_ENTITY = N_("an & begins a name that nothing explains")
_ENCODING = N_("it is not in the encoding that it names")
_DECLARATION = N_("its first line, the declaration of XML, is wrong")
_NAMESPACE = N_("a name is used in it whose prefix is not declared")
_TWICE = N_("a tag has the same attribute twice")
_UNENDED = N_("a remark, or another piece that is kept as it stands, does not end")
_NAME = N_("a < or & stands alone, or a tag has no name")
MALFORMED = N_("its XML is not well-formed")
XML: Mapping[str, str] = {  # by the names that libxml2 has for its errors
    "ERR_DOCUMENT_EMPTY": N_("it is empty, or does not begin as XML does"),
    "ERR_DOCUMENT_END": N_("something stands behind the tag that ends it"),
    "ERR_TAG_NAME_MISMATCH": N_("a tag is closed by the end of another one"),
    "ERR_TAG_NOT_FINISHED": N_("it breaks off before all its tags are closed"),
    "ERR_GT_REQUIRED": _CUT,
    "ERR_ATTRIBUTE_WITHOUT_VALUE": _ATTRIBUTE,
    "ERR_ATTRIBUTE_NOT_STARTED": _ATTRIBUTE,
    "ERR_ATTRIBUTE_NOT_FINISHED": _ATTRIBUTE,
    "ERR_LT_IN_ATTRIBUTE": _ATTRIBUTE,
    "ERR_ATTRIBUTE_REDEFINED": _TWICE,
    "NS_ERR_ATTRIBUTE_REDEFINED": _TWICE,
    "ERR_INVALID_CHAR": _CHARACTER,
    "ERR_INVALID_CHARREF": _CHARACTER,
    "ERR_INVALID_DEC_CHARREF": _CHARACTER,
    "ERR_INVALID_HEX_CHARREF": _CHARACTER,
    "ERR_UNDECLARED_ENTITY": _ENTITY,
    "WAR_UNDECLARED_ENTITY": _ENTITY,
    "ERR_ENTITYREF_SEMICOL_MISSING": _ENTITY,
    "ERR_NAME_REQUIRED": _NAME,
    "ERR_INVALID_ENCODING": _ENCODING,
    "ERR_UNSUPPORTED_ENCODING": _ENCODING,
    "ERR_UNKNOWN_ENCODING": _ENCODING,
    "ERR_XMLDECL_NOT_FINISHED": _DECLARATION,
    "ERR_RESERVED_XML_NAME": _DECLARATION,
    "ERR_VERSION_MISSING": _DECLARATION,
    "ERR_UNKNOWN_VERSION": _DECLARATION,
    "ERR_STANDALONE_VALUE": _DECLARATION,
    "ERR_COMMENT_NOT_FINISHED": _UNENDED,
    "ERR_CDATA_NOT_FINISHED": _UNENDED,
    "ERR_PI_NOT_FINISHED": _UNENDED,
    "NS_ERR_UNDEFINED_NAMESPACE": _NAMESPACE,
}


CAUSES = (
    *(ZERO, BACKWARDS, GROWTH, NO_FRACTION, NO_GROWTH, NO_SHARE, NO_TENTH, NOTHING_LEFT),
    *(reason for _, reason in (*PRINTING, *READING, *TABLES)),
    *XML.values(),
    *(MALFORMED, UNQUOTED, UNREADABLE),
)


def misread(words: str) -> str:
    """Return why a tag cannot be read; in general words when Jinja's are none of the known ones."""
    return cause(words, READING) or UNREADABLE


def cause(words: str, known: Sequence[tuple[str, str]]) -> str:
    """Return the words of ours for a complaint; ``''`` when it is none of the known ones."""
    return next((reason for sign, reason in known if re.search(sign, words)), "")
