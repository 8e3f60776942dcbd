"""Who the customer is: country, tax numbers, names, addresses."""

from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import TaxRegistration
from o2c.accounts.customers.rules.identifiers import UNION
from o2c.accounts.customers.rules.readiness import TAX_ID_NEEDED
from o2c.accounts.customers.rules.unusual import PLACEHOLDERS
from o2c.accounts.customers.services.customers import edit_customer
from o2c.accounts.quality.catalogue.check import ON_DAY, Check
from o2c.accounts.quality.models import QualityIssue
from o2c.core.access.models import User
from o2c.core.errors import BusinessError

NEEDED = ", ".join(f"'{code}'" for code in sorted(TAX_ID_NEEDED))
UNITED = ", ".join(f"'{code}'" for code in sorted(UNION))


def take_country_of_tax_number(issue: QualityIssue, actor: User) -> object:
    """The one country of the customer's tax numbers is its country. Raises BusinessError "fix_not_clear"."""
    known = set(TaxRegistration.objects.filter(customer=issue.customer, ended_on=None).values_list("country", flat=True))
    if len(known) != 1:
        raise BusinessError("fix_not_clear")
    return edit_customer.step(issue.customer_id, country=known.pop(), actor=actor)


IDENTITY = [
    Check(
        "country", _("The country is known"), _("Enter the country of the registered office."), "customer", "clerk",
        "SELECT l.id AS subject_id, l.id AS customer_id, l.country, l.country = '' AS fails, '' AS expected, '' AS actual FROM live l",
        take_country_of_tax_number,
    ),
    Check(
        "tax_number", _("A business has its tax number"), _("Ask the customer for its tax number."), "customer", "clerk",
        f"""SELECT l.id AS subject_id, l.id AS customer_id, l.country, NOT EXISTS (
                SELECT 1 FROM accounts_taxregistration t WHERE t.customer_id = l.id AND t.ended_on IS NULL
            ) AS fails, '' AS expected, '' AS actual FROM live l WHERE l.country IN ({NEEDED})""",
    ),
    Check(
        "tax_number_valid", _("The register confirms the tax number"), _("Ask the register again, or the customer for its number."),
        "customer", "clerk",
        f"""SELECT l.id AS subject_id, l.id AS customer_id, l.country, bool_or(t.state <> 'valid') AS fails, 'valid' AS expected,
                string_agg(t.number || ' ' || t.state, ', ' ORDER BY t.number) AS actual
            FROM live l JOIN accounts_taxregistration t ON t.customer_id = l.id AND t.ended_on IS NULL AND t.country IN ({UNITED})
            GROUP BY l.id, l.country""",
    ),
    Check(
        "name_in_register", _("The legal name is the one in the tax register"), _("Compare both names; one is out of date."),
        "customer", "clerk",
        """SELECT l.id AS subject_id, l.id AS customer_id, l.country,
                word_similarity(lower(t.returned_name), lower(l.legal_name)) < 0.4
                    AND word_similarity(lower(l.legal_name), lower(t.returned_name)) < 0.4 AS fails,
                t.returned_name AS expected, l.legal_name AS actual
            FROM live l JOIN (
                SELECT DISTINCT ON (customer_id) customer_id, returned_name FROM accounts_taxregistration
                WHERE state = 'valid' AND ended_on IS NULL AND returned_name <> '' ORDER BY customer_id, checked_at DESC
            ) t ON t.customer_id = l.id""",
    ),
    Check(
        "legal_name", _("The legal name is a name"), _("Write the name as in the commercial register."), "customer", "clerk",
        f"""SELECT l.id AS subject_id, l.id AS customer_id, l.country,
                l.legal_name ~* '^({PLACEHOLDERS})\\y' OR l.legal_name ~ '(@|https?:|www\\.)' AS fails,
                '' AS expected, l.legal_name AS actual FROM live l""",
    ),
    Check(
        "billing_address", _("There is a billing address"), _("Enter the billing address."), "customer", "clerk",
        f"""SELECT l.id AS subject_id, l.id AS customer_id, l.country, NOT EXISTS (
                SELECT 1 FROM accounts_address a WHERE a.customer_id = l.id AND a.kind = 'billing' AND {ON_DAY.format("a")}
            ) AS fails, '' AS expected, '' AS actual FROM live l""",
    ),
    Check(
        "duplicate", _("The customer is in the book once"), _("Merge the two, or say that they are different companies."),
        "customer", "clerk",
        """SELECT l.id AS subject_id, l.id AS customer_id, l.country, p.other IS NOT NULL AS fails, '' AS expected,
                coalesce(p.other, '') AS actual
            FROM live l LEFT JOIN LATERAL (
                SELECT o.number || ' ' || o.legal_name AS other FROM accounts_mergeproposal m
                JOIN accounts_customer o ON o.id = m.first_id WHERE m.second_id = l.id AND m.state = 'open' ORDER BY m.score DESC LIMIT 1
            ) p ON true""",
    ),
    Check(
        "ready_for_billing", _("An active customer can be billed"), _("Open the customer: what is missing stands on top."),
        "customer", "clerk",
        """SELECT l.id AS subject_id, l.id AS customer_id, l.country, NOT r.is_ready AS fails, '' AS expected,
                array_to_string(r.gaps, ', ') AS actual
            FROM live l JOIN accounts_readiness r ON r.customer_id = l.id AND r.valid_until IS NULL WHERE l.state = 'active'""",
    ),
]  # fmt: skip
