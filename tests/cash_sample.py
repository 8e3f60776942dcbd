"""A made-up folder for the matcher, with the truth: many customers, open items and payments in the ways people really pay.

Seeded; the style of numbers, words and names changes with the seed.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

FIRST = "Nord|Sued|Alt|Kron|Mar|Tal|Berg|Lun|Vest|Or|Hal|Brun|Cast|Del|Fer|Gran|Ist|Jur|Kal|Lor".split("|")
SECOND = "wind|hofer|stein|mark|dal|berg|land|ville|mont|rive|quist|holm|feld|bach|wald|port|sand|tec|nova|lux".split("|")
TRADES = "Handel|Énergie|Möbel|Logistik|Techniek|Suministros|Bâtiment|Media|Bau Köln|Distribution|Foods|Pharma|Optik|Żywność".split("|")
FORMS = "GmbH|AG|KG|S.A.|SARL|B.V.|N.V.|S.p.A.|S.L.|Ltd|ApS|AB|GmbH & Co. KG|SAS|e.K.|Sp. z o.o.".split("|")
COUNTRIES = ["DE", "FR", "NL", "BE", "AT", "IT", "ES", "PL", "CH", "DK", "LU", "GB"]
LEADS = "Rechnung|INV|Facture|Re.Nr.|Fattura|factuur|Payment of|RG-NR|Ihre Rechnung|inv no|Bill|Règlement|".split("|")
TAILS = ["", "", "", " DANKE", " Kd. 32002", " merci", " vom 06.01.2026"]
ROUND = [10000, 25000, 50000, 100000, 11900, 59500, 250000]
DAYS = [date(2026, 3, 2) + timedelta(days=n) for n in range(5)]


@dataclass
class Invoice:
    number: str
    customer: int
    issued: date
    due: date
    amount: int
    open: int
    percent: int = 0
    until: date | None = None
    order: str = ""
    structured: str = ""
    kind: str = "invoice"


@dataclass
class Payment:
    reference: str
    on: date
    amount: int
    payer: str
    account: str
    text: str
    case: str
    customers: set[int] = field(default_factory=set)
    applied: dict[str, int] = field(default_factory=dict)
    alternatives: set[str] = field(default_factory=set)
    end_to_end: str = ""
    structured: str = ""


class World:
    """Customers with accounts, their items, and payments drawn case by case."""

    def __init__(self, seed: int, *, customers: int, items: int, payments: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 (a repeatable world, no secret)
        self.style = self.random.choice(["RE-2026-{:06d}", "INV/2026/{:06d}", "F2026-{:07d}", "AR26{:06d}", "{:08d}"])
        self.names = [self._name() for _ in range(customers)]
        self.accounts = [self._account(n) for n in range(customers)]
        self.in_master = [self.random.random() < 0.7 for _ in range(customers)]
        self.invoices = [self._invoice(n) for n in range(items)]
        self.open = {invoice.number: invoice for invoice in self.invoices}
        self.by_customer: dict[int, list[Invoice]] = {}
        for invoice in self.invoices:
            self.by_customer.setdefault(invoice.customer, []).append(invoice)
        self.past = [(n, self.accounts[n]) for n in range(customers) for _ in range(self.random.choice([0, 1, 3, 4]))]
        self.payments: list[Payment] = []
        while len(self.payments) < payments:
            if payment := self._payment(DAYS[len(self.payments) * len(DAYS) // payments]):
                self.payments.append(payment)

    def _name(self) -> str:
        pick = self.random.choice
        return f"{pick(FIRST)}{pick(SECOND)}{pick(['', 'er', 'o', 'is', 'ex'])} {pick(TRADES)} {pick(FORMS)}"

    def _account(self, number: int) -> str:
        return f"{self.random.choice(COUNTRIES)}{self.random.randint(10, 99)}{self.random.randint(10**13, 10**14 - 1)}{number:04d}"

    def _invoice(self, n: int) -> Invoice:
        draw = self.random
        customer = int(draw.betavariate(0.7, 2.5) * len(self.names))
        number = self.style.format(100000 + n + n // 3)
        issued = date(2025, 10, 1) + timedelta(days=n * 150 // 10000 if n else 0)
        amount = draw.choice(ROUND) if draw.random() < 0.08 else int(draw.lognormvariate(13, 1.6)) + 500
        percent = 2 if customer % 3 == 0 else 0
        until = issued + timedelta(days=14) if percent else None
        structured = rf_reference(number) if draw.random() < 0.9 else ""
        order = f"PO{draw.randint(10**6, 10**7 - 1)}" if draw.random() < 0.7 else ""
        paid = draw.random() < 0.12
        return Invoice(
            number, customer, issued, issued + timedelta(days=30), amount, 0 if paid else amount, percent, until, order, structured
        )

    def _payment(self, on: date) -> Payment | None:
        cases: list[tuple[Callable[[Payment, list[Invoice]], bool], int]] = [
            (self._exact, 75), (self._list, 26), (self._bare, 18), (self._structured, 16), (self._part, 13), (self._broken, 13),
            (self._discount, 13), (self._typo, 14), (self._lump, 11), (self._name_only, 11), (self._stranger, 14), (self._fee, 7),
            (self._claim, 5), (self._all_due, 4), (self._paid_already, 5), (self._overpaid, 4), (self._ahead, 4), (self._other_number, 4),
            (self._last_year, 3), (self._equal, 3), (self._suffix, 2), (self._order, 2), (self._list_typo, 5), (self._digits, 4),
        ]  # fmt: skip
        draw = self.random
        build = draw.choices([case for case, _ in cases], [weight for _, weight in cases])[0]
        customer = draw.choice(list(self.by_customer))
        account = self.accounts[customer] if draw.random() < 0.93 else self._account(customer)
        payment = Payment(
            str(10**9 + len(self.payments)), on, 0, self._printed(customer), account, "", build.__name__.strip("_"), {customer}
        )
        items = [item for item in self.by_customer[customer] if item.open == item.amount and item.kind == "invoice"]
        if not items or not build(payment, items):
            return None
        for number, amount in payment.applied.items():
            self.open[number].open -= amount
            if payment.case == "discount":
                self.open[number].open = 0
        return payment

    def _printed(self, customer: int) -> str:
        name = self.names[customer]
        if self.random.random() < 0.3:
            name = name.upper().replace("Ö", "OE").replace("É", "E").replace("Â", "A")
        return name

    def _say(self, numbers: str) -> str:
        return f"{self.random.choice(LEADS)} {numbers}{self.random.choice(TAILS)}".strip()

    def _apply(self, payment: Payment, items: list[Invoice]) -> None:
        payment.applied = {item.number: item.open for item in items}
        payment.amount = sum(payment.applied.values())

    def _exact(self, payment: Payment, items: list[Invoice]) -> bool:
        item = self.random.choice(items)
        self._apply(payment, [item])
        payment.text = self._say(item.number)
        if self.random.random() < 0.15:
            payment.text, payment.end_to_end = "Zahlung", item.number
        return True

    def _list(self, payment: Payment, items: list[Invoice]) -> bool:
        chosen = sorted(self.random.sample(items, min(len(items), self.random.randint(2, 6))), key=lambda item: item.number)
        self._apply(payment, chosen)
        serials = [item.number[-6:] for item in chosen]
        payment.text = self._say(
            self.random.choice([", ".join(item.number for item in chosen), chosen[0].number + "".join(f" +{s}" for s in serials[1:])])
        )
        if self.style == "{:08d}" or self.style.startswith("F2026"):
            payment.text = self._say(", ".join(item.number for item in chosen))
        return len(chosen) > 1

    def _bare(self, payment: Payment, items: list[Invoice]) -> bool:
        item = self.random.choice(items)
        self._apply(payment, [item])
        digits = "".join(c for c in item.number if c.isdigit())
        serial = digits[-7:] if self.style.startswith("F2026") else digits if self.style == "{:08d}" else digits[-6:]
        payment.text = f"{self.random.choice(['Nr.', 'R', 'Facture ', 'Fact. ', 'Beleg '])}{serial}{self.random.choice(['', ' 03/26'])}"
        return True

    def _structured(self, payment: Payment, items: list[Invoice]) -> bool:
        item = self.random.choice(items)
        self._apply(payment, [item])
        payment.structured = item.structured
        return bool(item.structured)

    def _part(self, payment: Payment, items: list[Invoice]) -> bool:
        item = self.random.choice(items)
        share = item.open * self.random.choice([20, 30, 50, 60, 75]) // 100
        payment.applied, payment.amount = {item.number: share}, share
        payment.text = f"{self.random.choice(['Abschlag', '1. Rate', 'Teilzahlung', 'Acompte', 'Part payment'])} {item.number}"
        return share > 0

    def _broken(self, payment: Payment, items: list[Invoice]) -> bool:
        item = self.random.choice(items)
        self._apply(payment, [item])
        place = self.random.randint(2, len(item.number) - 2)
        payment.text = f"SVWZ+{self.random.choice(LEADS)} {item.number[:place]} {item.number[place:]}"
        return not self.style.startswith("{")

    def _discount(self, payment: Payment, items: list[Invoice]) -> bool:
        item = self.random.choice(items)
        if not item.percent or item.until is None or item.until < payment.on:
            return False
        short = (item.open * item.percent + 50) // 100
        payment.applied, payment.amount = {item.number: item.open - short}, item.open - short
        payment.text = self._say(item.number) + self.random.choice([" 2% Sk.", " ./. Skonto", " less 2% discount", ""])
        return short > 0

    def _slip(self, number: str) -> str:
        tail = list(number[-5:])
        kind, place = self.random.randint(0, 2), self.random.randint(0, 3)
        if kind == 0:
            tail[place], tail[place + 1] = tail[place + 1], tail[place]
        elif kind == 1:
            tail[place] = self.random.choice("0123456789")
        else:
            del tail[place]
        return number[:-5] + "".join(tail)

    def _typo(self, payment: Payment, items: list[Invoice]) -> bool:
        item = self.random.choice(items)
        self._apply(payment, [item])
        wrong = self._slip(item.number)
        payment.text = self._say(wrong)
        return wrong != item.number

    def _list_typo(self, payment: Payment, items: list[Invoice]) -> bool:
        if not self._list(payment, items):
            return False
        victim = self.random.choice(list(payment.applied))
        wrong = self._slip(victim)
        payment.text = "Zahlung " + ", ".join(wrong if number == victim else number for number in payment.applied)
        return wrong not in payment.applied

    def _lump(self, payment: Payment, items: list[Invoice]) -> bool:
        chosen = self.random.sample(items, min(len(items), self.random.randint(2, 6)))
        self._apply(payment, chosen)
        payment.text = self.random.choice(["div. Rechnungen", "Sammelzahlung", "invoices"])
        return len(chosen) > 1

    def _name_only(self, payment: Payment, items: list[Invoice]) -> bool:
        item = self.random.choice(items)
        self._apply(payment, [item])
        if sum(other.open == item.open for other in items) > 1:
            return False
        words = self.names[next(iter(payment.customers))].split()
        payment.payer = self.random.choice(
            [" ".join([*words[1:], words[0]]), f"{words[0]} Buchhaltung", words[0][0] + words[0][2:] + " " + " ".join(words[1:])]
        )
        payment.text = self.random.choice(["Zahlung", "danke", "", "Ueberweisung"])
        return True

    def _stranger(self, payment: Payment, items: list[Invoice]) -> bool:
        payment.customers, payment.payer = (
            set(),
            self.random.choice(["Hans Mustermann", "Finanzamt Mitte", "BARKASSE", "Dr. Sommer Praxis", "Auto Brandt"]),
        )
        payment.account = self._account(9999)
        payment.amount = self.random.choice([self.random.choice(self.invoices).amount, self.random.randint(1000, 900000)])
        payment.text = self.random.choice(
            ["Miete Garage 14", "Steuererstattung 2025", "Zahlung", "Kaution", "Bareinzahlung", "Tel. 0221/101628"]
        )
        return True

    def _fee(self, payment: Payment, items: list[Invoice]) -> bool:
        item, fee = self.random.choice(items), self.random.choice([500, 750, 1000, 1250, 1500, 1800])
        payment.applied, payment.amount = {item.number: item.open - fee}, item.open - fee
        payment.text = self._say(item.number) + self.random.choice([" /CHGS/", " SHA CHARGES DEDUCTED", ""])
        return item.open > 5 * fee

    def _claim(self, payment: Payment, items: list[Invoice]) -> bool:
        item = self.random.choice(items)
        claim = item.open // self.random.choice([7, 11, 19])
        payment.applied, payment.amount = {item.number: item.open - claim}, item.open - claim
        payment.text = f"{self._say(item.number)} abzgl. Transportschaden {claim // 100},{claim % 100:02d}"
        return claim > 0

    def _all_due(self, payment: Payment, items: list[Invoice]) -> bool:
        owned = [item for item in self.by_customer[next(iter(payment.customers))] if item.open and item.due <= date(2026, 2, 28)]
        self._apply(payment, owned)
        payment.text = self.random.choice(["alle faelligen Posten bis 28.02.2026", "all items due until 28/02/2026"])
        return len(owned) > 1

    def _paid_already(self, payment: Payment, items: list[Invoice]) -> bool:
        paid = [item for item in self.by_customer[next(iter(payment.customers))] if not item.open]
        if not paid:
            return False
        item = self.random.choice(paid)
        payment.amount, payment.text = item.amount, self._say(item.number)
        return True

    def _overpaid(self, payment: Payment, items: list[Invoice]) -> bool:
        item = self.random.choice(items)
        self._apply(payment, [item])
        payment.amount += self.random.choice([36, 67, 4900, 23200])
        payment.text = self._say(item.number)
        return item.open > 50000

    def _ahead(self, payment: Payment, items: list[Invoice]) -> bool:
        payment.amount = self.random.randint(10000, 90000) * 10 + 3
        payment.text = f"Anzahlung Auftrag {self.random.randint(20000, 60000)}"
        return all(item.open != payment.amount for item in items)

    def _other_number(self, payment: Payment, items: list[Invoice]) -> bool:
        item, other = self.random.choice(items), self.random.choice(self.invoices)
        self._apply(payment, [item])
        payment.text = self._say(other.number)
        return other.customer not in payment.customers and sum(o.open == item.open for o in items) == 1

    def _digits(self, payment: Payment, items: list[Invoice]) -> bool:
        if not self._other_number(payment, items):
            return False
        payment.text = f"Tel. 0221/{self.random.choice(self.invoices).number[-6:]}"
        return True

    def _last_year(self, payment: Payment, items: list[Invoice]) -> bool:
        payment.amount = self.random.randint(10000, 9000000)
        payment.text = self._say(self.random.choice(self.invoices).number.replace("2026", "2025"))
        return "2026" in self.style and all(item.open != payment.amount for item in items)

    def _equal(self, payment: Payment, items: list[Invoice]) -> bool:
        pairs = [(a, b) for a in items for b in items if a.number < b.number and a.open == b.open]
        if not pairs:
            return False
        pair = sorted(self.random.choice(pairs), key=lambda item: (item.due, item.number))
        payment.alternatives = {item.number for item in items if item.open == pair[0].open}
        self._apply(payment, [pair[0]])
        payment.text = "Zahlung"
        return True

    def _suffix(self, payment: Payment, items: list[Invoice]) -> bool:
        item = self.random.choice(items)
        self._apply(payment, [item])
        payment.text = f"RE {item.number[-4:]}"
        return True

    def _order(self, payment: Payment, items: list[Invoice]) -> bool:
        item = self.random.choice(items)
        self._apply(payment, [item])
        payment.text = f"Order {item.order}"
        return bool(item.order)


def rf_reference(number: str) -> str:
    """ISO 11649: check digits are 98 minus the remainder of the reference with RF00 behind it."""
    digits = "".join(c for c in number if c.isdigit())
    remainder = int("".join(str(int(c, 36)) for c in f"{digits}RF00")) % 97
    return f"RF{98 - remainder:02d}{digits}"
