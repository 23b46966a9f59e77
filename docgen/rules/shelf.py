"""The table of contents of the shelf: every rule, by family."""

from __future__ import annotations

from docgen.rules import page
from docgen.rules import type as typeface
from docgen.rules.rule import Rule

FAMILIES = (page, typeface)
RULES: dict[str, Rule] = {rule.code: rule for family in FAMILIES for rule in family.RULES}
