"""The database is the last colleague who says no: each trigger and constraint is attacked with raw SQL."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from factories.billing import open_account, posted, settled

from o2c.billing.ledger.models import Allocation, OpenItem
from o2c.core.sentences import from_integrity

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 10)
TABLES = ["billing_journalentry", "billing_journalline", "billing_openitem", "billing_allocation"]


@pytest.fixture
def invoice() -> OpenItem:
    """An invoice of 100 of which 60 are settled."""
    account = open_account()
    item = posted(account, "100", DAY)
    settled(item, posted(account, "60", DAY, "receipt"), "60", DAY)
    return item


def refused(statement: str, *values: object) -> str:
    """The code under which the database refuses the statement."""
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    refusal = from_integrity(error.value)
    assert refusal is not None, error.value
    return refusal.code


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET row_hash = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_posted_rows_never_change(invoice: OpenItem, table: str, statement: str) -> None:
    connection.check_constraints()

    assert refused(statement.format(table)).endswith("_append_only")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE billing_openitem SET open_amount = 0",
        "UPDATE billing_openitem SET original_amount = 1",
        "UPDATE billing_openitem SET customer_id = customer_id",
    ],
)
def test_nobody_writes_an_open_item_not_even_its_cache(invoice: OpenItem, statement: str) -> None:
    assert refused(statement) == "openitem_append_only"


def test_not_even_a_trigger_may_write_more_than_the_cache(invoice: OpenItem) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.meddle() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN UPDATE billing_openitem SET due_date = '2030-01-01'; RETURN NULL; END $$"
        )
        cursor.execute("CREATE TEMP TABLE lever (pulled int)")
        cursor.execute("CREATE TRIGGER pull AFTER INSERT ON lever FOR EACH ROW EXECUTE FUNCTION pg_temp.meddle()")

    assert refused("INSERT INTO lever VALUES (1)") == "openitem_append_only"


LINE = "INSERT INTO billing_journalline (entry_id, control_account, currency, debit, credit, base_amount, row_hash) VALUES "


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("(%s, 'receivable', 'EUR', 5, 0, 5, ''), (%s, 'revenue', 'EUR', 0, 4, -5, '')", "journalline_balanced"),
        ("(%s, 'receivable', 'EUR', 5, 0, 5, ''), (%s, 'revenue', 'EUR', 0, 5, -4, '')", "journalline_base_balanced"),
        ("(%s, 'receivable', 'EUR', 5, 0, 5, ''), (%s, 'revenue', 'USD', 0, 5, -5, '')", "journalline_balanced"),
        ("(%s, 'receivable', 'EUR', 5, 0, 5, ''), (%s, 'revenue', 'EUR', 0, 5, -5, '')", "journalline_one_insert"),
        ("(%s, 'receivable', 'EUR', 5, 5, 0, ''), (%s, 'revenue', 'EUR', 0, 0, 0, '')", "journalline_one_side"),
        ("(%s, 'pocket', 'EUR', 5, 0, 5, ''), (%s, 'revenue', 'EUR', 0, 5, -5, '')", "journalline_control_account_known"),
        ("(%s, 'receivable', 'JPY', 0.5, 0, 5, ''), (%s, 'revenue', 'JPY', 0, 0.5, -5, '')", "journalline_debit_digits"),
    ],
)
def test_lines_arrive_together_and_balance(invoice: OpenItem, lines: str, code: str) -> None:
    assert refused(LINE + lines, invoice.entry_id, invoice.entry_id) == code


ITEM = """
    INSERT INTO billing_openitem (entry_id, entity_id, account_id, customer_id, side, kind, control_account, reference, currency,
        original_amount, open_amount, base_amount, due_date, ageing_date, posting_date, row_hash)
    SELECT entry_id, entity_id, account_id, customer_id, side, kind, control_account, reference, currency,
        %s, %s, base_amount, due_date, ageing_date, posting_date, '' FROM billing_openitem WHERE id = %s
"""


@pytest.mark.parametrize(
    ("original", "opened", "code"),
    [("100", "40", "openitem_opens_in_full"), ("0", "0", "openitem_original_positive"), ("0.001", "0.001", "openitem_open_amount_digits")],
)
def test_an_item_opens_in_full(invoice: OpenItem, original: str, opened: str, code: str) -> None:
    assert refused(ITEM, Decimal(original), Decimal(opened), invoice.pk) == code


ALLOCATION = """
    INSERT INTO billing_allocation (entity_id, debit_item_id, credit_item_id, currency, amount, debit_base, credit_base,
        effective_on, method, reason, reverses_id, recorded_by_id, row_hash)
    SELECT entity_id, debit_item_id, credit_item_id, currency, %s, %s, %s, %s, 'manual', '', {reverses}, recorded_by_id, ''
    FROM billing_allocation WHERE reverses_id IS NULL
"""


@pytest.mark.parametrize(
    ("amount", "on", "reverses", "code"),
    [
        ("40.01", DAY, "NULL", "openitem_open_within_original"),
        ("-1", DAY, "NULL", "allocation_only_reversals_are_negative"),
        ("1", DAY, "id", "allocation_only_reversals_are_negative"),
        ("-59", DAY, "id", "allocation_reversal_mirrors"),
        ("-60", date(2025, 6, 9), "id", "allocation_not_before_its_items"),
        ("1", date(2025, 6, 9), "NULL", "allocation_not_before_its_items"),
    ],
)
def test_an_allocation_stays_within_its_items(invoice: OpenItem, amount: str, on: date, reverses: str, code: str) -> None:
    value = Decimal(amount)

    assert refused(ALLOCATION.format(reverses=reverses), value, value, value, on) == code


def test_an_allocation_is_taken_back_once(invoice: OpenItem) -> None:
    back = ALLOCATION.format(reverses="id")
    with connection.cursor() as cursor:
        cursor.execute(back, [Decimal(-60), Decimal(-60), Decimal(-60), DAY])
    invoice.refresh_from_db()

    assert invoice.open_amount == Decimal(100)
    assert refused(back, Decimal(-60), Decimal(-60), Decimal(-60), DAY) == "billing_allocation_reverses_id_key"


def test_many_allocations_in_one_statement_keep_every_cache(invoice: OpenItem) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ITEM.replace("WHERE", "CROSS JOIN generate_series(1, 50) WHERE"), [Decimal(10), Decimal(10), invoice.pk])
    account = invoice.account
    receipt = posted(account, "500", DAY, "receipt")
    debits = OpenItem.objects.filter(original_amount=10)
    facts = {"entity_id": invoice.entity_id, "currency": "EUR", "effective_on": DAY, "method": "manual", "credit_item": receipt}

    Allocation.objects.bulk_create(
        Allocation(debit_item=item, amount=Decimal(7), debit_base=7, credit_base=7, recorded_by=receipt.entry.recorded_by, **facts)
        for item in debits
    )

    receipt.refresh_from_db()
    assert receipt.open_amount == Decimal(150)
    assert set(debits.values_list("open_amount", "state")) == {(Decimal(3), "partly")}
