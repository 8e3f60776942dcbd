"""Whether the people we write to can be reached: hard bounces, wrong spelling, domains without mail, role gone, nobody at all."""

from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Contact
from o2c.accounts.customers.services.reach import end_contact
from o2c.accounts.quality.catalogue.check import ON_DAY, Check
from o2c.accounts.quality.models import QualityIssue
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.fields import valid_on

FINANCE = "accounts_contact t ON t.customer_id = l.id AND t.role = 'finance'"
TODAYS = f"{FINANCE} AND {ON_DAY.format('t')}"


def end_dead_contact(issue: QualityIssue, actor: User) -> object:
    """A dead contact ends where another one of the customer works. Raises BusinessError "fix_needs_contact"."""
    today = local_today(actor)
    others = Contact.objects.filter(valid_on(today), customer=issue.customer, role="finance").exclude(state="invalid")
    if not others.exclude(pk=issue.subject_id).exists():
        raise BusinessError("fix_needs_contact")
    return end_contact.step(issue.subject_id, valid_until=today, actor=actor)


CONTACTS = [
    Check(
        "contact_none", _("There is a finance contact"), _("Enter a finance contact."), "customer", "clerk",
        f"""SELECT l.id AS subject_id, l.id AS customer_id, l.country, count(t.id) = 0 AS fails, '' AS expected, '' AS actual
            FROM live l LEFT JOIN {FINANCE} GROUP BY l.id, l.country""",
    ),
    Check(
        "contact_gone", _("Somebody holds the finance role today"), _("Ask who follows, and enter the new contact."), "customer", "clerk",
        f"""SELECT l.id AS subject_id, l.id AS customer_id, l.country, bool_and(NOT ({ON_DAY.format("t")})) AS fails, '' AS expected,
                (array_agg(t.person ORDER BY t.valid_from DESC))[1] AS actual
            FROM live l JOIN {FINANCE} AND t.valid_from <= %(day)s GROUP BY l.id, l.country""",
    ),
    Check(
        "contact_bounced", _("Mail to the finance contact arrives"), _("Call the customer and enter the new address."), "contact", "clerk",
        f"""SELECT t.id AS subject_id, l.id AS customer_id, l.country, t.state = 'invalid' AS fails, '' AS expected,
                t.email || ' ' || t.bounce_reason AS actual FROM live l JOIN {TODAYS} AND t.email <> ''""",
        end_dead_contact,
    ),
    Check(
        "contact_syntax", _("The address is written like one"), _("Compare the address with the customer's letter."), "contact", "clerk",
        f"""SELECT t.id AS subject_id, l.id AS customer_id, l.country,
                t.email !~* '^[a-z0-9._%%+''-]+@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$' AS fails,
                '' AS expected, t.email AS actual FROM live l JOIN {TODAYS} AND t.email <> ''""",
    ),
    Check(
        "contact_domain", _("The domain of the address takes mail"), _("Compare the address with the customer's letter."),
        "contact", "clerk",
        f"""SELECT t.id AS subject_id, l.id AS customer_id, l.country, d.state = 'missing' AS fails, '' AS expected, t.email AS actual
            FROM live l JOIN {TODAYS} AND t.email <> ''
            JOIN accounts_maildomain d ON d.name = lower(split_part(t.email, '@', 2)) AND d.state <> 'unreachable'""",
    ),
]  # fmt: skip
