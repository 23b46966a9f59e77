"""What is said of the page number: codes F701-F719."""

from docgen.catalogue.base import N_, Message

PAGE_NUMBER: dict[str, Message] = {
    "F701": Message(
        N_("there is no page number on {found}"),
        N_("put a PAGE field into the footer of these pages"),
        N_("Without numbers nobody can tell that a page is missing."),
    ),
    "F702": Message(
        N_("the number of the page stands {found}, not {wanted}"),
        N_("put the number {wanted}, with “different odd and even pages” where the sides change"),
        N_("Outside it is found when a bound document is leafed through."),
    ),
    "F703": Message(
        N_("the number of the page stands {found} below the type area, not {wanted}"),
        N_("set the distance of the footer from the edge to 25.75 mm and its line to 14 pt"),
        N_("The dash stands 7 mm below the type area."),
    ),
    "F704": Message(
        N_("the number of the page is set in {found}, not {wanted}"),
        N_("set it in {wanted}"),
        N_("Page numbers are 4号 half-width digits of 宋体."),
    ),
    "F705": Message(
        N_("the number of the page is written “{found}”, not “{wanted}”"),
        N_("put one dash (一字线) on each side of it"),
        N_("The dashes tell it from other numbers at the edge of the page."),
    ),
    "F708": Message(
        N_("the pages of this section are counted from {found} again"),
        N_("let the numbers go on from the section before"),
        N_("Attachments are bound with the text and counted on from it."),
    ),
}
