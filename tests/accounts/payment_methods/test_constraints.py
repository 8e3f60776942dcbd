"""The database refuses what no rule of this room would let through."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from factories import accounts as make

from o2c.accounts.payment_methods.models import MandateAmendment, RejectedCollection

pytestmark = pytest.mark.django_db
REFUSED: dict[str, Callable[[], Any]] = {
    "paymentmethod_card_has_token": lambda: make.PaymentMethodFactory(kind="card"),
    "paymentmethod_no_card_number": lambda: make.PaymentMethodFactory(token="4111 1111 1111 1111"),
    "paymentmethod_one_primary": lambda: make.PaymentMethodFactory(customer=make.PaymentMethodFactory().customer),
    "paymentmethod_token_once": lambda: [make.PaymentMethodFactory(token="tok_12345678") for _ in range(2)],
    "paymentmethod_kind_known": lambda: make.PaymentMethodFactory(kind="shells"),
    "paymentmethod_state_known": lambda: make.PaymentMethodFactory(state="happy"),
    "paymentmethod_rank_known": lambda: make.PaymentMethodFactory(rank="third"),
    "paymentmethod_answer_known": lambda: make.PaymentMethodFactory(answer="maybe"),
    "mandate_reference_once": lambda: [make.MandateFactory(entity=make.LegalEntityFactory(code="X"), reference="R") for _ in range(2)],
    "mandate_active_is_signed": lambda: make.MandateFactory(state="active"),
    "mandate_b2b_is_confirmed": lambda: make.MandateFactory(state="active", scheme="b2b", signed_on=date(2025, 1, 1)),
    "mandate_scheme_known": lambda: make.MandateFactory(scheme="sepa"),
    "mandate_state_known": lambda: make.MandateFactory(state="happy", signed_on=date(2025, 1, 1)),
    "mandateamendment_append_only": lambda: MandateAmendment.objects.filter(
        pk=MandateAmendment.objects.create(mandate=make.MandateFactory(), reason="x").pk
    ).delete(),
    "rejectedcollection_append_only": lambda: RejectedCollection.objects.filter(pk=make.RejectionFactory().pk).update(code="AM04"),
    "rejectedcollection_once": lambda: [make.RejectionFactory(mandate=mandate) for mandate in [make.MandateFactory()] * 2],
    "rejectedcollection_amount_positive": lambda: make.RejectionFactory(amount=0),
    "rejectedcollection_amount_digits": lambda: make.RejectionFactory(amount="1.005"),
    "registration_one_at_a_time": lambda: [make.RegistrationFactory(**key) for key in [make.registration_key()] * 2],
    "registration_failed_says_why": lambda: make.RegistrationFactory(state="failed"),
    "registration_done_has_method": lambda: make.RegistrationFactory(state="done"),
    "registration_kind_known": lambda: make.RegistrationFactory(kind="shells"),
    "registration_state_known": lambda: make.RegistrationFactory(state="happy"),
}


@pytest.mark.parametrize("constraint", REFUSED)
def test_refused(constraint: str) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        REFUSED[constraint]()
    assert error.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]
