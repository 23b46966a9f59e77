"""What is measured in print, and why print sometimes cannot tell."""

from docgen.catalogue.base import N_

GRID = N_("LibreOffice lays this grid of characters otherwise than Word")
HEIGHTS = N_("in LibreOffice this grid of lines wins over exact heights")
FLOATING = N_("LibreOffice lays a floating table in the flow")
FRAME = N_("LibreOffice ignores a frame that only the style has")
BORDERS = N_("LibreOffice loses a frame whose paragraphs have borders of different kinds")
INDENTS = N_("LibreOffice ignores indents that are given in characters only")
SPACING = N_("where this line begins depends on the typeface")

MEASURED: tuple[str, ...] = (
    GRID,
    HEIGHTS,
    FLOATING,
    FRAME,
    BORDERS,
    INDENTS,
    SPACING,
    N_("paper"),
    N_("top of the first line"),
    N_("left edge of full lines"),
    N_("type area"),
    N_("lines of a full page"),
    N_("characters of a full line"),
    N_("colour of the text"),
    N_("red"),
    N_("top of the masthead"),
    N_("middle of the masthead"),
    N_("ends of the red rule"),
    N_("distance to the red rule"),
    N_("middle of the title"),
    N_("right edge of the date"),
    N_("middle of the organ against the date"),
    N_("date behind the organ"),
    N_("right edge of organ and date"),
    N_("line of the label"),
    N_("ends of the rule"),
    N_("thickness of the rule"),
    N_("last rule of the imprint"),
    N_("page number"),
    N_("middle of the page number"),
    N_("right edge of the page number"),
    N_("left edge of the page number"),
    N_("dash below the type area"),
)
