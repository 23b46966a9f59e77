"""What is said of the page: codes F101-F129."""

from docgen.catalogue.base import N_, Message

PAGE: dict[str, Message] = {
    "F101": Message(
        N_("the paper is {found}, not {wanted}"),
        N_("set the paper size of this section to A4"),
        N_("Paper of another size is scaled when it is printed, and every other measure is wrong with it."),
    ),
    "F102": Message(
        N_("the top margin is {found}, not {wanted}"),
        N_("set the top margin of this section to {wanted}"),
        N_("The upper edge of the type area, and with it the place of everything in the head, is measured from there."),
    ),
    "F103": Message(
        N_("the margin at the binding side is {found}, not {wanted}"),
        N_("set the left margin of this section to {wanted}, with a gutter of 0"),
        N_("Bound documents need this margin, and the type area begins at it."),
    ),
    "F104": Message(
        N_("the type area is {found}, not {wanted}"),
        N_(
            "set the margin at the outer edge to {outer} and the bottom margin to {bottom}, so that the type area is {wanted}"
        ),
        N_(
            "Twenty-two lines of 28 characters fill exactly this area. With other margins a page has more or fewer of them."
        ),
    ),
    "F105": Message(
        N_("a page without a table lies on its side ({found})"),
        N_("set the orientation of this section to portrait"),
        N_("Official documents stand upright. Only a table that is too wide for the page is printed on its side."),
    ),
    "F106": Message(
        N_("the pitch of lines in the text is {found}; {lines} lines fill a page at {wanted} (paragraphs: {count})"),
        N_("set the line spacing of the text to an exact value of {wanted}"),
        N_(
            "The standard has 22 lines on a page. It gives no pitch in points; 28.95 pt is the largest that Word fits 22 times into 225 mm."
        ),
    ),
    "F107": Message(
        N_("a full line of the text holds {found} characters, not {wanted} (paragraphs: {count})"),
        N_("condense the characters of the text by {closer} in the style of the text"),
        N_(
            "The standard has 28 characters in a line. Word's 3号 is 16 pt, a little more than the printer's, so that only 27 fit unless they are drawn closer."
        ),
    ),
    "F108": Message(
        N_("the gutter is {found}, not {wanted}"),
        N_("set the gutter to 0 and keep the whole margin at the binding side as the left margin"),
        N_("A gutter is added to the margin, so that the text moves when somebody sets the margin right."),
    ),
    "F109": Message(
        N_("the text runs in {found} columns, not in {wanted}"),
        N_("set this section in one column"),
        N_("A line of 28 characters takes the whole width of the type area."),
    ),
    "F110": Message(
        N_("characters are printed in {found}, not in black (paragraphs: {count})"),
        N_("set the colour of these characters to automatic"),
        N_(
            "All text of an official document is black unless the standard says otherwise; that is only so in the head."
        ),
    ),
    "F111": Message(
        N_("the head is printed in more than one red: {found}"),
        N_("give the masthead and the red rule one and the same red"),
        N_("Both are printed with one ink. Two reds beside each other look like a mistake."),
    ),
    "F112": Message(
        N_("something is printed in the header"),
        N_("empty the header, and take away the line under it"),
        N_("The standard knows nothing above the type area. Word draws a line under headers in many of its templates."),
    ),
    "F113": Message(
        N_("a page break stands in the middle of the text (places: {count})"),
        N_("delete the page break or the section break; keep headings with their text by paragraph settings"),
        N_("The text runs on; a page that ends early looks like the end of the document."),
    ),
    "F114": Message(
        N_("a page break keeps the text away from the first page"),
        N_("delete the break before the text, or make the head shorter"),
        N_("The first page of an official document must show text."),
    ),
}
