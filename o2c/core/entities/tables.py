"""How entities, months, rates and our bank accounts are listed."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.entities import services
from o2c.core.entities.models import FiscalPeriod, OwnBankAccount, Rate
from o2c.core.pages import BuiltInView, BulkAction, Column, Create, Table


class EntityTable(Table):
    title = _("Legal entities")
    columns = [
        Column("code", _("Code"), "link", sort="code", narrow=True),
        Column("name", _("Legal name"), sort="name", narrow=True),
        Column("country", _("Country"), sort="country", narrow=True),
        Column("base_currency", _("Base currency"), sort="base_currency"),
        Column("vat_id", _("VAT id"), "code"),
        Column("calendar", _("Holiday calendar"), "code"),
        Column("time_zone", _("Time zone")),
        Column("accounts", _("Bank accounts"), "number", sort="accounts"),
    ]
    create = Create(_("New entity"), "entity_new", "core.create_entity")
    nothing_yet = _("No legal entity yet: create the company that issues your invoices.")


def month_words(period: FiscalPeriod) -> str:
    return f"{period.month:%Y-%m}"


def reopen_words(period: FiscalPeriod) -> str:
    return str(_("Ask to reopen")) if period.state == "closed" else ""


class PeriodTable(Table):
    title = _("Months")
    columns = [
        Column("month", _("Month"), "code", of=month_words, sort="month", narrow=True),
        Column("entity", _("Legal entity"), sort="entity__code", narrow=True),
        Column("area", _("Area"), sort="area"),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("closed_at", _("Closed"), "moment", sort="closed_at"),
        Column("closed_by", _("Closed by")),
        Column(
            "reopen",
            _("Reopen"),
            "action",
            of=reopen_words,
            url=lambda period: reverse("period_reopen", args=[period.public_id]),
            permission="core.reopen_period",
        ),
    ]
    actions = [
        BulkAction("soft_close", _("Soft close"), services.soft_close_period),
        BulkAction("close", _("Close"), services.close_period),
    ]
    views = [BuiltInView(_("Open"), "state=open"), BuiltInView(_("Soft closed"), "state=soft")]
    create = Create(_("Open a month"), "period_open", "core.open_period")
    nothing_yet = _("No month was opened yet: nothing can be posted before.")


class RateTable(Table):
    title = _("Rates")
    columns = [
        Column("day", _("Day"), "date", sort="day", narrow=True),
        Column("table__base", _("1 unit of"), "code", narrow=True),
        Column("code", _("Currency or reference"), "code", sort="code", narrow=True),
        Column("value", _("Is worth"), "text", sort="value", narrow=True, of=lambda rate: f"{rate.value.normalize():f}"),
        Column("table__purpose", _("Purpose"), sort="table__purpose"),
        Column("source", _("Source"), sort="source"),
        Column(
            "correct", _("Correct"), "action", of=lambda rate: _("Correct"), url=lambda rate: _correct(rate), permission="core.correct_rate"
        ),
    ]
    create = Create(_("Load rates"), "rates_load", "core.load_rates")
    nothing_yet = _("No rate was loaded yet: load a file here or with “manage.py load_rates”.")


def _correct(rate: Rate) -> str:
    return reverse("rate_correct", args=[rate.public_id])


class OwnAccountTable(Table):
    title = _("Our bank accounts")
    columns = [
        Column("name", _("Name"), "link", sort="name", narrow=True, url=lambda account: _edit(account), permission="core.edit_own_account"),
        Column("entity", _("Legal entity"), sort="entity__code", narrow=True),
        Column("iban", _("IBAN"), "code", narrow=True),
        Column("bic", _("BIC"), "code"),
        Column("currency", _("Currency"), sort="currency"),
        Column("statement_format", _("Statement format"), "code", shown=False),
        Column("payment_format", _("Payment format"), "code", shown=False),
        Column("debit_format", _("Direct debit format"), "code", shown=False),
        Column("state", _("State"), "badge", sort="state"),
    ]
    nothing_yet = _("No bank account of ours yet: add one on the page of its legal entity.")


def _edit(account: OwnBankAccount) -> str:
    return reverse("own_account_edit", args=[account.public_id])
