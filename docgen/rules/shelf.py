"""The table of contents of the shelf: every rule, by family."""

from __future__ import annotations

from docgen.rules import conventions, ending, imprint, page, page_number, special
from docgen.rules.rule import Rule

FAMILIES = (page, ending, imprint, page_number, conventions, special)
RULES: dict[str, Rule] = {rule.code: rule for family in FAMILIES for rule in family.RULES}
