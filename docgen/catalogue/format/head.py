"""What is said of the head: codes F301-F349."""

from docgen.catalogue.base import N_, Message

HEAD: dict[str, Message] = {
    "F301": Message(
        N_("the upper edge of the masthead is {found} below {other}, not {wanted}"),
        N_("set the space above the masthead, or the height of the lines above it"),
        N_(
            "The clause fixes the place of the masthead, so that documents of all organs look alike: 35 mm below the type area, in orders 20 mm, in letters 30 mm below the paper's edge."
        ),
    ),
    "F302": Message(
        N_("the masthead does not stand in the middle"),
        N_("centre the paragraph and set its indents to zero"),
        N_("The masthead is centred on the type area."),
    ),
    "F303": Message(
        N_("the masthead is set in {found}, not in a 小标宋 such as {wanted}"),
        N_("choose a 小标宋 typeface for it"),
        N_("The standard recommends 小标宋 for the masthead."),
    ),
    "F304": Message(
        N_("the masthead has the colour {found}, not red ({wanted})"),
        N_("make its characters red"),
        N_("The standard recommends red for the masthead."),
    ),
    "F305": Message(
        N_("the masthead ends in {found}, but the document is of the kind {wanted}"),
        N_("take the masthead of this kind of document"),
        N_("Minutes have a masthead of their own, which ends in 纪要; other documents do not use it."),
    ),
    "F306": Message(
        N_("the copy number is {found}, not {wanted}"),
        N_("write six digits in 3号, flush left"),
        N_(
            "The copy number tells the prints of one document apart: six digits of 3号, flush left in the first line of the type area."
        ),
    ),
    "F307": Message(
        N_("the classification is {found}, not {wanted}"),
        N_("write it as 机密★1年, in 黑体 of 3号, flush left"),
        N_(
            "The classification must be recognised at a glance, so its form, typeface and place are fixed; the star is ★ and the digits are Arabic."
        ),
    ),
    "F308": Message(
        N_("the urgency is {found}, not {wanted}"),
        N_("write 特急 or 加急, in 黑体 of 3号, flush left"),
        N_("Documents are 特急 or 加急, telegrams also 特提 and 平急; the words are set in 黑体 of 3号, flush left."),
    ),
    "F309": Message(
        N_("the marks above the masthead stand as {found}, not as {wanted}"),
        N_("put them in the order copy number, classification, urgency"),
        N_("The clause fixes the order from top to bottom: copy number, classification, urgency."),
    ),
    "F310": Message(
        N_("no red rule stands below the number"),
        N_("give the paragraph of the number a red border below"),
        N_("A red rule, as wide as the type area, parts the head from the text."),
    ),
    "F311": Message(
        N_("the year of the document number is written {found}, not {wanted}"),
        N_("write the year with four digits in the brackets 〔 and 〕"),
        N_("The year is written in full, in the brackets 〔〕 (U+3014, U+3015)."),
    ),
    "F313": Message(
        N_("the document number does not stand in the middle"),
        N_("centre the paragraph and set its indents to zero"),
        N_(
            "The number is centred below the masthead; only in documents that go up it stands on the left, beside the signatory."
        ),
    ),
    "F314": Message(
        N_("the document number is set in {found}, not {wanted}"),
        N_("set it in 仿宋 of 3号"),
        N_("What the standard does not set otherwise is 仿宋 of 3号."),
    ),
    "F315": Message(
        N_("a {found} names a signatory"),
        N_("leave the signatory out: only documents that go up name one"),
        N_("The signatory stands in documents to a superior, such as 请示 and 报告."),
    ),
    "F316": Message(
        N_("{found} stands where {wanted} is wanted in the line of the signatory"),
        N_("set 签发人： in 仿宋 and the name in 楷体"),
        N_("The label is set in 仿宋, the name in 楷体, so that the name stands out."),
    ),
    "F317": Message(
        N_("文件 does not stand on the right of the organs' names"),
        N_("put 文件 into a cell on the right of the names"),
        N_(
            "Where several organs issue a document, 文件 stands on the right of their names, in the middle of their height."
        ),
    ),
    "F318": Message(
        N_("the double rule of the letter is {found}, not {wanted}"),
        N_("take a red double rule, thick above thin, 170 mm wide and centred"),
        N_("Below the masthead of a letter stands a red double rule of 170 mm, thick above thin."),
    ),
    "F319": Message(
        N_("the number of the letter does not stand flush right"),
        N_("align it to the right, without an indent"),
        N_("In letters the number stands flush right below the first double rule."),
    ),
    "F321": Message(
        N_("the red rule has no star"),
        N_("put a red star in the middle of the rule"),
        N_("The house style that is used wants a red star in the middle of the rule."),
    ),
    "F322": Message(
        N_("the rule of the head has the colour {found}, not red ({wanted})"),
        N_("make the border red"),
        N_("The rule of the head is red."),
    ),
    "F323": Message(
        N_("the red rule is {found} long, not {wanted}"),
        N_("set the indents of the paragraph that carries the rule to zero"),
        N_("The rule is as wide as the type area."),
    ),
    "F324": Message(
        N_("the red rule stands {found} below the line above it, not {wanted}"),
        N_("set the distance from text to border in the borders of the paragraph"),
        N_("The rule stands 4 mm below the number."),
    ),
    "F325": Message(
        N_("{found} blank lines stand between the masthead and the number, not {wanted}"),
        N_("set the space above the number, or add or delete blank lines"),
        N_("The number stands two blank lines below the masthead."),
    ),
    "F326": Message(
        N_("a {found} with a masthead names no signatory"),
        N_("add 签发人： and the name on the right of the number"),
        N_("Documents to a superior name the signatory."),
    ),
    "F327": Message(
        N_("beside the signatory the document number stands {found} in, not {wanted}"),
        N_("align the number to the left, one character in"),
        N_(
            "In documents that go up the number stands on the left, one character in, on the line of the last signatory."
        ),
    ),
}
