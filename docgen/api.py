"""One short function per wish. It joins rooms and does no work itself."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docgen.catalogue.base import N_
from docgen.errors import (
    FileError,
    GapError,
    PlanError,
    UseError,
    as_errors,
)
from docgen.files import read_file, write_document
from docgen.findings import Finding, Place, errors, in_order
from docgen.judged import BARE_GAP, has_bare_gap
from docgen.kinds import compose_document, find_kind, kinds_of
from docgen.kinds.arrange import WordField
from docgen.kinds.facts import FACT_FIELDS
from docgen.limits import IN_FORCE
from docgen.messages import translate
from docgen.plan.model import Frame, Plan
from docgen.plan.validate import PlanSource, load_data, load_frame, load_plan
from docgen.press.template import Template, TemplateSource

if TYPE_CHECKING:
    from docgen.origins import Answer, Origin
    from docgen.plan.origins import Tracer

_FIELD_PAGE = N_("Copy a block with the grey lines around it into a template; delete what you do not need.")
_SHOWN_ALREADY = N_("stands in the block shown at {number}")
_UNFINISHED = ("P230", BARE_GAP, "P250", "P251")  # gaps; a measure without owner; one without deadline


@dataclass(frozen=True, slots=True)
class Built:
    """A finished document.

    Attributes:
        kind: English name of its kind.
        data: The .docx.
        findings: What was noticed while it was made, warnings only.
        origins: Where each stretch of its words comes from, in the order of the page; empty unless the build was traced.
    """

    kind: str
    data: bytes = field(repr=False)
    findings: list[Finding] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list, repr=False)

    def to_bytes(self) -> bytes:
        """Return the .docx."""
        return self.data

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> Path:
        """Write the document whole or not at all, and return its path.

        Args:
            path: Where to; the folder is made when it is missing.
            force: Replace a file that somebody edited or that is not ours; the old one is kept as ``.bak``.

        Raises:
            OverwriteError: The file there is somebody's work, and ``force`` is not set.
            FileError: It cannot be written.
        """
        return write_document(Path(path), self.data, force=force)


def template_dir() -> Path:
    """Return the folder of the templates: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent / "templates"


def compose(plan: Plan | PlanSource, kind: str, template: TemplateSource | None = None) -> dict[str, Any]:
    """Return what a template of a kind receives: plain data, the body in print order.

    Args:
        plan: The plan, from `load_plan`, or what `load_plan` reads.
        kind: Name of the kind, such as ``speech`` or 讲话稿.
        template: Template whose frame file (default sentences) counts; the shipped one when left out.

    Raises:
        KindError: There is no such kind.
        PlanError: The plan lacks what the kind needs.
    """
    return _composed(_read(plan), kind, template)[0]


def _read(plan: Plan | PlanSource) -> Plan:
    if isinstance(plan, Plan):
        return plan
    return load_plan(plan)


def _composed(
    plan: Plan, kind: str, template: TemplateSource | None, tracer: Tracer | None = None
) -> tuple[dict[str, Any], list[Finding]]:
    found = find_kind(kind)
    context, findings = compose_document(plan, found, frame_of(found.name, template), tracer)
    if errors(findings):
        raise PlanError(findings)
    return context, findings


def frame_of(kind: str, template: TemplateSource | None) -> Frame:
    """Return the shipped default sentences of a kind, with those of the frame file beside a template of one's own."""
    shipped = load_frame(template_dir() / f"{kind}.frame.yaml")
    path = frame_path(template)
    if path is None:
        return shipped
    try:
        own = load_frame(path)
    except FileError as exc:
        if exc.findings[0].code != "O101":
            raise
        return shipped
    return shipped.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})


def frame_path(template: TemplateSource | None) -> Path | None:
    if not isinstance(template, (str, os.PathLike)):
        return None
    return Path(template).parent / f"{Path(template).stem}.frame.yaml"


def build(
    plan: Plan | PlanSource,
    kind: str,
    template: TemplateSource | None = None,
    final: bool = False,
    *,
    trace: bool = False,
) -> Built:
    """Return one document of a plan.

    Args:
        plan: The plan, from `load_plan`, or what `load_plan` reads.
        kind: Name of the kind: speech, notice, meeting_notice, minutes, or 讲话稿, 通知, 会议通知, 会议纪要.
        template: Word template; the shipped one of the kind when left out.
        final: Refuse a document in which facts are still missing.
        trace: Tell the origin of each printed word; the document is then made twice.

    Raises:
        KindError: There is no such kind.
        PlanError: The plan lacks what the kind needs.
        GapError: ``final`` is set, and a gap is open, or a measure has no owner or deadline.
        TemplateError: The template cannot be used.
    """
    name = find_kind(kind).name
    draft = _drafted(_read(plan), name, template)
    if final:
        _refuse_unfinished(draft.findings)
    return _printed(draft, _opened(name, template), trace=trace)


def build_by_unit(
    plan: Plan | PlanSource,
    kind: str = "notice",
    template: TemplateSource | None = None,
    final: bool = False,
    *,
    trace: bool = False,
) -> dict[str, Built]:
    """Return one document for each unit that leads measures of a plan, with its measures alone.

    A notice is addressed to the unit. Units stand in the order of the register, those that it lacks behind them as they first
    appear; what nobody leads comes last, under ``""``, and its notice keeps the addressees of the plan. A measure that several units
    lead together is in the documents of each of them.

    Args:
        plan: The plan, from `load_plan`, or what `load_plan` reads.
        kind: Name of the kind: notice or minutes, or 通知, 会议纪要.
        template: Word template; the shipped one of the kind when left out.
        final: Refuse all documents when facts are missing in one of them.
        trace: Tell the origin of each printed word; the documents are then made twice.

    Raises:
        KindError: There is no such kind.
        UseError: The kind does not say who does what.
        PlanError: The plan has no measures, or lacks what the kind needs.
        GapError: ``final`` is set, and a gap is open, or a measure has no owner or deadline.
        TemplateError: The template cannot be used.
    """
    from docgen.plan.units import addressed, lead_units, of_unit

    found = find_kind(kind)
    if not found.assigns:
        raise UseError([Finding("O470", Place(), {"kind": found.name, "term": found.term})])
    whole = _read(plan)
    parts = {unit: addressed(of_unit(whole, unit), found.name, to) for unit, to in lead_units(whole).items()}
    drafts = {unit: _drafted(part, found.name, template) for unit, part in parts.items()}
    if not drafts:
        raise PlanError([Finding("P285", whole.place())])
    if final:
        _refuse_unfinished(in_order(f for draft in drafts.values() for f in draft.findings))
    opened = _opened(found.name, template)
    return {unit: _printed(draft, opened, trace=trace) for unit, draft in drafts.items()}


class _Draft(NamedTuple):
    """A document as composed, not yet printed."""

    plan: Plan
    kind: str
    template: TemplateSource | None
    context: dict[str, Any]
    findings: list[Finding]


def _drafted(plan: Plan, kind: str, template: TemplateSource | None) -> _Draft:
    context, findings = _composed(plan, kind, template)
    if has_bare_gap(prose_of(context)):
        findings = findings + _bare_gaps(plan, kind, template)
    return _Draft(plan, kind, template, context, findings)


def as_built(
    plan: Plan, kind: str, template: TemplateSource | None, *, final: bool
) -> tuple[dict[str, Any], list[Finding]]:
    """Return what `build` hands to a template, and what it noticed so far.

    Raises:
        PlanError: The plan lacks what the kind needs.
        GapError: ``final`` is set, and something is missing.
    """
    draft = _drafted(plan, kind, template)
    if final:
        _refuse_unfinished(draft.findings)
    return draft.context, draft.findings


def _refuse_unfinished(findings: Iterable[Finding]) -> None:
    missing = unfinished(findings)
    if missing:
        raise GapError(as_errors(missing))


def _opened(kind: str, template: TemplateSource | None) -> Template:
    return Template(template if template is not None else template_dir() / f"{kind}.docx")


def _printed(draft: _Draft, opened: Template, *, trace: bool) -> Built:
    plan, context = draft.plan, draft.context
    remarks: list[Finding] = []
    data = opened.render(context, core=context["core"], verify=True, undefined="collect", remarks=remarks)
    origins = _traced(plan, draft.kind, draft.template, opened, data) if trace else []
    findings = in_order([*plan.findings, *draft.findings, *opened.warnings, *remarks])
    return Built(draft.kind, data, findings, origins)


def _bare_gaps(plan: Plan, kind: str, template: TemplateSource | None) -> list[Finding]:
    from docgen.judged import Judged
    from docgen.plan.origins import Tracer

    judged = Judged(Tracer(), tuple(plan.phrases))
    found = judged.document(prose_of(_composed(plan, kind, template, judged.tracer)[0]))
    return [finding for finding in found if finding.code == BARE_GAP]


def prose_of(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a document says of composed data, without the facts that its body says too."""
    facts = {field.name for field in FACT_FIELDS} - {"body"}
    return {name: value for name, value in context.items() if name not in facts}


def _traced(plan: Plan, kind: str, template: TemplateSource | None, opened: Template, document: bytes) -> list[Origin]:
    from docgen.origins import origins_of
    from docgen.plan.origins import Tracer

    tracer = Tracer()
    context = tracer.bounded(_composed(plan, kind, template, tracer)[0])
    numbered = opened.render(context, undefined="collect")
    return origins_of(document, numbered, opened.data, tracer, plan.place())


def not_printed(plan: Plan | PlanSource, built: Iterable[Built]) -> list[Finding]:
    """Return a note on each text of a plan that none of its documents says.

    Args:
        plan: The plan.
        built: Its documents, each built with ``trace``.
    """
    from docgen.judged import unprinted
    from docgen.pages.reader import read_texts

    documents = list(built)
    origins = (origin for document in documents for origin in document.origins)
    said = "\n".join(line.text for document in documents for text in read_texts(document.data, "") for line in text)
    return unprinted(_read(plan), origins, said)


def why(
    document: str | os.PathLike[str],
    words: str,
    plan: Plan | PlanSource,
    *,
    kind: str | None = None,
    template: TemplateSource | None = None,
) -> list[Answer]:
    """Return where words of a document come from: an answer for each paragraph that says them; none when none does.

    Args:
        document: The Word file.
        words: What it says somewhere.
        plan: The plan that it was made from.
        kind: Its kind; when left out, the kind whose paragraphs it has.
        template: Its template; the shipped one of the kind when left out.

    Raises:
        FileError: The document or the plan cannot be read.
        KindError: There is no such kind.
        PlanError: The plan cannot be composed.
        TemplateError: The document is no Word file, or the template cannot be used.
    """
    from docgen.origins import Made, answers
    from docgen.pages.reader import read_texts
    from docgen.plan.units import part_said

    plan = _read(plan)
    data, name = read_file(Path(document), IN_FORCE.get().docx_bytes), os.fspath(document)
    plan = part_said(plan, (line.text for text in read_texts(data, name) for line in text))
    kinds = kinds_in(plan) if kind is None else [find_kind(kind).name]
    built = [build(plan, each, template, trace=True) for each in kinds]
    made = [Made.of(one.data, one.origins) for one in built]
    return answers(data, name, words, made)


def load_phrases(source: str | os.PathLike[str]) -> list[str]:
    """Return the fixed phrases of an office: the list ``phrases`` of a YAML or JSON file, as it may stand in a plan too.

    Raises:
        FileError: The file cannot be read.
        PlanError: It is no mapping.
        UseError: It has no such list.
    """
    phrases = load_data(source).get("phrases")
    if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
        raise UseError([Finding("O465", Place(os.fspath(source)))])
    return phrases


def unfinished(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that a final document may not have: open gaps, measures without owner or deadline."""
    return [f for f in findings if f.code in _UNFINISHED]


def fill(template: TemplateSource, data: Mapping[str, Any]) -> bytes:
    """Return a template filled with data that need not be a plan.

    Raises:
        TemplateError: The template cannot be used.
        RenderError: A tag names something that ``data`` does not have.
    """
    return Template(template).render(data, verify=True, undefined="collect")


def kinds_in(plan: Plan) -> list[str]:
    """Return the names of the kinds whose front matter the plan has."""
    return [kind.name for kind in kinds_of(plan)]


def fields_of(kind: str) -> tuple[WordField, ...]:
    """Return every name that a template of the kind may use.

    Raises:
        KindError: There is no such kind.
    """
    return (*find_kind(kind).fields, *FACT_FIELDS)


def field_page(kind: str, language: str = "en") -> bytes:
    """Return a Word page with every field of a kind and the ready-formatted tags that print it, to copy from.

    Args:
        kind: Name of the kind.
        language: Language of what is said beside the tags, ``en`` or ``zh_CN``.

    Raises:
        KindError: There is no such kind.
    """
    from docgen.pages.tags import Tag, tag_page

    found = find_kind(kind)
    tags = [Tag(f.name, translate(f.sentence, language), f.example) for f in fields_of(kind)]
    title = f"{found.term} {found.name}"
    template = read_file(template_dir() / f"{found.name}.docx")
    intro, again = translate(_FIELD_PAGE, language), translate(_SHOWN_ALREADY, language)
    return tag_page(template, title, intro, again, tags)


def outline(document: str | os.PathLike[str]) -> str:
    """Return a Word file as readable text: a line a paragraph, with its style.

    Raises:
        FileError: It cannot be read.
        TemplateError: It is no Word file.
    """
    from docgen.pages.outline import outline as drawn

    return drawn(read_file(Path(document), IN_FORCE.get().docx_bytes), name=os.fspath(document))


def starter_plan() -> str:
    """Return the text of the short plan that ``docgen new`` writes."""
    return starter_path().read_text(encoding="utf-8")


def starter_path() -> Path:
    shipped = template_dir() / "starter.yaml"
    return shipped if shipped.is_file() else template_dir().parent / "samples" / "starter.yaml"


def to_pdf(documents: Sequence[Path], *, force: bool = False) -> list[Path]:
    """Make a PDF beside each document and return their paths.

    Args:
        documents: Word files of one folder.
        force: Replace PDFs that are somebody's work; the old ones are kept as ``.bak``.

    Raises:
        FileError: LibreOffice is missing or failed.
        OverwriteError: A PDF there is somebody's work, and ``force`` is not set.
    """
    from docgen.pages.office import to_pdf as convert

    return convert(documents, documents[0].parent, force=force) if documents else []


__all__ = [
    "Built",
    "build",
    "build_by_unit",
    "compose",
    "field_page",
    "fields_of",
    "fill",
    "kinds_in",
    "load_data",
    "load_phrases",
    "load_plan",
    "outline",
    "starter_plan",
    "template_dir",
    "to_pdf",
    "unfinished",
]
