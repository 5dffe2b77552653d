"""What is wrong with files for and from banks, and with the profiles by which they are written and read."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_

BANK_REFUSALS: Mapping[str, str] = {
    "already-exported": N_(
        "Batch %(batch)s was exported already (SHA-256 %(sha256)s): the bank would pay it twice. "
        "If that file never reached the bank, say --again."
    ),
    "fund-not-in-batch": N_("Batch %(batch)s has no item for %(application)s that fund %(fund)s pays."),
    "fund-unnamed": N_(
        "Batch %(batch)s pays %(application)s in several items: name the fund (%(funds)s), in the file for `payment "
        "import`, and with --of-fund for `payment correct` and `payment assign`."
    ),
    "owed-back-by-bank": N_(
        "%(application)s: what is owed back was received on an account, and no fund pays it: order it with "
        "--through bank."
    ),
    "profile-pays-otherwise": N_(
        "Batch %(batch)s was ordered to be paid through %(through)s, and profile %(profile)s has other items: take "
        "another one with --profile, or decline the run and order it anew."
    ),
    "export-differs": N_(
        "Batch %(batch)s is of %(ordered_fen)s yuan, and the files ask for %(amount_fen)s yuan: nothing is exported."
    ),
    "order-value-missing": N_(
        "%(application)s: the bank asks for “%(heading)s”, which its account does not have. A clerk gives it with "
        "`bailu application account`."
    ),
    "order-over-limit": N_(
        "%(application)s: %(amount_fen)s yuan are more than the bank takes in one file (%(amount_fen_max)s yuan)."
    ),
    "order-not-writable": N_(
        "%(application)s: “%(heading)s” has a character that the bank's file cannot hold. Export it by another profile."
    ),
    "order-value-too-long": N_(
        "%(application)s: “%(heading)s” does not fit into the %(length_max)s characters that a message has for it."
    ),
    "payer-unnamed": N_(
        "The bank profile %(profile)s does not say whose account pays: copy it, name the payer under [orders.payer], "
        "and export by the copy."
    ),
    "order-file-name": N_("%(path)s: a file of the profile %(profile)s ends in %(suffix)s."),
}

BANK_PROBLEMS: Mapping[str, str] = {
    # The files
    "file-is-pdf": N_("This is a PDF, which is for reading: ask the bank for a table (.xlsx, .csv, .txt)."),
    "file-is-web-archive": N_("This is a web archive (.mht): open it and save it as .xlsx."),
    "file-is-xml-sheet": N_("This is an XML spreadsheet of Excel 2003: open it and save it as .xlsx."),
    "html-damaged": N_("This is a web page that cannot be read: open it in a spreadsheet and save it as .xlsx."),
    "html-nested": N_("This is a web page with tables within tables: open it in a spreadsheet and save it as .xlsx."),
    "profiles-none": N_("The headings are those of no bank profile (%(names)s): `bailu bank profiles NAME` shows one."),
    "profiles-several": N_("The headings fit several bank profiles (%(names)s): say which with --profile."),
    "sheets-several": N_("Several sheets have rows (%(titles)s): save each as a file of its own."),
    "orders-of-no-profile": N_("This is no order file of the bank profiles (%(names)s)."),
    "remark-without-numbers": N_("Does not name the run and the application, as in: %(template)s."),
    "total-differs": N_(
        "The total is %(stated_yuan)s yuan, and the rows above are %(rows_yuan)s yuan: the file was cut off or changed."
    ),
    # Messages of ISO 20022
    "xml-damaged": N_("This is not XML, or it was cut off."),
    "xml-declares": N_("The file declares entities (DTD), which no bank's message does: it is not read."),
    "xml-too-deep": N_("Nested more than %(depth_max)s elements deep, which no bank's message is."),
    "xml-too-large": N_("The message has more than %(elements_max)s elements: ask the bank for several."),
    "message-not-read": N_("Messages %(name)s are not read here; these are: %(names)s. Ask the bank for one of them."),
    "message-of-no-profile": N_("No bank profile (%(names)s) reads messages %(name)s (key `messages`)."),
    "entry-side": N_("“%(side)s” is neither a debit (DBIT) nor a credit (CRDT)."),
    "entry-code": N_(
        "The profile does not say what %(side)s %(marked)s%(code)s means of a payment of ours: ask the bank, and "
        "enter the code there. A return that was taken back is put right by `payment correct`."
    ),
    "entry-currency": N_("The currency is “%(currency)s”, and not CNY."),
    "entry-other-account": N_("This is a payment of ours on an account that the profile does not pay from."),
    "entry-without-item": N_(
        "Names run %(batch)s, and not which payment of it: ask the bank for the details with the end-to-end id of each."
    ),
    "entries-cut-off": N_("Says that it has %(stated)s, and has %(there)s: the file was cut off or changed."),
    "entries-none-ours": N_("None of the %(count)s entries is a payment of ours."),
    "report-without-items": N_(
        "The report speaks of the message %(id)s as a whole (%(status)s), and of no payment: ask the bank for the "
        "status of each."
    ),
    # The profiles
    "profile-name-taken": N_("Another profile is called %(name)s: give this one another name."),
    "profile-value-or-text": N_("Give either “value” or “text”."),
    "profile-heading-twice": N_("The heading “%(heading)s” stands here twice."),
    "profile-word-twice": N_("“%(word)s” stands for two results."),
    "profile-no-credited": N_("No word says that money was credited (credited = […])."),
    "profile-remark-missing": N_("The value “remark” and the key “remark” belong together."),
    "profile-remark-form": N_(
        "Write the remark with {batch}, {application}, {fund} or {item}, each once and in braces, and no other braces."
    ),
    "profile-order-unnamed": N_("No column has the value “%(value)s”: the bank could not pay it, or nobody match it."),
    "profile-answer-unnamed": N_("No heading is given for “%(value)s”, without which an answer says nothing."),
    "profile-fund-unread": N_('An item is of one fund (item = "fund"), so that the answers have to name it, too.'),
    "profile-fund-not-item": N_('“%(value)s” is of a fund: that needs item = "fund", an item for each fund.'),
    "profile-summary-place": N_('A summary by funds stands in a workbook (format = "xlsx") with item = "fund".'),
    "profile-xlsx-headings": N_("A workbook has its headings."),
    "profile-total-word": N_("The first cell of totals below the items is a word, by which the row is known again."),
    "profile-own-bank-empty": N_("Give names or codes by which an account of the bank itself is known."),
    "profile-bank-code": N_("%(code)s is no bank's code: it has three digits."),
    "profile-payer-bank": N_("Give the payer's bank once: by “bic” or by “union_number”."),
    "profile-day-format": N_("%(format)s is no form of a day: write YYYY, MM and DD, and hh, mm, ss for a time."),
}
