"""The demo's customers: believable, made up, from empty form to active account through the verbs a clerk uses."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from stdnum.fr import siren
from stdnum.iso7064 import mod_11_10

from o2c.accounts.contracts.models import PaymentTerm
from o2c.accounts.contracts.services import contracts
from o2c.accounts.contracts.services import terms as payment_terms
from o2c.accounts.customers.models import Contact, Customer, TaxRegistration
from o2c.accounts.customers.services import customers, reach, states, tax
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.accounts.financial_accounts.services import accounts
from o2c.compliance.alerts.runs import screen_now
from o2c.core.access.queries import the_night
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError
from o2c.story import knowing
from o2c.story import terms as agreements
from o2c.story.cast import Cast

FIRST = "Alpenglück Beaumont Castell Dorvan Eisvogel Fontaine Grünwald Hexagon Isarblick Jolimont Kranich Lumière Morgenrot".split()
SECOND = "Möbel Optique Reisen Schuhe Tickets Vins Werkzeug Auto Beauté Café Drogerie Energie Fitness Garten".split()
FORMS = {"DE": "GmbH", "FR": "SAS", "GB": "Ltd", "US": "Inc.", "JP": "KK"}
CITIES = {
    "DE": ("Hauptstraße {n}", "10115", "Berlin"),
    "FR": ("{n} rue de la Paix", "75002", "Paris"),
    "GB": ("{n} High Street", "EC1A 1BB", "London"),
    "US": ("{n} Main Street", "10001", "New York"),
    "JP": ("1-{n} Marunouchi", "100-0005", "Tokyo"),
    "CU": ("Calle Obispo {n}", "10100", "La Habana"),
}
LANGUAGES = {"DE": "de", "FR": "fr"}
ORDINARY = 56  # customers without a story of their own
PERSONS = ["Petra Zahl", "Jean Comptable", "Mary Ledger", "Ken Sato", "Ana Pago", "Luc Facture"]


@dataclass(slots=True)
class Client:
    """One customer to be: where it sits, who deals with it, in which currency and on which terms."""

    name: str
    country: str
    entity: str
    currency: str
    terms: str = "NET30"
    type: str = "advertiser"
    native: str = ""
    with_contact: bool = True
    contact: str = ""
    with_contract: bool = True
    customer: Customer | None = field(default=None)
    account: FinancialAccount | None = field(default=None)


def cast_of_clients(seed: random.Random) -> list[Client]:
    """Ordinary customers first, then those the story is about."""
    names = [f"{first} {second}" for first in FIRST for second in SECOND]
    seed.shuffle(names)
    homes = [("DE", "DE01", "EUR")] * 4 + [("FR", "FR01", "EUR")] * 4 + [("GB", "GB01", "GBP")] * 2 + [("US", "FR01", "USD")]
    ordinary = [
        Client(f"{name} {FORMS[country]}", country, entity, currency, seed.choice(["NET30", "NET30", "NET60", "NET14"]))
        for name, (country, entity, currency) in zip(names, (seed.choice(homes) for _ in names[:ORDINARY]), strict=False)
    ]
    return [*ordinary, *PLOT]


PLOT = [
    Client("Kranich Möbelhaus GmbH", "DE", "DE01", "EUR"),
    Client("Kranich Möbel-Haus GmbH", "DE", "DE01", "EUR"),  # the same house, entered twice
    Client("Reseller Ouest Régie SAS", "FR", "FR01", "EUR", type="reseller"),
    Client("Agence Belle Étoile SAS", "FR", "FR01", "EUR", type="agency"),
    Client("Sakura Kōkoku KK", "JP", "FR01", "EUR", native="桜広告株式会社"),
    Client("Volkan Orient Trading Ltd", "GB", "GB01", "GBP"),  # stands on the made-up list
    Client("Marta Volkova Design Ltd", "GB", "GB01", "GBP", contact="Martha Volkov"),  # nearly does
    Client("Garten ohne Kontakt GmbH", "DE", "DE01", "EUR", with_contact=False),
    Client("Horizon Longue Échéance SAS", "FR", "FR01", "EUR", terms="NET90"),  # its contract waits for a waiver
    Client("Fitness sans Contrat SAS", "FR", "FR01", "EUR", with_contract=False),
    Client("Adria Fenster GmbH", "DE", "DE01", "EUR", contact="Pavel Dragan"),  # a namesake of somebody listed
    Client("Libros de La Habana SA", "CU", "FR01", "EUR"),  # an embargo, and a licence
    Client("Silver Crane Shipping Ltd", "GB", "GB01", "GBP"),  # stands on the made-up list too
]
TERMS = [("NET14", 14, "none"), ("NET30", 30, "none"), ("NET60", 60, "none"), ("NET90", 90, "none"), ("NET45EOM", 45, "net_then_eom")]


def agree_terms(cast: Cast) -> dict[str, PaymentTerm]:
    actor = cast.who_may("accounts.create_payment_term")
    known = {term.code: term for term in PaymentTerm.objects.all()}
    missing = [(code, days, mode) for code, days, mode in TERMS if code not in known]
    made = [payment_terms.create_payment_term(code=code, net_days=days, eom_mode=mode, actor=actor) for code, days, mode in missing]
    return known | {term.code: term for term in made}


def take_on(client: Client, cast: Cast, entities: dict[str, LegalEntity], terms: dict[str, PaymentTerm], today: date, number: int) -> None:
    """From an empty form to an active account, as far as the story lets it come."""
    clerk, second, since = cast.by_role["clerk"], cast.by_role["supervisor"], today - timedelta(days=380)
    entity = entities[client.entity]
    client.customer = customer = customers.create_customer(
        entities=[entity], legal_name=client.name, name_native=client.native, country=client.country, type=client.type,
        language=LANGUAGES.get(client.country, "en"), actor=clerk,
    )  # fmt: skip
    _reachable(client, customer, cast, since, number)
    _taxed(customer, cast, number)
    states.start_onboarding(customer.pk, actor=clerk)
    screen_now([customer], day=today, actor=the_night())
    knowing.know(customer, cast, number)
    try:
        if client.with_contract:
            _contracted(client, customer, entity, terms[client.terms], cast, since, today)
        states.activate_customer(customer.pk, actor=clerk)
        account = accounts.propose_account(
            customer=customer, entity=entity, currency=client.currency, terms=terms[client.terms], actor=clerk
        )
        client.account = accounts.open_account(account.pk, actor=second)
    except BusinessError as refusal:
        if refusal.code not in {"gate_closed", "customer_not_ready", "account_not_ready", "contract_control_fails"}:
            raise  # the story has customers who do not come further than this


def _reachable(client: Client, customer: Customer, cast: Cast, since: date, number: int) -> None:
    clerk = cast.by_role["clerk"]
    line, postcode, city = CITIES[client.country]
    reach.set_address(
        customer.pk, kind="billing", lines=line.format(n=number % 90 + 1), postcode=postcode, city=city, country=client.country,
        valid_from=since, actor=clerk,
    )  # fmt: skip
    if client.with_contact:
        person = client.contact or PERSONS[number % len(PERSONS)]
        reach.add_contact(
            customer.pk, person=person, role="finance", email=f"payables@client{number:03}.example",
            language=LANGUAGES.get(client.country, "en"), valid_from=since, actor=clerk,
        )  # fmt: skip


def _taxed(customer: Customer, cast: Cast, number: int) -> None:
    if tax_id := tax_number(customer.country, number):
        actor = cast.who_may("accounts.add_tax_registration")
        made: TaxRegistration = tax.add_tax_registration(customer.pk, country=customer.country, number=tax_id, actor=actor)
        checker = cast.who_may("accounts.record_tax_check")
        tax.record_tax_check(made.pk, state="valid", consultation_no=f"DEMO{number:05}", actor=checker)


def mail_comes_back(client: Client) -> None:
    """The finance contact of this customer is gone: the mail server says so."""
    for contact in Contact.objects.filter(customer=client.customer):
        reach.record_bounce(contact.email, bounce="hard", at=timezone.now(), reason="550 no such user", actor=the_night())


def tax_number(country: str, number: int) -> str:
    """A made-up number whose check digits are right; nothing where none is needed."""
    match country:
        case "DE":
            body = f"{10_000_000 + number * 977:08}"
            return f"DE{body}{mod_11_10.calc_check_digit(body)}"
        case "FR":
            whole = _siren(f"{80_000_000 + number * 1_013:08}")
            return f"FR{(12 + 3 * (int(whole) % 97)) % 97:02}{whole}"
        case "GB":
            body = f"{2_000_000 + number * 101:07}"
            rest = sum(int(digit) * weight for digit, weight in zip(body, range(8, 1, -1), strict=True)) % 97
            return f"GB{body}{97 - rest:02}"
    return ""


def _siren(body: str) -> str:
    return next(whole for whole in (f"{body}{check}" for check in range(10)) if siren.is_valid(whole))


def registered(customer: Customer) -> str:
    """Its tax number; nothing where it has none."""
    found = TaxRegistration.objects.filter(customer=customer).first()
    return found.number if found else ""


def _contracted(client: Client, customer: Customer, entity: LegalEntity, terms: PaymentTerm, cast: Cast, since: date, today: date) -> None:
    clerk, second = cast.by_role["clerk"], cast.by_role["supervisor"]
    contract = contracts.create_contract(
        customer=customer, number=f"C-{customer.number}", entity=entity, starts_on=since, ends_on=since + timedelta(days=730),
        currency=client.currency, terms=terms, expected_exposure=Decimal(180_000), party_name=client.name,
        party_tax_id=registered(customer), products=["display", "video"], language=customer.language, actor=clerk,
    )  # fmt: skip
    agreements.make_it_sound(contract, cast, since)
    if client.terms == "NET90":
        return agreements.ask_for_long_terms(contract, cast, today)
    contracts.submit_contract(contract.pk, actor=clerk)
    contracts.approve_contract(contract.pk, actor=second)
    contracts.activate_contract(contract.pk, actor=second)
