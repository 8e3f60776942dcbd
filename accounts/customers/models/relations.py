"""How customers hang together, each relation with the days it holds."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models.customer import Customer, through_customer
from o2c.core.fields import Dated, ends_after_start, history, one_at_a_time, one_of


class RelationKind(models.TextChoices):
    PAYER_FOR = "payer_for", _("pays for")
    RESELLER_OF = "reseller_of", _("resells to")
    AGENCY_OF = "agency_of", _("is the agency of")
    END_CLIENT_OF = "client_of", _("is the end client of")
    PARENT_OF = "parent_of", _("is the parent of")


# One writer at a time, or two halves of a circle could be written side by side.
NO_CIRCLE = """
PERFORM pg_advisory_xact_lock(hashtextextended('customerrelation_parent', 0));
IF EXISTS (
    WITH RECURSIVE above(id) AS (
        SELECT NEW.from_customer_id
        UNION
        SELECT r.from_customer_id FROM accounts_customerrelation r JOIN above ON r.to_customer_id = above.id
        WHERE r.kind = 'parent_of' AND daterange(r.valid_from, r.valid_until) && daterange(NEW.valid_from, NEW.valid_until)
    )
    SELECT 1 FROM above WHERE id = NEW.to_customer_id
) THEN
    RAISE EXCEPTION 'parents in a circle' USING ERRCODE = 'check_violation', CONSTRAINT = 'customerrelation_no_circle';
END IF;
RETURN NULL;
"""


@history
class CustomerRelation(Dated):
    """`from_customer` <kind> `to_customer`: the holding "is the parent of" the subsidiary."""

    from_customer = models.ForeignKey(Customer, models.PROTECT, related_name="relations_to")
    kind = models.CharField(_("relation"), max_length=12, choices=RelationKind.choices)
    to_customer = models.ForeignKey(Customer, models.PROTECT, related_name="relations_from")

    SCOPE: ClassVar[dict[str, str]] = through_customer("from_customer__entities", "from_customer")

    class Meta:
        constraints = [
            ends_after_start("customerrelation"),
            CheckConstraint(name="customerrelation_not_with_itself", condition=~Q(from_customer=F("to_customer"))),
            one_at_a_time("customerrelation_once", "from_customer", "to_customer", "kind"),
            one_at_a_time("customerrelation_one_parent", "to_customer", condition=Q(kind="parent_of")),
            one_of("customerrelation", "kind", RelationKind),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="no_circle",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                condition=pgtrigger.Q(new__kind="parent_of"),
                func=NO_CIRCLE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_customer} {self.get_kind_display()} {self.to_customer}"

    @property
    def in_words(self) -> dict[str, Any]:
        values = {"first": str(self.from_customer), "relation": {"code": f"relation:{self.kind}"}, "second": str(self.to_customer)}
        return {"code": "relation_named", "values": values}
