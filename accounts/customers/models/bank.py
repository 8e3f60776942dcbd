"""Bank accounts of customers: never changed, replaced by a new row, and verified by a second person."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models.customer import Customer, through_customer
from o2c.accounts.customers.models.emptied import BANK, DOOR, personal_history
from o2c.core.fields import Versioned, one_of


class BankAccountState(models.TextChoices):
    UNVERIFIED = "unverified", _("not verified")
    VERIFIED = "verified", _("verified")
    BLOCKED = "blocked", _("blocked")


@personal_history(BANK)
class BankAccount(Versioned):
    """Where we may pay a customer to. `replaces` is the account it took the place of."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="bank_accounts")
    iban = models.CharField(_("IBAN"), max_length=34)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    holder = models.CharField(_("account holder"), max_length=140)
    source = models.CharField(_("how we learned it"), max_length=200, help_text=_("The document or call this comes from"))
    state = models.CharField(_("state"), max_length=12, choices=BankAccountState.choices, default=BankAccountState.UNVERIFIED)
    verified_by = models.ForeignKey("core.User", models.PROTECT, null=True, editable=False, related_name="+")
    verified_at = models.DateTimeField(_("verified at"), null=True, editable=False)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, editable=False, related_name="replaced_by")

    MASKED: ClassVar[set[str]] = {"iban"}
    SCOPE: ClassVar[dict[str, str]] = through_customer("customer__entities")

    class Meta:
        constraints = [
            UniqueConstraint(name="bankaccount_once", fields=["customer", "iban"], condition=~Q(state="blocked")),
            CheckConstraint(
                name="bankaccount_verified_by_second_person",
                condition=~Q(state="verified")
                | (Q(verified_by__isnull=False, verified_at__isnull=False) & ~Q(verified_by=F("created_by"))),
            ),
            one_of("bankaccount", "state", BankAccountState),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="details_never_change",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("customer", "iban", "bic", "holder"),
                when=pgtrigger.Before,
                func=f"IF {DOOR} THEN RETURN NEW; END IF; "
                "RAISE EXCEPTION 'bank details never change' "
                "USING ERRCODE = 'check_violation', CONSTRAINT = 'bankaccount_details_never_change'; RETURN NULL;",
            )
        ]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """The IBAN as lists show it: country and last four characters."""
        return f"{self.iban[:2]}•• •••• {self.iban[-4:]}"
