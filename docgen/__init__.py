"""One plan in YAML; the speech, the notice and the minutes as Word documents in GB/T 9704-2012.

    >>> import docgen
    >>> plan = docgen.load_plan("samples/starter.yaml")
    >>> docgen.build(plan, "speech").kind
    'speech'

What is listed in ``__all__`` is the public interface; nothing else is promised.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docgen.agreement.compare import compare_documents
    from docgen.agreement.documents import check_document, check_text
    from docgen.api import (
        Built,
        build,
        build_by_unit,
        compose,
        fields_of,
        fill,
        load_data,
        load_phrases,
        load_plan,
        not_printed,
        why,
    )
    from docgen.batch.jobs import Job, PlanJob, Result, build_many
    from docgen.batch.prepared import PlanText
    from docgen.checking import annotate_template, check_frame, check_plan, check_template, mend_template
    from docgen.errors import (
        DocgenError,
        FileError,
        GapError,
        HouseError,
        KindError,
        LedgerError,
        LimitError,
        OverwriteError,
        PlanError,
        RenderError,
        TemplateError,
        TemplateMissingError,
        UseError,
    )
    from docgen.findings import Finding, Place, Severity
    from docgen.inspection import Inspection, Outcome, Proof, inspect_document
    from docgen.ledgers.gap_answers import FilledGaps, GapAnswer, fill_gaps
    from docgen.ledgers.gaps import Gap, GapSheet, gap_sheet, gap_sheets
    from docgen.ledgers.ledger import Ledger, ledger, ledger_by_unit
    from docgen.ledgers.next import next_plan
    from docgen.ledgers.rows import LedgerRow
    from docgen.ledgers.update import Edit, Update, update_plan
    from docgen.messages import remedy, sentence
    from docgen.origins import Answer, Origin
    from docgen.plan.model import Plan
    from docgen.plan.schema import plan_schema
    from docgen.press.replace import Replacements
    from docgen.press.template import Template
    from docgen.rules.house import House, load_house

_HOMES = {
    "docgen.agreement.compare": ("compare_documents",),
    "docgen.agreement.documents": ("check_document", "check_text"),
    "docgen.api": (
        "Built",
        "build",
        "build_by_unit",
        "compose",
        "fields_of",
        "fill",
        "load_data",
        "load_phrases",
        "load_plan",
        "not_printed",
        "why",
    ),
    "docgen.batch.jobs": ("Job", "PlanJob", "Result", "build_many"),
    "docgen.batch.prepared": ("PlanText",),
    "docgen.checking": ("annotate_template", "check_frame", "check_plan", "check_template", "mend_template"),
    "docgen.errors": (
        "DocgenError",
        "FileError",
        "GapError",
        "HouseError",
        "KindError",
        "LedgerError",
        "LimitError",
        "OverwriteError",
        "PlanError",
        "RenderError",
        "TemplateError",
        "TemplateMissingError",
        "UseError",
    ),
    "docgen.findings": ("Finding", "Place", "Severity"),
    "docgen.inspection": ("Inspection", "Outcome", "Proof", "inspect_document"),
    "docgen.ledgers.ledger": ("Ledger", "ledger", "ledger_by_unit"),
    "docgen.ledgers.rows": ("LedgerRow",),
    "docgen.ledgers.update": ("Edit", "Update", "update_plan"),
    "docgen.ledgers.next": ("next_plan",),
    "docgen.ledgers.gap_answers": ("FilledGaps", "GapAnswer", "fill_gaps"),
    "docgen.ledgers.gaps": ("Gap", "GapSheet", "gap_sheet", "gap_sheets"),
    "docgen.messages": ("remedy", "sentence"),
    "docgen.origins": ("Answer", "Origin"),
    "docgen.plan.model": ("Plan",),
    "docgen.plan.schema": ("plan_schema",),
    "docgen.press.replace": ("Replacements",),
    "docgen.press.template": ("Template",),
    "docgen.rules.house": ("House", "load_house"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Answer",
    "Built",
    "DocgenError",
    "Edit",
    "FileError",
    "FilledGaps",
    "Finding",
    "Gap",
    "GapAnswer",
    "GapError",
    "GapSheet",
    "House",
    "HouseError",
    "Inspection",
    "Job",
    "KindError",
    "Ledger",
    "LedgerError",
    "LedgerRow",
    "LimitError",
    "Origin",
    "Outcome",
    "OverwriteError",
    "Place",
    "Plan",
    "PlanError",
    "PlanJob",
    "PlanText",
    "Proof",
    "RenderError",
    "Replacements",
    "Result",
    "Severity",
    "Template",
    "TemplateError",
    "TemplateMissingError",
    "Update",
    "UseError",
    "annotate_template",
    "build",
    "build_by_unit",
    "build_many",
    "check_document",
    "check_frame",
    "check_plan",
    "check_template",
    "check_text",
    "compare_documents",
    "compose",
    "fields_of",
    "fill",
    "fill_gaps",
    "gap_sheet",
    "gap_sheets",
    "inspect_document",
    "ledger",
    "ledger_by_unit",
    "load_data",
    "load_house",
    "load_phrases",
    "load_plan",
    "mend_template",
    "next_plan",
    "not_printed",
    "plan_schema",
    "remedy",
    "sentence",
    "update_plan",
    "why",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that ``docgen --help`` pays for nothing else."""
    if name == "__version__":
        return _version()
    if name not in _HOME_OF:
        msg = f"module 'docgen' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(_HOME_OF[name]), name)


def _version() -> str:
    """Return the version of the package; ``unknown`` when it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("docgen")
    except PackageNotFoundError:
        return "unknown"


def __dir__() -> list[str]:
    return __all__
