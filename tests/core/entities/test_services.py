"""Entities, months and rates against the database, each refusal with its code."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from factories.core import LegalEntityFactory
from people import empowered, person

from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent
from o2c.core.entities import queries, services
from o2c.core.entities.models import Currency, FiscalPeriod, LegalEntity, Rate
from o2c.core.entities.readers import RateRow
from o2c.core.errors import BusinessError, Conflict
from o2c.core.money import Money
from o2c.core.sentences import explain

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
IBAN = "DE89370400440532013000"


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def finance() -> User:
    return person("finance")


@pytest.fixture
def admin() -> User:
    return person("admin")


def refused(code: str) -> "pytest.RaisesExc[BusinessError]":
    return pytest.raises(BusinessError, match=f"^{code}")


class TestEntities:
    def test_create_takes_the_countrys_calendar_and_is_audited(self, admin: User) -> None:
        made = services.create_entity(code="DE01", name="Beispiel GmbH", country="DE", time_zone="Europe/Berlin", actor=admin)

        assert (made.calendar, made.base_currency) == ("DE", "EUR")
        assert AuditEvent.objects.get().action == "entity.created"

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"country": "QQ"}, "country_unknown"),
            ({"base_currency": "XYZ"}, "currency_unknown"),
            ({"calendar": "DE-XX"}, "calendar_unknown"),
            ({"time_zone": "Mars/Base"}, "time_zone_unknown"),
        ],
    )
    def test_facts_that_cannot_be_are_refused(self, admin: User, facts: dict[str, str], code: str) -> None:
        with refused(code):
            services.create_entity(code="DE01", name="X", actor=admin, **{"country": "DE", **facts})

        assert not LegalEntity.objects.exists()

    def test_a_code_is_taken_once(self, entity: LegalEntity, admin: User) -> None:
        with refused("entity_code_taken"):
            services.create_entity(code="FR01", name="X", country="FR", actor=admin)

    def test_edit_records_what_changed_and_refuses_a_stale_form(self, entity: LegalEntity, admin: User) -> None:
        services.edit_entity(entity.pk, name="New", country="FR", version=1, actor=admin)

        event = AuditEvent.objects.get()
        assert (event.before, event.after) == ({"name": "Example FR01 SA"}, {"name": "New"})
        with pytest.raises(Conflict, match="changed_since"):
            services.edit_entity(entity.pk, name="Mine", version=1, actor=admin)


class TestPeriods:
    def test_only_an_open_month_takes_postings(self, entity: LegalEntity, finance: User) -> None:
        clerk = person("clerk")
        with refused("period_not_opened") as refusal:
            services.require_open(entity, "billing", date(2026, 1, 15), clerk)
        assert "2026-01" in explain(refusal.value)

        period = services.open_period(entity.pk, date(2026, 1, 15), actor=finance)
        services.require_open(entity, "billing", date(2026, 1, 31), clerk)

        services.soft_close_period(period.pk, actor=finance)
        with refused("period_soft_closed"):
            services.require_open(entity, "cash", JANUARY, clerk)
        services.require_open(entity, "cash", JANUARY, finance)

        services.close_period(period.pk, actor=finance)
        with refused("period_closed"):
            services.require_open(entity, "cash", JANUARY, finance)

    def test_closing_one_area_leaves_the_others_open(self, entity: LegalEntity, finance: User) -> None:
        services.open_period(entity.pk, JANUARY, actor=finance)
        cash = services.open_period(entity.pk, JANUARY, area="cash", actor=finance)
        services.close_period(cash.pk, actor=finance)

        services.require_open(entity, "billing", JANUARY, finance)
        with refused("period_closed"):
            services.require_open(entity, "cash", JANUARY, finance)

    def test_closed_is_final_for_one_person(self, entity: LegalEntity, finance: User) -> None:
        period = services.close_period(services.open_period(entity.pk, JANUARY, actor=finance).pk, actor=finance)

        with pytest.raises(Conflict, match="wrong_state"):
            services.open_period(entity.pk, JANUARY, actor=finance)
        with refused("approval_needed"):
            services.reopen_period(period.pk, reason="late invoice", actor=finance)
        with refused("period_already"):
            services.close_period(period.pk, actor=finance)
        assert FiscalPeriod.objects.get().state == "closed"

    def test_a_clerk_may_not_close(self, entity: LegalEntity, finance: User) -> None:
        period = services.open_period(entity.pk, JANUARY, actor=finance)

        with pytest.raises(PermissionDenied):
            services.close_period(period.pk, actor=person("clerk"))

    def test_history_opens_its_months_and_closes_exactly_those(self, entity: LegalEntity, finance: User) -> None:
        closed = services.close_period(services.open_period(entity.pk, JANUARY, actor=finance).pk, actor=finance)
        services.open_period(entity.pk, FEBRUARY, actor=finance)
        from o2c.core.verbs import verb

        @verb("tests.import_history")
        def import_history(*, actor: User) -> None:
            services.open_months_for_import(entity, date(2025, 12, 5), date(2026, 2, 3), actor=actor)
            services.require_open(entity, "all", closed.month, actor)

        @verb("tests.finish_history")
        def finish_history(*, actor: User) -> None:
            services.close_months_after_import(entity, actor=actor)

        importer = empowered("tests.import_history", "tests.finish_history")
        import_history(actor=importer)
        import_history(actor=importer)
        finish_history(actor=importer)

        states = dict(FiscalPeriod.objects.values_list("month", "state"))
        assert states == {date(2025, 12, 1): "closed", JANUARY: "closed", FEBRUARY: "open"}

    @pytest.mark.parametrize(
        ("statement", "constraint"),
        [
            ("UPDATE core_fiscalperiod SET month = '2026-01-02'", "fiscalperiod_first_of_month"),
            ("UPDATE core_fiscalperiod SET state = 'ajar'", "fiscalperiod_state_known"),
            ("UPDATE core_fiscalperiod SET area = 'all', month = '2026-01-01'", "fiscalperiod_one_per_month"),
        ],
    )
    def test_the_database_keeps_months_in_order(self, entity: LegalEntity, statement: str, constraint: str) -> None:
        for area in ("all", "cash"):
            FiscalPeriod.objects.create(entity=entity, area=area, month=JANUARY)

        with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


class TestRates:
    def rows(self) -> list[RateRow]:
        friday = date(2026, 1, 2)
        return [RateRow(friday, "EUR", "USD", Decimal("1.25")), RateRow(friday, "EUR", "JPY", Decimal("160"))]

    def test_loading_twice_adds_nothing_and_a_difference_is_a_finding(self, finance: User) -> None:
        first = services.load_rates(self.rows(), source="ECB", actor=finance)
        again = services.load_rates([*self.rows(), RateRow(date(2026, 1, 2), "EUR", "USD", Decimal("1.3"))], source="ECB", actor=finance)

        assert (first.added, first.known, again.added, again.known) == (2, 0, 0, 2)
        assert [finding.why for finding in again.findings] == ["rate_differs"]
        assert AuditEvent.objects.get().after == {"added": 2, "source": "ECB"}

    def test_the_last_published_rate_counts_and_none_is_an_error(self, finance: User) -> None:
        services.load_rates(self.rows(), source="ECB", actor=finance)

        sunday = queries.conversion("USD", "EUR", date(2026, 1, 4))
        assert (sunday.value, sunday.day) == (Decimal("0.8"), date(2026, 1, 2))
        assert sunday.of(Money(Decimal("10.01"), "USD"), "EUR") == Money(Decimal("8.01"), "EUR")
        assert queries.conversion("USD", "JPY", date(2026, 1, 2)).value == Decimal("128")
        assert queries.conversion("EUR", "EUR", date(1999, 1, 1)).value == 1
        for source, on in [("USD", date(2026, 1, 1)), ("USD", date(2026, 2, 1)), ("GBP", date(2026, 1, 2))]:
            with refused("rate_missing") as refusal:
                queries.conversion(source, "EUR", on)
            assert source in explain(refusal.value)

    def test_a_correction_is_a_new_row(self, finance: User) -> None:
        services.load_rates(self.rows(), source="ECB", actor=finance)
        wrong = Rate.objects.get(code="USD")

        services.correct_rate(wrong.pk, Decimal("1.2"), reason="typing error", actor=finance)

        assert queries.conversion("EUR", "USD", date(2026, 1, 2)).value == Decimal("1.2")
        assert Rate.objects.filter(code="USD").count() == 2
        with refused("gone_or_out_of_reach"):
            services.correct_rate(wrong.pk, Decimal("1.1"), reason="again", actor=finance)
        with refused("rate_value_unreadable"):
            services.correct_rate(Rate.objects.get(supersedes=wrong).pk, Decimal(0), reason="no", actor=finance)

    def test_an_interest_reference_holds_until_the_next(self, finance: User) -> None:
        row = RateRow(date(2020, 1, 1), "EUR", "ECB-MRO", Decimal("2.15"), "interest_reference")
        services.load_rates([row], source="ECB", actor=finance)

        assert queries.reference_rate("ECB-MRO", date(2026, 1, 1)).value == Decimal("2.15")
        with refused("rate_missing"):
            queries.reference_rate("ECB-MRO", date(2019, 12, 31))

    @pytest.mark.parametrize("statement", ["UPDATE core_rate SET value = 1", "DELETE FROM core_rate", "TRUNCATE core_rate"])
    def test_the_database_refuses_to_change_a_rate(self, finance: User, statement: str) -> None:
        services.load_rates(self.rows(), source="ECB", actor=finance)
        connection.check_constraints()

        with pytest.raises(IntegrityError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_the_command_says_what_it_did_with_each_row(self, tmp_path: Path) -> None:
        file = tmp_path / "rates.csv"
        file.write_text("day,currency,rate\n2026-01-02,USD,1.25\n2026-01-02,GBP,much\n")
        out = StringIO()

        call_command("load_rates", str(file), "--json", stdout=out)

        assert json.loads(out.getvalue()) == {
            "added": 1,
            "known": 0,
            "findings": [{"line": 3, "row": "2026-01-02 GBP much", "code": "rate_value_unreadable"}],
        }
        assert Rate.objects.get().source == "rates.csv"
        call_command("load_rates", str(file), stdout=out)
        assert "line 3" in out.getvalue()

    def test_the_command_refuses_what_is_no_rate_file(self, tmp_path: Path) -> None:
        file = tmp_path / "rates.csv"
        file.write_text("nothing,like,it\n")

        with pytest.raises(CommandError, match="columns day, currency and rate"):
            call_command("load_rates", str(file))
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("load_rates", str(tmp_path / "missing.csv"))


def test_every_currency_has_the_digits_of_iso_4217() -> None:
    digits = dict(Currency.objects.values_list("code", "digits"))

    assert (digits["EUR"], digits["JPY"], digits["KWD"]) == (2, 0, 3)
    assert len(digits) > 150
