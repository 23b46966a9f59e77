"""The table of contents of the shelf: every rule, by family."""

from __future__ import annotations

from docgen.rules import (
    body,
    conventions,
    ending,
    head,
    head_rule,
    headings,
    imprint,
    page,
    page_number,
    soundness,
    special,
    typeface,
)
from docgen.rules.rule import Rule

FAMILIES = (
    page,
    typeface,
    head,
    head_rule,
    body,
    headings,
    ending,
    imprint,
    page_number,
    conventions,
    special,
    soundness,
)
RULES: dict[str, Rule] = {rule.code: rule for family in FAMILIES for rule in family.RULES}
