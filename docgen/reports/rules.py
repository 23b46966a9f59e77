"""Rules told to people: one by one for ``docgen explain``, by family for the pages of docs/rules."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docgen.catalogue.base import N_
from docgen.catalogue.whole import CATALOGUE
from docgen.messages import translate
from docgen.rules.rule import Rule, Strength
from docgen.rules.shelf import FAMILIES, RULES

STRENGTHS = {
    Strength.MUST: N_("the standard states it flatly: an error"),
    Strength.GENERALLY: N_("the standard says “generally”: a warning"),
    Strength.RECOMMENDED: N_("the standard recommends it: a warning"),
    Strength.MAY: N_("the standard allows it: a warning"),
    Strength.PRACTICE: N_("practice, not in the standard: a warning"),
}
_HEADS = {
    "finds": N_("finds"),
    "clause": N_("clause"),
    "strength": N_("strength"),
    "why": N_("why it matters"),
    "remedy": N_("what to do"),
    "good": N_("right"),
    "bad": N_("wrong"),
}
_FAMILIES = {
    "page": N_("The page"),
    "typeface": N_("Type"),
    "head": N_("The head"),
    "head_rule": N_("The red rule"),
    "body": N_("Title, addressees and text"),
    "headings": N_("Headings"),
    "ending": N_("What stands behind the text"),
    "imprint": N_("The imprint"),
    "page_number": N_("The page number"),
    "conventions": N_("Speeches, notices and minutes"),
    "special": N_("Tables, letters and orders"),
    "soundness": N_("The file"),
}
_ARGUMENT = re.compile(r"\{\w+\}")


def explained(code: str, language: str) -> str:
    """Return what there is to say of a code, a line a point."""
    rows = _rows(code, language)
    colon = "：" if language == "zh_CN" else ": "
    return "\n".join([code, *(f"  {translate(_HEADS[name], language)}{colon}{words}" for name, words in rows)])


def listed(language: str) -> str:
    """Return every rule of format, a line a rule."""
    return "\n".join(
        f"{rule.code}  {rule.strength}  {rule.clause}  {open_sentence(rule.code, language)}" for rule in _in_order()
    )


def family_page(family: str, language: str) -> str:
    """Return the page of one family, in Markdown."""
    module = next(m for m in FAMILIES if m.__name__.endswith(f".{family}"))
    title = translate(N_("Rules of format: {family}"), language).format(family=translate(_FAMILIES[family], language))
    lines = [f"# {title}", ""]
    for rule in module.RULES:
        lines += [f"## {rule.code}", "", "| | |", "| --- | --- |"]
        lines += [
            f"| {translate(_HEADS[name], language)} | {_cell(words)} |" for name, words in _rows(rule.code, language)
        ]
        lines.append("")
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def index_page(language: str) -> str:
    """Return the page that lists all rules, in Markdown."""
    title = translate(N_("Rules of format"), language)
    head = (
        translate(N_("code"), language),
        translate(_HEADS["strength"], language),
        translate(_HEADS["clause"], language),
    )
    lines = [
        f"# {title}",
        "",
        f"| {' | '.join(head)} | {translate(_HEADS['finds'], language)} |",
        "| --- | --- | --- | --- |",
    ]
    for family in FAMILIES:
        page = f"{family.__name__.rpartition('.')[2]}{'' if language == 'en' else '.zh-CN'}.md"
        for rule in family.RULES:
            row = (f"[{rule.code}]({page}#{rule.code.lower()})", str(rule.strength), rule.clause)
            lines.append(f"| {' | '.join(row)} | {_cell(open_sentence(rule.code, language))} |")
    return "\n".join(lines) + "\n"


def open_remedy(code: str, language: str) -> str:
    """Return the remedy of a finding without what only a finding knows."""
    return _filled(translate(CATALOGUE[code].remedy, language))


def page_of(code: str, language: str) -> str:
    """Return the page on which a rule of format is told, and the place on it; ``''`` for a code that is none."""
    family = next((family for family in FAMILIES if any(rule.code == code for rule in family.RULES)), None)
    if family is None:
        return ""
    name = family.__name__.rpartition(".")[2]
    return f"docs/rules/{name}{'' if language == 'en' else '.zh-CN'}.md#{code.lower()}"


def _in_order() -> Iterable[Rule]:
    return sorted(RULES.values(), key=lambda rule: rule.code)


def _rows(code: str, language: str) -> list[tuple[str, str]]:
    message, rule = CATALOGUE[code], RULES.get(code)
    rows = [("finds", open_sentence(code, language))]
    if rule is not None:
        said = translate(STRENGTHS[rule.strength], language)
        rows += [("clause", rule.clause)] if rule.clause else []
        rows.append(("strength", f"{rule.strength}（{said}）" if language == "zh_CN" else f"{rule.strength} ({said})"))
    if message.why:
        rows.append(("why", translate(message.why, language)))
    if message.remedy:
        rows.append(("remedy", open_remedy(code, language)))
    if rule is not None:
        rows += [("good", translate(rule.good, language)), ("bad", translate(rule.bad, language))]
    return rows


def open_sentence(code: str, language: str) -> str:
    """Return the sentence of a finding without what only a finding knows."""
    return _filled(translate(CATALOGUE[code].text, language))


def _filled(words: str) -> str:
    return _ARGUMENT.sub("…", words).replace("{{", "{").replace("}}", "}")


def _cell(words: str) -> str:
    """Return words as they may stand in a cell of a table: markup shown as it is."""
    code = "`" if words.startswith("<") else ""
    return f"{code}{words}{code}".replace("|", "\\|").replace("\n", "<br>")
