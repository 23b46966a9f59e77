"""Sentence and remedy of every finding, and the translation of all that is said to a user.

The catalogue is English; Chinese stands in ``locale/zh_CN``. A finding's arguments fill the ``{names}``. When a finding
has a ``near`` argument, the nearest known name is offered behind the remedy.
"""

from __future__ import annotations

import functools
import gettext
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from docgen.findings import Finding

_LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh_CN")


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a text for translation where it cannot be translated yet."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """What is wrong, and what to do about it."""

    text: str
    remedy: str = ""


# Arguments whose values are words of ours, and the words.
_SPOKEN = ("found", "what", "reason")
_OUR_WORDS = (
    N_("list"),
    N_("mapping"),
    N_("text"),
    N_("a PDF"),
    N_("an RTF file"),
    N_("an old .doc or an encrypted file"),
    N_("XML or HTML"),
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
)
_NEAR = N_("did you mean {near}?")

CATALOGUE: Mapping[str, Message] = {
    # files as text
    "P101": Message(N_("the file has no content"), N_("write a plan; `docgen new plan.yaml` makes one to start from")),
    "P102": Message(N_("the file is a {found}; a mapping of fields is wanted"), N_("write `field: value` lines")),
    "P103": Message(N_("the file is in {encoding}, not UTF-8"), N_("open it in an editor and save it as UTF-8")),
    "P104": Message(
        N_("byte {byte} at offset {offset} is not UTF-8"),
        N_("open the file in an editor, mend the line and save it as UTF-8"),
    ),
    "P105": Message(N_("the character {codepoint} cannot be printed"), N_("delete it")),
    "P106": Message(
        N_("this is a Word file or an archive, not a YAML file"),
        N_("name the plan first; a template goes to --template"),
    ),
    "P107": Message(
        N_("an invisible character {codepoint} stands here; it is kept"), N_("delete it unless it is meant")
    ),
    "P108": Message(
        N_("a second document begins here"), N_("keep one plan in a file; delete the line `---` and what follows")
    ),
    "P109": Message(N_("a key must be a text"), N_("write `name: value`")),
    "P110": Message(N_("the tag {tag} is not allowed"), N_("delete it; every value is read as text")),
    "P111": Message(N_("nothing is named &{anchor}"), N_("put the value in quotes if the * is meant as it stands")),
    "P112": Message(N_("{key} stands here a second time; the first is in line {first}"), N_("keep one of the two")),
    "P113": Message(N_("merge keys (<<) are not supported"), N_("write the fields out")),
    "P120": Message(
        N_("the file is not YAML here: {problem}"), N_("compare indentation, colons and quotes with the lines around")
    ),
    "P121": Message(N_("a tab stands at the beginning of “{words}”"), N_("indent with blanks")),
    "P122": Message(N_("a full-width space stands at the beginning of “{words}”"), N_("indent with half-width blanks")),
    "P123": Message(
        N_("a full-width colon follows the key in “{words}”"), N_("use a half-width colon and a blank: `key: value`")
    ),
    "P124": Message(N_("a blank is missing behind the colon in “{words}”"), N_("write `key: value`")),
    "P125": Message(
        N_("a value begins with {{{{ in “{words}”"), N_("put it in quotes; to refer to a name write 【name】")
    ),
    "P126": Message(N_("a value begins with a sign that YAML keeps for itself in “{words}”"), N_("put it in quotes")),
    "P127": Message(
        N_("a blank is missing behind the dash in “{words}”"), N_("write `- item` with a half-width dash and a blank")
    ),
    "P128": Message(
        N_("a colon and a blank stand inside the value in “{words}”"),
        N_("put the value in quotes, or use the full-width colon ："),
    ),
    "P131": Message(
        N_("a full-width comma stands between two fields in “{words}”"), N_("use a half-width comma and a blank")
    ),
    "P132": Message(N_("a half-width ? stands in “{words}”"), N_("write the full-width ？ for what is not known yet")),
    "P129": Message(
        N_("a bracket or quote that opens here is not closed: {problem}"),
        N_("close it, or put the whole value in quotes"),
    ),
    "P141": Message(N_("the file is larger than {limit} bytes"), N_("split it")),
    "P142": Message(N_("lists and mappings are nested deeper than {limit}"), N_("flatten them")),
    "P143": Message(N_("the file has more than {limit} values, aliases counted"), N_("split it")),
    "P144": Message(N_("the text is longer than {limit} characters"), N_("split it into points or paragraphs")),
    "P145": Message(
        N_("a value of type {type} cannot stand in a plan"),
        N_("use texts, numbers, dates, lists and dicts with text keys"),
    ),
    # fields
    "P150": Message(N_("there is no field {key} here"), N_("known fields: {known}.")),
    "P151": Message(N_("a value is missing"), N_("fill it in, write ？ if it is not known yet, or delete the field")),
    "P152": Message(N_("a text is wanted, not a {found}"), N_("write one text")),
    "P153": Message(
        N_("a {found} does not fit here"), N_("see `docgen schema` or the guide for the shape of this field")
    ),
    "P154": Message(
        N_("the required field {field} ({term}) is missing"), N_("add it; write ？ if it is not known yet")
    ),
    "P155": Message(N_("{value} is not a year"), N_("write four digits, such as 2025")),
    "P156": Message(N_("{value} is not one of the choices"), N_("choose from: {allowed}.")),
    "P157": Message(N_("a figure needs exactly one of value, sum, difference and percent"), N_("keep one of them")),
    "P158": Message(N_("percent and of belong together"), N_("write `{{percent: part, of: whole}}`")),
    "P159": Message(N_("a difference has two names"), N_("write `difference: [larger, smaller]`")),
    "P160": Message(N_("there is no such day: {value}"), N_("correct the date")),
    "P161": Message(N_("{value} is not a date"), N_("write 2025年9月12日 or 2025-09-12")),
    "P162": Message(N_("a point has only one list"), N_("keep one of points, tracks and measures")),
    "P163": Message(N_("a point says nothing"), N_("give it a text, a claim or a list")),
    "P164": Message(
        N_("a notice needs a subject or a title"), N_("write `subject: 开展……工作`; the template adds 关于 and 的通知")
    ),
    "P165": Message(
        N_("{value} is no document number"),
        N_("write the organ's code, the year in 〔〕 and the number, such as 澄政办发〔2025〕31号"),
    ),
    "P166": Message(
        N_("{value} is printed as {right}, in the form that the standard wants"), N_("write it so in the plan")
    ),
    "P167": Message(N_("the copy number {value} has not six digits"), N_("write it as 000001")),
    "P168": Message(
        N_("{value} is no classification"), N_("write 秘密, 机密 or 绝密, the period behind a star: 机密★1年")
    ),
    "P169": Message(N_("{value} is no degree of urgency"), N_("write 特急 or 加急")),
    "P170": Message(
        N_("an attachment has one table, not both `table` and `columns`"), N_("make two attachments of it")
    ),
    "P171": Message(N_("the rows have no columns"), N_("add `columns:` with the heads of the columns")),
    "P172": Message(
        N_("the table has {columns} columns; a page holds {most}"),
        N_("leave some out, or divide it into two attachments"),
    ),
    "P173": Message(
        N_("row {row} of the table has {cells} cells for {columns} columns"),
        N_("add the missing head to `columns`, or put a cell with a comma in it in quotes"),
    ),
    "P174": Message(N_("{say} and {on} are different days"), N_("correct one of them")),
    "P175": Message(N_("there is no such hour: {value}"), N_("write 9:00 or 14:30")),
    # registers
    "P180": Message(N_("{name} is both a name and a figure"), N_("rename one of them")),
    "P181": Message(
        N_("{name} cannot be a name: it is a word of docgen's own, or holds 【】|？"), N_("choose another name")
    ),
    "P182": Message(N_("the theme {id} stands here a second time"), N_("rename or delete it")),
    "P183": Message(N_("there is no theme {id}"), N_("known themes: {known}.")),
    "P184": Message(
        N_("no date can be worked out for “{phrase}”"),
        N_("write {{say: {phrase}, by: {year}-10-06}}, or {{say: .., repeat: ..}} for a standing duty"),
    ),
    "P185": Message(N_("“{phrase}” needs the year of the plan"), N_("add `year: {year}` at the top of the plan")),
    "P186": Message(
        N_("the theme {id} stands out of order in {block}"),
        N_("write {block} in the order of the themes, or change that"),
    ),
    "P187": Message(
        N_("{{{{ }}}} is no reference in a plan; it is printed as it stands"), N_("to refer to a name write 【name】")
    ),
    "P188": Message(
        N_("the ordinal {ordinal} is typed and will stand beside the one that is derived"), N_("delete it")
    ),
    "P189": Message(N_("there is no theme {id}: the plan has no themes"), N_("add `themes:` at the top of the plan")),
    "P190": Message(
        N_("the id {id} stands here a second time; the first is in line {first}"), N_("change one of the two")
    ),
    "P191": Message(N_("{name} has no post"), N_("write `{{post: 副县长, name: {name}}}`")),
    "P192": Message(
        N_("{field} ({term}) names no organ; nothing is printed for it"), N_("name the organs, or delete the field")
    ),
    "P193": Message(
        N_("a decision is made on a task, a track or a measure, not here"),
        N_("move it to the task or measure that it decides"),
    ),
    "P194": Message(
        N_("“{words}” is taken as one; lists are not cut at ， and 、"),
        N_("write the items apart, with half-width commas: [甲, 乙]"),
    ),
    "P195": Message(
        N_("the attachment “{title}” has neither table nor text; its page holds only the title"),
        N_("add `table`, `columns` or `text`, or take the page out before the document goes out"),
    ),
    # references
    "P201": Message(
        N_("nothing is called 【{name}】"),
        N_("add it to names or figures, or correct the spelling; 【【 prints a bracket."),
    ),
    "P202": Message(
        N_("a bracket 【 is not closed near “{words}”"),
        N_("close it with 】, or write 【【 for a bracket that is meant as it stands"),
    ),
    "P203": Message(N_("a reference is empty near “{words}”"), N_("write a name between 【 and 】")),
    "P204": Message(
        N_("【数】 has no list to count here"),
        N_("put it where a list, a block or headings follow, or name the list: 【数:tasks】"),
    ),
    "P205": Message(N_("【{name}】 has no value here"), N_("fill in the field it stands for, or delete the reference")),
    "P206": Message(N_("there is no attachment for 【{name}】"), N_("give an attachment of the notice that id.")),
    "P207": Message(
        N_("this kind of document has no attachments, but the text refers to 【{name}】"),
        N_("say it in `wording: {{notice: ..}}` only"),
    ),
    "P208": Message(N_("there is no list {name} to count"), N_("lists that can be counted: {known}.")),
    "P209": Message(
        N_("a figure has no form |{option}"), N_("write 【name】, or 【name|数】 for the number without its unit")
    ),
    "P210": Message(N_("{name} refers to itself: {circle}"), N_("write one of them out")),
    "P211": Message(N_("{name} is computed from figures of different units: {units}"), N_("give them one unit")),
    "P212": Message(
        N_("{name} is “{value}”, which is no number with a unit, but {owner} is computed from it"),
        N_("write it as 31.5万人"),
    ),
    "P213": Message(N_("{name} is a share of {whole}, which is zero"), N_("correct {whole}, or say it in words")),
    "P214": Message(N_("the difference {name} is {value}, below zero"), N_("check the figures and their order")),
    "P215": Message(N_("{name} is more than the whole"), N_("check the figures and which is the part")),
    "P216": Message(N_("{name} stands deeper than {limit} names within names"), N_("write some of them out")),
    "P217": Message(N_("a text grows past {limit} characters when its names are put in"), N_("shorten the names")),
    "P218": Message(N_("the document grows past {limit} characters"), N_("shorten the names, or split the plan")),
    "P219": Message(N_("【{name}】 is a reference, not the brackets of a year"), N_("write 〔{name}〕")),
    "P230": Message(N_("open gap: {name}"), N_("fill it in before the document goes out")),
    # kinds
    "P250": Message(N_("nobody answers for “{words}” ({kind})"), N_("add `lead_unit`")),
    "P251": Message(N_("“{words}” has no deadline ({kind})"), N_("add `deadline`, such as 11月底前")),
    "P252": Message(
        N_("the title line “{words}” is longer than {most} characters and will wrap by itself"),
        N_("break it at a word: write the title as a list of lines"),
    ),
    "P255": Message(
        N_("the title line “{words}” is longer than {most} characters and will wrap by itself"),
        N_("break it at a word: write `subject: [.., ..]`, a list of lines"),
    ),
    "P253": Message(
        N_("the text never refers to the attachment “{title}”"),
        N_("write （见【{name}】） where it belongs, or delete the attachment"),
    ),
    "P254": Message(
        N_("the text refers to {name}, but there is no such attachment"),
        N_("add it to `attachments`, or correct the text"),
    ),
    "P260": Message(N_("there is no document kind {kind}"), N_("known kinds: {known}.")),
    "P261": Message(
        N_("the plan has no block `{kind}` for the {term}"),
        N_("add `{kind}:` with its front matter; `docgen new` shows one"),
    ),
    "P262": Message(N_("the {term} needs the block `meeting`"), N_("add `meeting:` with {fields}")),
    "P263": Message(
        N_("the {term} needs the meeting's {field} ({name})"), N_("add it; write ？ if it is not known yet")
    ),
    "P264": Message(
        N_("the plan has none of the blocks speech, notice, meeting_notice and minutes"),
        N_("add one; `docgen new` shows them"),
    ),
    # templates
    "T101": Message(N_("this is no Word document but {what}"), N_("open it in Word or WPS and save it as .docx")),
    "T102": Message(
        N_("the Word file is broken: {reason}"), N_("open it in Word or WPS, let it repair the file, and save it again")
    ),
    "T103": Message(N_("the file is empty"), N_("save the template again")),
    "T104": Message(N_("the package holds a doubled or dangerous name"), N_("save the file again in Word or WPS")),
    "T105": Message(N_("the Word file lacks the part {part}"), N_("save the file again in Word or WPS")),
    "T106": Message(N_("the file holds macros"), N_("save it as .docx without macros")),
    "T107": Message(N_("a part holds a DOCTYPE"), N_("save the file again in Word or WPS")),
    "T108": Message(N_("this is a Word template (.dotx), not a document"), N_("save it as .docx")),
    "T111": Message(N_("the file is larger than {limit} bytes"), N_("make its pictures smaller")),
    "T112": Message(N_("the package has more than {limit} members"), N_("save the file again in Word or WPS")),
    "T113": Message(N_("a part is larger than {limit} bytes or packed too tightly"), N_("make the document smaller")),
    "T114": Message(N_("the parts are larger than {limit} bytes together"), N_("make the document smaller")),
    "T115": Message(
        N_("a part of the Word file is broken: {reason}"),
        N_("open it in Word or WPS, let it repair the file, and save it again"),
    ),
    "T116": Message(
        N_("a part is nested too deeply, or holds one text that is too long"),
        N_("take tables out of tables, or make the document smaller, and save it again"),
    ),
    "T117": Message(
        N_("the file is protected by a password or by rights management"),
        N_("open it in Word or WPS, take the protection off, and save it as .docx"),
    ),
    "T118": Message(N_("this is no Word document but {what}"), N_("name the Word file (.docx) that is meant")),
    "T119": Message(
        N_("the file was saved as “Strict Open XML Document”"),
        N_("open it in Word and save it as “Word Document (.docx)”"),
    ),
    "T121": Message(
        N_("a part of the file is damaged, as after a broken transfer"),
        N_("copy or download the file again, or let Word or WPS repair it and save it again"),
    ),
    "T122": Message(
        N_("a part is packed in a way that Word does not use (method {method})"),
        N_("open the file in Word or WPS and save it again"),
    ),
    "T123": Message(
        N_("the file contradicts itself on the size or place of a part; it may have been made to deceive"),
        N_("use it only if you know where it comes from; open it in Word or WPS and save it again"),
    ),
    "T131": Message(
        N_("the link {id} leads to {target}, which the file does not hold"),
        N_("open it in Word or WPS, let it repair the file, and save it again"),
    ),
    "T132": Message(
        N_("the link {id} leads out of the file, to {target}"),
        N_("use the file only if you know where it comes from; open it in Word or WPS and save it again"),
    ),
    "T133": Message(
        N_("the link {id} leads in a circle, to {target}"), N_("open it in Word or WPS and save the file again")
    ),
    "T134": Message(
        N_("two links of one part are both called {id}"), N_("open it in Word or WPS and save the file again")
    ),
    "T141": Message(
        N_("a picture is not in the file but linked to {target}"),
        N_("insert the picture itself, or readers elsewhere will miss it"),
    ),
    "T142": Message(
        N_("the file is attached to the template {target}; that link is left out"),
        N_("nothing needs to be done; styles stay as they are in the file"),
    ),
    "T143": Message(
        N_("an object or chart is linked to {target}; that link is left out"),
        N_("insert the object itself, or a picture of it"),
    ),
    "T144": Message(
        N_("a hyperlink leads to a file or program, {target}"), N_("link to a web page, or delete the hyperlink")
    ),
    "T145": Message(N_("a picture is missing in the Word file"), N_("insert it again, or delete its frame")),
    "T146": Message(
        N_("the file uses something outside itself, {target}; it is not read"),
        N_("insert what is meant into the file, or delete the link"),
    ),
    "T201": Message(N_("a tag names {name}, which the data do not have"), N_("known names: {known}.")),
    "T202": Message(
        N_("a tag cannot be understood: {reason}"), N_("compare the tag with the guide for template authors")
    ),
    "T203": Message(
        N_("a tag does what templates may not do: {reason}"),
        N_("delete it; templates print values and repeat paragraphs, no more"),
    ),
    "T204": Message(
        N_("the filled document would be broken: {reason}"),
        N_("check that block tags open and close in the same paragraph, row or cell"),
    ),
    "T205": Message(N_("the template could not be filled: {reason}"), N_("check that the tags fit the values")),
    "T206": Message(
        N_("a tag asks for {name}, which the value it asks does not have"),
        N_("`docgen fields` tells what each value holds; check the spelling"),
    ),
    "T207": Message(
        N_("the tag {tag} stands where there is nothing that it could set"),
        N_("write it without p, tr or tc, inside a paragraph; merge and width inside a cell of a table"),
    ),
    "T211": Message(
        N_("a value of type {type} cannot enter a template"),
        N_("give texts, numbers, dates, lists and dicts with text keys"),
    ),
    "T210": Message(N_("the character {codepoint} cannot stand in a Word file"), N_("delete it")),
    # files
    "O101": Message(N_("there is no such file"), N_("check the path")),
    "O102": Message(N_("this is a folder, a file is wanted"), N_("name a file")),
    "O103": Message(N_("this is no regular file"), N_("name a file")),
    "O104": Message(N_("it cannot be read: {reason}"), N_("check the rights on it")),
    "O105": Message(N_("a folder of that name is in the way"), N_("choose another name")),
    "O106": Message(
        N_("it cannot be written: {reason}"), N_("check rights and space, or choose another folder with --out")
    ),
    "O107": Message(
        N_("the file name is longer than {limit} bytes"), N_("shorten the name of the plan, or use --name")
    ),
    "O108": Message(N_("the file is open in another program"), N_("close it in Word or WPS and try again")),
    "O109": Message(N_("the output cannot be written: {reason}"), N_("check space and rights")),
    "O201": Message(
        N_("somebody has edited this file, or it was not made by docgen; it is not overwritten"),
        N_("rename it, or use --force, which keeps it as .bak"),
    ),
    "O202": Message(N_("the file is there already; it is not overwritten"), N_("choose another name, or use --force")),
    "O301": Message(
        N_("LibreOffice is not installed; PDF needs it"),
        N_("install LibreOffice Writer (Debian: apt-get install libreoffice-writer-nogui), or leave --pdf out"),
    ),
    "O302": Message(
        N_("LibreOffice did not finish within {seconds} seconds"),
        N_("try again, or open the document and export it by hand"),
    ),
    "O303": Message(N_("LibreOffice made no PDF: {reason}"), N_("open the document and export it by hand")),
    "O401": Message(
        N_("{count} documents are to be built, but --out names one file"), N_("name a folder, or choose one --kind")
    ),
    "O402": Message(N_("the output would overwrite an input"), N_("choose another --out")),
    "O407": Message(N_("the output is a Word file, but its name ends in {suffix}"), N_("let it end in .docx")),
    "O404": Message(N_("two documents would get the same name"), N_("put {{kind}} into --name")),
    "O405": Message(N_("--name has no field {field}"), N_("use {{stem}}, {{kind}} and {{term}}")),
    "O406": Message(N_("--template fills one kind, but {count} are to be built"), N_("choose one --kind")),
    "O900": Message(
        N_("docgen failed by its own fault; a report is in {report}"), N_("please send it to the maintainers")
    ),
}


def chosen_language(wanted: str | None = None) -> str:
    """Return the language to speak: the one wanted, else the locale's, else English."""
    given = wanted or next((v for n in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(n))), "")
    return "zh_CN" if given.lower().replace("-", "_").startswith(("zh", "chinese", "中文")) else "en"


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
    words = translate(CATALOGUE[finding.code].remedy, language).format_map(args)
    if not finding.args.get("near"):
        return words.rstrip(".。")
    offer = translate(_NEAR, language).format_map(args)
    words = words.rstrip(".。")
    return f"{offer} {words[:1].upper()}{words[1:]}" if language == "en" else f"{offer}{words}"


def _args(finding: Finding, language: str) -> dict[str, object]:
    return {
        key: translate(value, language) if key in _SPOKEN and value in _OUR_WORDS else value
        for key, value in finding.args.items()
    }
