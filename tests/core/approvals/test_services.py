"""Two people, or it does not happen: reopening a closed month, and changing the limits themselves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from factories.core import LegalEntityFactory
from people import person

from o2c.core.access.models import Cover, User
from o2c.core.approvals import queries, services
from o2c.core.approvals.models import ApprovalPolicy, ApprovalRequest, ApprovalStep
from o2c.core.approvals.registry import KINDS
from o2c.core.audit.models import AuditEvent
from o2c.core.entities import services as entities
from o2c.core.entities.models import FiscalPeriod
from o2c.core.entities.readers import RateRow
from o2c.core.errors import BusinessError, Conflict
from o2c.core.money import Money

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 1)


@pytest.fixture
def finance() -> User:
    return person("finance")


@pytest.fixture
def approver() -> User:
    return person("approver")


@pytest.fixture
def period(finance: User) -> FiscalPeriod:
    entity = LegalEntityFactory(code="FR01")
    return entities.close_period(entities.open_period(entity.pk, JANUARY, actor=finance).pk, actor=finance)


def asked(period: FiscalPeriod, actor: User) -> ApprovalRequest:
    return services.request_approval(
        "period_reopening", period, {"pk": period.pk, "reason": "late invoice"}, reason="late invoice", actor=actor
    )


def state(row: ApprovalRequest | FiscalPeriod) -> str:
    return str(type(row)._default_manager.get(pk=row.pk).state)


class TestReopening:
    def test_the_second_person_makes_it_happen(self, period: FiscalPeriod, finance: User, approver: User) -> None:
        request = asked(period, finance)
        assert state(period) == "closed"

        services.decide_approval(request.pk, approve=True, actor=approver)

        assert (state(period), state(request)) == ("open", "approved")
        step = ApprovalStep.objects.get()
        assert (step.approver, step.role, step.decision) == (approver, "approver", "approved")
        reopened = AuditEvent.objects.get(action="period.reopened")
        assert (reopened.verb, reopened.actor, reopened.reason) == ("core.decide_approval", approver, "late invoice")

    def test_a_rejection_says_why_and_nothing_happens(self, period: FiscalPeriod, finance: User, approver: User) -> None:
        request = asked(period, finance)
        with pytest.raises(BusinessError, match="approval_reason_missing"):
            services.decide_approval(request.pk, approve=False, reason=" ", actor=approver)

        services.decide_approval(request.pk, approve=False, reason="use the next month", actor=approver)

        assert (state(period), state(request)) == ("closed", "rejected")
        with pytest.raises(Conflict, match="wrong_state"):
            services.decide_approval(request.pk, approve=True, actor=approver)

    def test_never_ones_own_not_even_with_the_role(self, period: FiscalPeriod) -> None:
        both = person("finance", name="Bert Both")
        person("approver", name="Bert Both")
        request = asked(period, both)

        with pytest.raises(BusinessError, match="approval_not_yours"):
            services.decide_approval(request.pk, approve=True, actor=User.objects.get(pk=both.pk))
        assert state(period) == "closed"

    def test_not_in_the_place_of_the_requester_either(self, period: FiscalPeriod) -> None:
        both = person("finance", name="Bert Both")
        person("approver", name="Bert Both")
        request = asked(period, both)
        stand_in = person(name="Ben Backup")
        Cover.objects.create(absent=both, by=stand_in, starts_on=date(2020, 1, 1), ends_on=date(2999, 1, 1), reason="holiday")

        with pytest.raises(BusinessError, match="approval_not_yours"):
            services.decide_approval(request.pk, approve=True, actor=stand_in)

    def test_a_cover_decides_for_an_absent_approver_and_it_shows(self, period: FiscalPeriod, finance: User, approver: User) -> None:
        request = asked(period, finance)
        stand_in = person(name="Ben Backup")
        Cover.objects.create(absent=approver, by=stand_in, starts_on=date(2020, 1, 1), ends_on=date(2999, 1, 1), reason="holiday")

        services.decide_approval(request.pk, approve=True, actor=stand_in)

        assert ApprovalStep.objects.get().delegate_of == approver
        assert state(period) == "open"

    def test_what_was_asked_in_somebodys_place_is_not_theirs_to_approve(self, period: FiscalPeriod, finance: User) -> None:
        stand_in = person("approver", name="Ben Backup")
        Cover.objects.create(absent=finance, by=stand_in, starts_on=date(2020, 1, 1), ends_on=date(2999, 1, 1), reason="holiday")
        request = asked(period, stand_in)
        person("approver", name="Fiona Finance")

        for actor in (stand_in, User.objects.get(pk=finance.pk)):
            with pytest.raises(BusinessError, match=r"approval_not_yours|approval_needs_role"):
                services.decide_approval(request.pk, approve=True, actor=User.objects.get(pk=actor.pk))

    def test_the_role_counts_only_where_the_record_lies(self, period: FiscalPeriod, finance: User) -> None:
        request = asked(period, finance)
        elsewhere = person("approver", name="Ella Elsewhere", entity=LegalEntityFactory(code="DE01"))

        with pytest.raises(BusinessError, match="approval_needs_role"):
            services.decide_approval(request.pk, approve=True, actor=elsewhere)
        assert not queries.to_decide(elsewhere)

    def test_when_the_record_changed_the_request_falls(self, period: FiscalPeriod, finance: User, approver: User) -> None:
        request = asked(period, finance)
        FiscalPeriod.objects.filter(pk=period.pk).update(area="cash")

        services.decide_approval(request.pk, approve=True, actor=approver)

        assert (state(period), state(request)) == ("closed", "fallen")
        assert not ApprovalStep.objects.exists()

    def test_when_the_requester_lost_the_right_the_request_falls(self, period: FiscalPeriod, finance: User, approver: User) -> None:
        request = asked(period, finance)
        User.objects.filter(pk=finance.pk).update(is_active=False)

        services.decide_approval(request.pk, approve=True, actor=approver)

        assert (state(period), state(request)) == ("closed", "fallen")

    def test_who_may_not_do_it_may_not_ask(self, period: FiscalPeriod) -> None:
        with pytest.raises(PermissionDenied):
            asked(period, person("clerk"))

    def test_one_request_at_a_time(self, period: FiscalPeriod, finance: User) -> None:
        asked(period, finance)

        with pytest.raises(Conflict, match="approvalrequest_one_pending"):
            asked(period, finance)
        with pytest.raises(IntegrityError, match="approvalrequest_one_pending"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_approvalrequest (kind, verb, arguments, payload_hash, subject_type, subject_id, subject_label, currency,"
                " before, after, reason, requester_id, barred, roles, state, expires_at) SELECT kind, verb, arguments, payload_hash,"
                " subject_type, subject_id, subject_label, currency, before, after, reason, requester_id, barred, roles, state, expires_at"
                " FROM core_approvalrequest"
            )

    def test_only_the_requester_withdraws(self, period: FiscalPeriod, finance: User, approver: User) -> None:
        request = asked(period, finance)
        with pytest.raises(BusinessError, match="approval_only_requester"):
            services.withdraw_approval(request.pk, reason="no", actor=approver)

        assert services.withdraw_approval(request.pk, reason="found it", actor=finance).state == "withdrawn"

    def test_a_request_expires(self, period: FiscalPeriod, finance: User, approver: User) -> None:
        request = asked(period, finance)
        ApprovalRequest.objects.filter(pk=request.pk).update(expires_at=timezone.now() - timedelta(minutes=1))

        with pytest.raises(BusinessError, match="approval_expired"):
            services.decide_approval(request.pk, approve=True, actor=approver)
        assert services.expire_approvals(timezone.now(), actor=person("system")) == [request]
        assert state(request) == "expired"

    def test_each_sees_what_waits_for_them(self, period: FiscalPeriod, finance: User, approver: User) -> None:
        request = asked(period, finance)

        assert list(queries.to_decide(approver)) == [request]
        assert not queries.to_decide(finance)
        assert list(queries.approvals(finance)) == [request]

    @pytest.mark.parametrize(
        "statement", ["UPDATE core_approvalstep SET reason = 'x'", "DELETE FROM core_approvalstep", "TRUNCATE core_approvalstep"]
    )
    def test_the_database_keeps_decisions(self, period: FiscalPeriod, finance: User, approver: User, statement: str) -> None:
        services.decide_approval(asked(period, finance).pk, approve=True, actor=approver)
        connection.check_constraints()

        with pytest.raises(IntegrityError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


class TestPolicies:
    def proposed(self, finance: User, **changed: object) -> ApprovalPolicy:
        facts = {"roles": ["supervisor", "approver"], "starts_on": date(2026, 1, 1), "reason": "auditor's advice", **changed}
        return services.propose_policy("period_reopening", actor=finance, **facts)  # type: ignore[arg-type]

    def test_a_limit_changes_only_with_a_second_person(self, finance: User, approver: User) -> None:
        policy = self.proposed(finance)
        assert policy.state == "proposed"

        services.decide_approval(ApprovalRequest.objects.get().pk, approve=True, actor=approver)

        policy.refresh_from_db()
        assert policy.state == "active"
        assert AuditEvent.objects.filter(action="approval_policy.activated").exists()

    def test_the_new_policy_ends_the_old_and_two_steps_need_two_people(self, period: FiscalPeriod, finance: User, approver: User) -> None:
        for roles, starts_on in [(["supervisor"], date(2025, 1, 1)), (["supervisor", "approver"], date(2026, 1, 1))]:
            self.proposed(finance, roles=roles, starts_on=starts_on)
            services.decide_approval(queries.to_decide(approver).get().pk, approve=True, actor=approver)
        assert [policy.ends_on for policy in ApprovalPolicy.objects.order_by("starts_on")] == [date(2026, 1, 1), None]
        request = asked(period, finance)
        supervisor = person("supervisor")

        with pytest.raises(BusinessError, match="approval_needs_role"):
            services.decide_approval(request.pk, approve=True, actor=approver)
        services.decide_approval(request.pk, approve=True, actor=supervisor)
        assert (state(period), state(request)) == ("closed", "pending")
        services.decide_approval(request.pk, approve=True, actor=approver)

        assert (state(period), state(request)) == ("open", "approved")

    def test_one_person_with_both_roles_takes_one_step(self, period: FiscalPeriod, finance: User, approver: User) -> None:
        self.proposed(finance)
        services.decide_approval(ApprovalRequest.objects.get().pk, approve=True, actor=approver)
        request = asked(period, finance)
        person("supervisor", name="Bert Both")
        both = person("approver", name="Bert Both")
        services.decide_approval(request.pk, approve=True, actor=both)

        with pytest.raises(BusinessError, match="approval_not_yours"):
            services.decide_approval(request.pk, approve=True, actor=both)

    def test_amounts_without_a_policy_in_their_currency_are_judged_in_euros(self, finance: User) -> None:
        for start, end, roles in [(0, 1000, ["supervisor"]), (1000, 5000, ["approver"])]:
            ApprovalPolicy.objects.create(
                kind="period_reopening", currency="EUR", from_amount=start, until_amount=end, roles=roles, starts_on=JANUARY, state="active"
            )
        entities.load_rates([RateRow(JANUARY, "EUR", "USD", Decimal("2"))], source="ECB", actor=finance)
        kind = KINDS["period_reopening"]

        def roles_for(value: int, currency: str) -> list[str]:
            return list(queries.roles_for(kind, Money(Decimal(value), currency), JANUARY))

        assert roles_for(999, "EUR") == ["supervisor"]
        assert roles_for(1999, "USD") == ["supervisor"]
        assert roles_for(2000, "USD") == ["approver"]
        with pytest.raises(BusinessError, match="approval_policy_missing"):
            roles_for(5000, "EUR")
        with pytest.raises(BusinessError, match="rate_missing"):
            roles_for(1, "GBP")

    @pytest.mark.parametrize(("changed", "code"), [({"roles": ["admin"]}, "approval_role_unknown"), ({"roles": []}, "has_steps")])
    def test_policies_that_cannot_be(self, finance: User, changed: dict[str, object], code: str) -> None:
        with pytest.raises(BusinessError, match=code):
            self.proposed(finance, **changed)

    def test_the_database_refuses_two_policies_for_one_amount(self) -> None:
        facts = {"kind": "x", "currency": "EUR", "roles": ["approver"], "starts_on": JANUARY, "state": "active"}
        ApprovalPolicy.objects.create(from_amount=0, until_amount=100, **facts)
        ApprovalPolicy.objects.create(from_amount=100, until_amount=None, **facts)

        with pytest.raises(IntegrityError, match="approvalpolicy_one_per_amount"):
            ApprovalPolicy.objects.create(from_amount=50, until_amount=150, **facts)
