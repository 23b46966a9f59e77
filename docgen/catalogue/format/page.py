"""What is said of the page: codes F101-F129."""

from docgen.catalogue.base import N_, Message

PAGE: dict[str, Message] = {
    "F101": Message(
        N_("the paper is {found}, not {wanted}"),
        N_("set the paper size of this section to A4"),
        N_("Paper of another size is scaled when it is printed, and every other measure is wrong with it."),
    ),
}
