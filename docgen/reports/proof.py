"""An inspection as one page of HTML to staple to a draft: no scripts, nothing from elsewhere, readable on paper."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path

from docgen.catalogue.base import N_
from docgen.findings import MOST_ALIKE, Place, Severity, visible
from docgen.inspection import Inspection, Outcome
from docgen.messages import remedy, sentence, spoken, translate
from docgen.pages.witness import Box
from docgen.reports.evidence import (
    Cover,
    Fold,
    PagePicture,
    accepted,
    counts,
    faults,
    grouped,
    spots,
)
from docgen.reports.names import ELEMENTS, LAYOUTS
from docgen.reports.rules import STRENGTHS, open_sentence
from docgen.rules.printed import Measure
from docgen.rules.rule import Strength

_WEIGHTS = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.NOTE: N_("note")}
_HEADS = {
    "code": N_("code"),
    "clause": N_("clause"),
    "fault": N_("what is wrong"),
    "finding": N_("what is wrong"),
    "spot": N_("what was looked at"),
    "asked": N_("what was looked at"),
    "wanted": N_("wanted"),
    "found": N_("found in the file"),
    "measured": N_("measured in print"),
    "verdict": N_("verdict"),
    "where": N_("where"),
    "first": N_("where"),
    "house": N_("wanted by the house style"),
    "standard": N_("wanted by the standard"),
    "reason": N_("reason"),
    "times": N_("times"),
}
_WIDTHS = {  # of columns, beside one another
    "code": 9,
    "clause": 14,
    "fault": 28,
    "finding": 28,
    "spot": 17,
    "asked": 22,
    "wanted": 15,
    "found": 15,
    "measured": 15,
    "verdict": 11,
    "where": 24,
    "first": 24,
    "house": 15,
    "standard": 15,
    "reason": 24,
    "times": 9,
}
_MOST_PLACES = 8  # of equal faults that are named; the JSON report has all
_BODY = "word/document.xml"
_SHOWN = str.maketrans({"\t": "⇥", "\n": "⏎", "\r": "⏎", "\v": "⏎"})


def as_page(
    inspection: Inspection,
    language: str,
    cover: Cover | None = None,
    measures: Sequence[Measure] = (),
    pages: Sequence[PagePicture] = (),
) -> str:
    """Return an inspection as a page of HTML.

    Args:
        inspection: What the rules say.
        language: Language of the report.
        cover: What the report says of itself.
        measures: What was measured in print.
        pages: Pictures of pages with the spots to mark.
    """
    return _Page(inspection, language, cover or Cover(), measures, pages).whole()


class _Page:
    """One report in one language."""

    def __init__(
        self,
        inspection: Inspection,
        language: str,
        cover: Cover,
        measures: Sequence[Measure],
        pages: Sequence[PagePicture],
    ) -> None:
        self.inspection, self.language, self.cover = inspection, language, cover
        self.measures, self.pages = measures, pages
        self.faults = faults(inspection, measures)
        self.anchors: set[str] = set()

    def say(self, text: str, **values: object) -> str:
        """Return words of ours, translated, filled and escaped."""
        return _safe(translate(text, self.language).format(**values))

    def value(self, text: str) -> str:
        """Return what was found or wanted, which may be a word of ours."""
        return _safe(spoken(text.translate(_SHOWN), self.language)) or '<span class="none">–</span>'

    def whole(self) -> str:
        """Return the page."""
        title = self.say(N_("Report on the format of {name}"), name=self.name)
        tongue = "zh-CN" if self.language == "zh_CN" else "en"
        sections = (
            self.wrong(),
            self.in_print(),
            self.deviations(),
            self.accepted(),
            self.right(),
            self.untold(),
            self.pictures(),
        )
        return "\n".join(
            [
                f'<!DOCTYPE html>\n<html lang="{tongue}">\n<head>\n<meta charset="utf-8">',
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">",
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{title}</title>\n<style>\n{_style()}</style>\n</head>\n<body>",
                self.head(title),
                "<main>",
                *(section for section in sections if section),
                f"</main>\n{self.foot()}\n</body>\n</html>\n",
            ]
        )

    @property
    def name(self) -> str:
        return Path(self.inspection.name).name or translate(N_("a document without a name"), self.language)

    # --- head and foot

    def head(self, title: str) -> str:
        """Return what was inspected, and the verdict in one line."""
        fonts = ", ".join(f"{asked} → {drawn}" for asked, drawn in self.cover.substituted)
        rows = [
            (N_("file"), _safe(self.name)),
            ("SHA-256", f"<code>{_safe(self.cover.sha256)}</code>" if self.cover.sha256 else ""),
            (N_("layout"), self.say(LAYOUTS.get(self.inspection.layout, self.inspection.layout))),
            (N_("recognised"), self.recognised()),
            (N_("house style"), _safe(Path(self.inspection.house).name)),
            (N_("date"), _safe(self.cover.date)),
            (N_("printed by"), _safe(self.cover.engine)),
            (N_("typefaces exchanged in print"), _safe(fonts)),
        ]
        about = "\n".join(f"<dt>{_capital(self.say(name))}</dt><dd>{words}</dd>" for name, words in rows if words)
        return f"<header>\n<h1>{title}</h1>\n<dl>\n{about}\n</dl>\n{self.verdict()}\n</header>"

    def recognised(self) -> str:
        """Return the elements that were found; what is not among them was judged by no rule."""
        names = [self.say(ELEMENTS[name]) for name in self.inspection.recognised if name in ELEMENTS]
        return ("、" if self.language == "zh_CN" else ", ").join(names)

    def verdict(self) -> str:
        """Return how the document came out."""
        number = counts(self.inspection)
        if number["errors"]:
            kind, words = "error", N_("The document does not follow GB/T 9704-2012.")
        elif number["warnings"]:
            kind, words = "warning", N_("No error was found; the warnings are to be looked at.")
        else:
            kind, words = "right", N_("Nothing was found that is against GB/T 9704-2012.")
        counted = self.say(
            N_(
                "errors: {errors}, warnings: {warnings}, deviations of the house style: {deviation}, accepted: {accepted}, not told by the file: {untold}, right: {right}"
            ),
            **number,
        )
        return f'<p class="verdict {kind}"><strong>{self.say(words)}</strong> <span>{counted}</span></p>'

    def foot(self) -> str:
        """Return what the strengths mean."""
        used = {proof.strength for proof in self.inspection.proofs}
        meant = [f"{s}: {self.say(words)}" for s, words in STRENGTHS.items() if s in used]
        return f"<footer>{'<br>'.join(meant)}</footer>"

    # --- sections

    def wrong(self) -> str:
        """Return the faults."""
        heads = ["code", "clause", "fault", "wanted", "found", "measured", "verdict", "where"]
        if not any(fold.measures for fold in self.faults):
            heads.remove("measured")
        rows = self.rows(heads, self.faults)
        return self.table(N_("Faults"), heads, rows, N_("Nothing is wrong."))

    def in_print(self) -> str:
        """Return what was measured, equal measures as one."""
        rows = []
        for alike in grouped(self.measures, lambda m: (m.code, m.what, m.ok, m.wanted, m.reason)):
            one = alike[0]
            found = list(dict.fromkeys(m.found for m in alike))
            pages = sorted({m.page for m in alike})
            rows.append(
                self.row(
                    one.code,
                    [
                        self.say(one.what),
                        self.value(one.wanted),
                        "<br>".join(self.value(words) for words in _some(found)),
                        self.judged(one),
                        self.say(N_("page {pages}"), pages=", ".join(_some([str(page) for page in pages]))),
                        _times(len(alike)),
                    ],
                )
            )
        heads = ("code", "spot", "wanted", "measured", "verdict", "where", "times")
        return self.table(N_("Measured in print"), heads, rows)

    def judged(self, measure: Measure) -> str:
        """Return the verdict of a measure."""
        if measure.ok is None:
            word = N_("no verdict")
            return f"{self.say(word)} <small>{self.say(measure.reason)}</small>"
        word, kind = (N_("right"), "right") if measure.ok else (N_("wrong"), "error")
        return f'<span class="{kind}">{self.say(word)}</span>'

    def deviations(self) -> str:
        """Return what is as the house style wants it, and not as the standard does."""
        heads = ("code", "clause", "spot", "standard", "house", "found", "where")
        rows = self.rows(heads, spots(self.inspection, Outcome.DEVIATION))
        return self.table(N_("Deviations of the house style from the standard"), heads, rows)

    def accepted(self) -> str:
        """Return the findings that the house style accepts."""
        heads = ("code", "clause", "finding", "reason", "where")
        rows = self.rows(heads, accepted(self.inspection))
        return self.table(N_("Accepted by the house style"), heads, rows)

    def right(self) -> str:
        """Return what is right, by clause."""
        heads = ("code", "spot", "wanted", "found", "times", "first")
        groups = []
        for folds in grouped(spots(self.inspection, Outcome.RIGHT), lambda fold: fold.proof.clause):
            number = sum(len(fold.places) for fold in folds)
            counted = self.say(N_("right: {count}"), count=number)
            groups.append(
                f'<tr class="group"><th scope="rowgroup" colspan="{len(heads)}">{self.group(folds[0].proof.clause)} <span>{counted}</span></th></tr>'
            )
            groups += self.rows(heads, folds)
        return self.table(N_("What is right"), heads, groups)

    def untold(self) -> str:
        """Return what the file does not tell."""
        heads = ("code", "clause", "asked", "wanted", "found", "times", "first")
        rows = self.rows(heads, spots(self.inspection, Outcome.UNTOLD))
        return self.table(N_("What the file does not tell"), heads, rows)

    def pictures(self) -> str:
        """Return the pages with their marks."""
        if not self.pages:
            return ""
        figures = "\n".join(self.picture(page) for page in self.pages)
        title = self.say(N_("Pages"))
        return f'<section class="marked">\n<h2>{title}</h2>\n<div class="pages">\n{figures}\n</div>\n</section>'

    def picture(self, page: PagePicture) -> str:
        """Return one page; a mark leads to the row of its code."""
        codes = ", ".join(dict.fromkeys(code for _, code in page.marks))
        words = N_("page {number}: {codes}") if codes else N_("page {number}: nothing marked")
        caption = self.say(words, number=page.number, codes=codes)
        data = base64.b64encode(page.png).decode("ascii")
        marks = "".join(self.mark(page, box, code) for box, code in page.marks)
        shape = f"aspect-ratio: {page.width_mm:.4g} / {page.height_mm:.4g}"
        image = f'<img alt="{caption}" src="data:image/png;base64,{data}">'
        return f'<figure>\n<div class="page" style="{shape}">{image}{marks}</div>\n<figcaption>{caption}</figcaption>\n</figure>'

    def mark(self, page: PagePicture, box: Box, code: str) -> str:
        """Return one mark; its label stays on the page."""
        left, top, right, bottom = box
        sides = {
            "left": left / page.width_mm,
            "top": top / page.height_mm,
            "width": max(right - left, 0) / page.width_mm,
            "height": max(bottom - top, 0) / page.height_mm,
        }
        style = "; ".join(f"{name}: {share * 100:.2f}%" for name, share in sides.items())
        kinds = {
            "low": sides["top"] < 0.03,  # no room above it
            "far": sides["left"] > 0.9,
            "whole": sides["height"] > 0.5,
        }
        kind = " ".join(["mark", *(name for name, holds in kinds.items() if holds)])
        label = f'<a href="#{_safe(code)}">{_safe(code)}</a>' if code in self.anchors else f"<a>{_safe(code)}</a>"
        return f'<div class="{kind}" style="{style}">{label}</div>'

    # --- cells

    def table(self, title: str, heads: Sequence[str], rows: Sequence[str], empty: str = "") -> str:
        """Return a section with a table; without rows, what is said instead, or nothing."""
        if not rows:
            words = f'<p class="right">{self.say(empty)}</p>'
            return f"<section>\n<h2>{self.say(title)}</h2>\n{words}\n</section>" if empty else ""
        room = sum(_WIDTHS[name] for name in heads)
        widths = "".join(f'<col style="width: {_WIDTHS[name] / room:.1%}">' for name in heads)
        top = "".join(f'<th scope="col">{_capital(self.say(_HEADS[name]))}</th>' for name in heads)
        body = "\n".join(rows)
        return (
            f"<section>\n<h2>{self.say(title)}</h2>\n<table>\n<colgroup>{widths}</colgroup>\n"
            f"<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</section>"
        )

    def rows(self, heads: Sequence[str], folds: Iterable[Fold]) -> list[str]:
        """Return a row for each of these, of one code the first that differ."""
        rows = []
        for alike in grouped(folds, lambda fold: fold.proof.code):
            code = alike[0].proof.code
            rows += [self.row(code, [self.cell(name, fold) for name in heads[1:]]) for fold in alike[:MOST_ALIKE]]
            left = sum(len(fold.places) for fold in alike[MOST_ALIKE:])
            if left:
                more = self.say(N_("and {count} more; a report in JSON has them all"), count=left)
                rows.append(
                    f'<tr><th scope="row">{_safe(code)}</th><td colspan="{len(heads) - 1}"><small>{more}</small></td></tr>'
                )
        return rows

    def cell(self, name: str, fold: Fold) -> str:
        """Return what stands in a column."""
        proof = fold.proof
        match name:
            case "clause":
                return self.clause(fold)
            case "fault":
                return self.fault(fold)
            case "finding":
                return self.fault(fold, remedied=False)
            case "spot":
                return self.spot(fold)
            case "asked":
                words = _safe(open_sentence(proof.code, self.language))
                return f"<p>{self.spot(fold)}</p><p><small>{words}</small></p>"
            case "wanted" | "standard":
                return self.value(proof.wanted)
            case "found":
                return self.value(proof.found)
            case "house":
                return self.value(proof.house)
            case "reason":
                return self.value(proof.reason)
            case "measured":
                return self.measured(fold.measures)
            case "verdict":
                return self.weight(fold)
            case "times":
                return _times(len(fold.places))
            case _:
                return self.where(fold.places, most=1 if name == "first" else _MOST_PLACES)

    def row(self, code: str, cells: Iterable[str]) -> str:
        """Return a row; the first of a code is what its marks lead to."""
        anchor = "" if code in self.anchors else f' id="{_safe(code)}"'
        self.anchors.add(code)
        columns = "".join(f"<td>{cell}</td>" for cell in cells)
        return f'<tr{anchor}><th scope="row">{_safe(code)}</th>{columns}</tr>'

    def group(self, clause: str) -> str:
        """Return the head of the spots of a clause."""
        return _safe(clause) or self.say(N_("practice"))

    def clause(self, fold: Fold) -> str:
        """Return where a rule is written, and how firmly."""
        proof = fold.proof
        if not proof.strength:
            return self.value(proof.clause)
        meant = self.say(STRENGTHS[Strength(proof.strength)])
        work, _, number = proof.clause.rpartition(" ")
        strength = f'<abbr title="{meant}">{_safe(proof.strength)}</abbr>'
        return f"<p>{_safe(number)} {strength}</p><p><small>{_safe(work)}</small></p>"

    def spot(self, fold: Fold) -> str:
        """Return the element that was looked at."""
        name = fold.proof.looks_at
        return self.say(ELEMENTS[name]) if name in ELEMENTS else _safe(name.replace("_", " "))

    def fault(self, fold: Fold, *, remedied: bool = True) -> str:
        """Return what is wrong and what to do about it."""
        if fold.finding is None:
            return ""
        words = f"<p>{_safe(_capital(sentence(fold.finding, self.language)))}</p>"
        if not remedied:
            return words
        return f"{words}<p><small>{_safe(_capital(remedy(fold.finding, self.language)))}</small></p>"

    def weight(self, fold: Fold) -> str:
        """Return how much a fault weighs."""
        severity = fold.finding.severity if fold.finding else Severity.WARNING
        return f'<span class="{severity}">{self.say(_WEIGHTS[severity])}</span>'

    def measured(self, measures: Sequence[Measure]) -> str:
        """Return what print says of a fault."""
        said = dict.fromkeys(
            self.say(N_("{measure} (page {page})"), measure=spoken(m.found, self.language), page=m.page)
            for m in measures
        )
        return "<br>".join(_some(list(said))) or self.value("")

    def where(self, places: Sequence[Place], most: int = _MOST_PLACES) -> str:
        """Return the spots, the first of them when they are many."""
        different = list(dict.fromkeys(places))
        if len(different) == most + 1:
            most += 1  # naming it is as short as counting it
        shown = "".join(f"<p>{self.place(place)}</p>" for place in different[:most])
        more = self.say(N_("and {count} more"), count=len(different) - most)
        return shown + (f"<p><small>{more}</small></p>" if len(different) > most else "")

    def place(self, place: Place) -> str:
        """Return a spot without its file, which the head names."""
        known = [
            "" if place.part in ("", _BODY) else _safe(place.part),
            self.say(N_("paragraph {number}"), number=place.paragraph) if place.paragraph else "",
            self.say(N_("table {number}"), number=place.table) if place.table else "",
            self.say(N_("row {number}"), number=place.row) if place.row else "",
            self.say(N_("cell {number}"), number=place.column) if place.table and place.column else "",
            _safe(place.path),
        ]
        words = ", ".join(word for word in known if word)
        if self.language == "zh_CN":
            words = words.replace(", ", "，")
        return f"{words} <small>{_safe(f'“{place.fragment}”')}</small>" if place.fragment else words


def _safe(words: str) -> str:
    """Return words as they may stand in a page, in quotes too: nothing in them is markup, and nothing steers."""
    shown = visible(words.translate(_SHOWN)).encode("utf-8", "backslashreplace").decode("utf-8")
    return escape(shown)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _some(words: Sequence[str]) -> list[str]:
    return [*words[:_MOST_PLACES], *(["…"] if len(words) > _MOST_PLACES else [])]


def _times(number: int) -> str:
    return f'<span class="many">{number} ×</span>'


@cache
def _style() -> str:
    return Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
