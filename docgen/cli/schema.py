"""``docgen schema``: the JSON Schema of the plan file."""

from __future__ import annotations

import json

import click

from docgen.cli.say import Voice
from docgen.plan.schema import plan_schema


def command(voice: Voice) -> click.Command:
    """Return the command."""
    return click.Command("schema", callback=lambda: run(voice))


def run(voice: Voice) -> int:
    """Print the schema."""
    voice.done(json.dumps(plan_schema(voice.language), ensure_ascii=False, indent=2))
    return 0
