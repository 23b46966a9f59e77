"""The table of contents of the shelf: every rule, by family."""

from __future__ import annotations

from docgen.rules import ending, page
from docgen.rules.rule import Rule

FAMILIES = (page, ending)
RULES: dict[str, Rule] = {rule.code: rule for family in FAMILIES for rule in family.RULES}
