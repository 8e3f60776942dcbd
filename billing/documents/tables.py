"""How documents are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages import Column, Table


class DocumentTable(Table):
    title = _("Documents")
    order = ["-document_date"]
    columns = [
        Column("number", _("Number"), "link", sort="number", narrow=True),
        Column("kind", _("Kind"), sort="kind"),
        Column(
            "customer__legal_name", _("Customer"), "link", sort="customer__search_name", url=lambda row: row.customer.get_absolute_url()
        ),
        Column("account__number", _("Account"), "code", shown=False),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("document_date", _("Document date"), "date", sort="document_date"),
        Column("due_date", _("Due date"), "date", sort="due_date"),
        Column("gross", _("Gross amount"), "money", sort="gross", narrow=True, of=lambda row: row.signed_gross),
        Column("origin", _("Origin"), shown=False),
        Column("was_disputed", _("Disputed when imported"), of=lambda row: _("yes") if row.was_disputed else "", shown=False),
    ]
    nothing_yet = _("No document has been posted yet.")
