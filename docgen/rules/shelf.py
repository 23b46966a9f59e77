"""The table of contents of the shelf: every rule, by family."""

from __future__ import annotations

from docgen.rules import body, head, head_rule, headings, page
from docgen.rules.rule import Rule

FAMILIES = (page, head, head_rule, body, headings)
RULES: dict[str, Rule] = {rule.code: rule for family in FAMILIES for rule in family.RULES}
