"""What was mended in a finished document, and what was left: codes F990-F999."""

from docgen.catalogue.base import N_, Message

MENDED: dict[str, Message] = {
    "F990": Message(N_("paper set to A4 in {count} sections"), N_("look whether wide tables still fit")),
    "F991": Message(N_("margins set in {count} sections"), N_("look whether wide tables still fit")),
    "F992": Message(
        N_("grid taken out of {count} sections, as lines are set by themselves"),
        N_("look whether tables and notes still stand well"),
    ),
    "F993": Message(
        N_("typefaces, sizes and language mended in {count} paragraphs"), N_("look whether titles still break well")
    ),
    "F994": Message(
        N_("bold taken off in {count} paragraphs"), N_("name in `bold_levels` of the house style what may be bold")
    ),
    "F995": Message(
        N_("line pitch and distances mended in {count} paragraphs"), N_("look whether pages still end well")
    ),
    "F996": Message(N_("indents mended in {count} paragraphs"), N_("indent with the ruler, never with blanks")),
    "F997": Message(
        N_("page numbers mended in {count} places"),
        N_("set `page_number_place` in the house style to have them otherwise"),
    ),
    "F998": Message(
        N_("half-width punctuation widened in {count} paragraphs"), N_("type Chinese punctuation in full width")
    ),
    "F999": Message(
        N_("left as it is, since words are not changed: {words}"),
        N_("see what is told about it, and correct it by hand"),
    ),
}
