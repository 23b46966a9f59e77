"""Sentence and remedy of every finding, and the translation of all that is said to a user.

The catalogue is English; Chinese stands in ``locale/zh_CN``. A finding's arguments fill the ``{names}``. When a finding
has a ``near`` argument, the nearest known name is offered behind the remedy.
"""

from __future__ import annotations

import functools
import gettext
import os
import re
from collections.abc import Mapping
from pathlib import Path

from docgen.catalogue.agreement import AGREEMENT
from docgen.catalogue.base import N_, Message
from docgen.catalogue.batches import BATCHES, BROKEN, ENDED, WENT_AWAY
from docgen.catalogue.causes import (
    BACKWARDS,
    GROWTH,
    NO_FRACTION,
    NO_GROWTH,
    NO_SHARE,
    NO_TENTH,
    NOTHING_LEFT,
    PRINTING,
    READING,
    ZERO,
)
from docgen.catalogue.documents import DOCUMENTS
from docgen.catalogue.files import FILES
from docgen.catalogue.format import FORMAT
from docgen.catalogue.ledgers import LEDGERS
from docgen.catalogue.measured import MEASURED
from docgen.catalogue.plans import PLANS
from docgen.catalogue.prose import PROSE
from docgen.catalogue.templates import TEMPLATES
from docgen.findings import Finding, visible

_LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh_CN")


# Arguments whose values are words of ours, and the words.
_EM = re.compile(r"(?<=\d) em\b")  # characters of the text's own size
_SPOKEN = ("wanted", "other", "found", "what", "reason", "unit", "first", "second", "type", "slip", "way", "problem")
_OUR_WORDS = (
    N_("on the right"),
    N_("on the left"),
    N_("in the middle"),
    N_("the same on all pages"),
    N_("on the outer side"),
    N_("the edge of the paper"),
    N_("the type area"),
    N_("title"),
    N_("neither centred nor large"),
    N_("odd pages"),
    N_("all pages"),
    N_("even pages"),
    N_("the first page"),
    N_("bottom"),
    N_("top"),
    N_("list"),
    N_("mapping"),
    N_("text"),
    N_("plan"),
    N_("frame file"),
    N_("template"),
    N_("finished document"),
    N_("a PDF"),
    N_("an RTF file"),
    N_("an old .doc or an encrypted file"),
    N_("XML or HTML"),
    N_("an old .xls or an encrypted file"),
    N_("a Word file"),
    N_("a workbook of another format"),
    N_("an old .doc or .wps file"),
    N_("an OpenDocument file (.odt)"),
    N_("a Unified Office file (.uof, .uot)"),
    N_("plain text"),
    N_("a workbook"),
    N_("a presentation"),
    N_("a drawing"),
    N_("a picture"),
    N_("a packed archive"),
    N_("something else"),
    N_("it is cut short"),
    N_("its list of contents is damaged"),
    N_("paragraph"),
    N_("character"),
    N_("table"),
    N_("header"),
    N_("footer"),
    N_("author"),
    N_("last saved by"),
    N_("keywords"),
    N_("category"),
    N_("subject"),
    N_("remarks"),
    N_("status"),
    N_("identifier"),
    N_("version"),
    N_("company"),
    N_("manager"),
    N_("minutes of editing"),
    N_("base of links"),
    N_("row"),
    N_("cell"),
    N_("run"),
    N_("it works on words that have formats or lines of their own"),
    N_("a paragraph"),
    N_("a row"),
    N_("a cell"),
    N_("a table"),
    N_("a link"),
    N_("the page"),
    N_("another table"),
    N_("another row"),
    N_("a text box"),
    N_("a page break"),
    N_("a mark of a note"),
    N_("a field"),
    N_("a formula"),
    N_("an object"),
    N_("a date (datetime.date)"),
    N_("a plan or the path of its file"),
    N_("a mapping of names to values, such as load_data returns"),
    N_("a path, bytes or an open binary file"),
    N_("docgen.Replacements"),
    N_("docgen.limits.Limits"),
    N_("a file of data"),
    N_("a frame file"),
    N_("a jinja2.Environment"),
    N_("a mapping of title, creator and date"),
    N_("a date or a text such as 2026-04-09"),
    N_("a text"),
    N_("a list"),
    N_("the path of a file"),
    N_("the name of a kind, such as notice"),
    N_("a list of names, or a mapping of names to examples"),
    N_("a mapping of names to files"),
    N_("a list of pairs, each an old file and a new one"),
    N_("there is no such file"),
    N_("blocks"),
    N_("signs and brackets"),
    N_("a sign too many at its end"),
    N_("full-width signs"),
    N_("Chinese quotation marks"),
    N_("a sign that lacks its quotation marks"),
    N_("odd blanks"),
    N_("number"),
    N_("blank value"),
    N_("truth value"),
    N_("date"),
    N_("point in time"),
    N_("time of day"),
    N_("span of time"),
    N_("function"),
    N_("method"),
    N_("indent knows left, right, first, center and align"),
    N_("align is left, right, center or justify"),
    N_("a column is wider than nothing"),
    N_("a number of characters from -100 to 100 is wanted"),
    N_("a filter block works on words of one format"),
    N_("there is nothing that it could take"),
    N_("a number without end"),
    N_("underlined"),
    N_("struck through"),
    N_("highlighted"),
    N_("shaded"),
    N_("centred"),
    N_("aligned right"),
    N_("spacing of characters"),
    N_("width of characters"),
    N_("raise of characters"),
    ZERO,
    BACKWARDS,
    GROWTH,
    NO_FRACTION,
    NO_GROWTH,
    NO_SHARE,
    NO_TENTH,
    NOTHING_LEFT,
    *(reason for _, reason in (*PRINTING, *READING)),
    *MEASURED,
    BROKEN,
    ENDED,
    WENT_AWAY,
    N_("the line does not fit to those above it"),
    N_("a comma or a closing bracket is missing"),
    N_("a colon stands where none can be"),
    N_("a colon is missing behind the name of a field"),
    N_("an item of a list cannot begin here"),
    N_("a question mark cannot begin a line"),
    N_("the file ends before that"),
    N_("a line of --- or ... stands in the middle of it"),
    N_("a backslash in double quotes means something of its own; use single quotes"),
    N_("a tab stands where blanks are wanted"),
    N_("a value cannot begin with this sign"),
    N_("something stands behind the end of the value"),
    N_("a value is missing"),
    N_("something stands behind | or > that does not belong there"),
    N_("a name is missing behind & or *"),
    N_("YAML cannot be read like this"),
    N_("there is no right to it"),
    N_("no space is left on the disk"),
    N_("the disk can only be read"),
    N_("there is no such folder"),
    N_("a file is in the way where a folder is wanted"),
    N_("the link leads in a circle"),
    N_("its name holds characters that no file name can have"),
    N_("the disk or the network does not answer"),
    N_("another program uses it"),
    N_("too many files are open"),
    N_("its name is longer than the system takes"),
    N_("it would be larger than a file may be here"),
    N_("make the data flatter"),
    N_("mapping that holds itself"),
    N_("list that holds itself"),
    N_("leave out what leads back to it"),
    N_("lend functions at the top of the data, each under a name of its own"),
    N_("make a dict of it with dataclasses.asdict(value)"),
    N_("hand in its value.value"),
    N_("make a text of it with value.decode()"),
    N_("make a list of it with list(value)"),
    N_("make a text of it with str(value)"),
    N_("make a dict of it with vars(value)"),
    N_("give a dict of names and their values"),
)
_NEAR = N_("did you mean {near}?")
_ASKED = N_("what may be left out is asked for with “is defined”, or stands in the data as empty")
_RAISED = N_(", or raise the limit: --limit {budget}=NUMBER, in Python Limits({budget}=NUMBER)")
_NONE = N_("none")

CATALOGUE: Mapping[str, Message] = {
    **PLANS,
    **AGREEMENT,
    **TEMPLATES,
    **FILES,
    **PROSE,
    **DOCUMENTS,
    **FORMAT,
    **LEDGERS,
    **BATCHES,
}


_CHINESE = ("zh", "chinese", "中文")


def chosen_language(wanted: str | None = None) -> str:
    """Return the language to speak: the one wanted, else the locale's, else English."""
    given = wanted or next((v for n in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(n))), "")
    return "zh_CN" if given.lower().startswith(_CHINESE) else "en"


def is_known_language(name: str) -> bool:
    """Whether a language that somebody asks for is one of ours, however it is written: zh-CN, en_GB, Chinese."""
    return name.lower().startswith(("en", *_CHINESE))


@functools.cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("docgen", _LOCALE, [language], fallback=True)


def translate(text: str, language: str | None = None) -> str:
    """Return a text of ours in the reader's language; English when the catalogue lacks it."""
    return _catalogue(chosen_language(language)).gettext(text) if text else text


def sentence(finding: Finding, language: str = "en") -> str:
    """Return what is wrong, in one sentence without its stop."""
    return translate(CATALOGUE[finding.code].text, language).format_map(_args(finding, language))


def remedy(finding: Finding, language: str = "en") -> str:
    """Return what to do about it, and the nearest known name when there is one."""
    args = _args(finding, language)
    words = translate(CATALOGUE[finding.code].remedy, language).format_map(args).rstrip(".。")
    if finding.args.get("asked"):
        words += f"{'; ' if language == 'en' else '；'}{translate(_ASKED, language)}"
    if finding.args.get("budget"):
        words += translate(_RAISED, language).format_map(args)
    if not finding.args.get("near"):
        return words
    offer = translate(_NEAR, language).format_map(args)
    return f"{offer} {words[:1].upper()}{words[1:]}" if language == "en" else f"{offer}{words}"


def _args(finding: Finding, language: str) -> dict[str, object]:
    args = {key: _shown(key, value, language) for key, value in finding.args.items()}
    return args | ({"known": translate(_NONE, language)} if args.get("known") == "" else {})


def spoken(value: str, language: str) -> str:
    """Return a value in the reader's language when it is a word of ours, else as it can be shown."""
    if value in _OUR_WORDS or value in MEASURED:
        return translate(value, language)
    return visible(_EM.sub("字", value) if language == "zh_CN" else value)


def _shown(key: str, value: object, language: str) -> object:
    if not isinstance(value, str):
        return value
    return spoken(value, language) if key in _SPOKEN else visible(value)
