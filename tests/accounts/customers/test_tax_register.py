"""The register of tax numbers: three answers, a time-out, the consultation number, and the answer that is used again."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import time_machine
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import master_of
from refusals import refused

from o2c.accounts.customers import night, tax_register
from o2c.accounts.customers.models import Customer, TaxAnswer, TaxRegistration
from o2c.accounts.customers.services import tax
from o2c.core.access.models import User


class Register(BaseHTTPRequestHandler):
    """Answers as the union's register does, from a script."""

    script: dict[str, Any] = {}
    asked: list[dict[str, Any]] = []

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append(question)
        said = self.script.get(question["vatNumber"], {"valid": False, "name": "---", "address": "---"})
        if said == "silence":
            time.sleep(0.5)
        body = json.dumps(said).encode()
        with suppress(BrokenPipeError):
            self._say(said, body)

    def _say(self, said: Any, body: bytes) -> None:
        self.send_response(200 if isinstance(said, dict) else 500)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


VALID = {"valid": True, "name": "MÜLLER GMBH", "address": "BERLIN", "requestIdentifier": "WAPIAAAAX1"}
DOWN = {"actionSucceed": False, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]}


@pytest.fixture
def register(settings: Any) -> Iterator[type[Register]]:
    Register.script, Register.asked = {"136695976": VALID}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Register)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.TAX_REGISTER_URL = f"http://127.0.0.1:{server.server_address[1]}"
    settings.TAX_REGISTER_SECONDS, settings.FETCH_PRIVATE_NETWORK = 0.2, True
    yield Register
    server.shutdown()


def test_three_answers_and_what_comes_with_each(register: type[Register]) -> None:
    register.script |= {"3": DOWN, "4": "silence", "5": "broken"}

    assert tax_register.ask("DE", "DE136695976") == tax_register.Answer("valid", "WAPIAAAAX1", "MÜLLER GMBH", "BERLIN")
    assert tax_register.ask("DE", "DE2") == tax_register.Answer("invalid")
    assert tax_register.ask("DE", "DE3") == tax_register.Answer("unreachable", problem="MS_UNAVAILABLE")
    assert tax_register.ask("DE", "DE4").problem == "ReadTimeout"
    assert tax_register.ask("DE", "DE5").problem == "status 500"


def test_greece_is_asked_by_its_own_letters_and_in_the_name_of_our_number(register: type[Register]) -> None:
    tax_register.ask("GR", "EL094259216", requester="FR83404833048")

    assert register.asked == [
        {"countryCode": "EL", "vatNumber": "094259216", "requesterMemberStateCode": "FR", "requesterNumber": "83404833048"}
    ]


def test_nobody_is_asked_about_numbers_from_outside_the_union_or_without_an_address(register: type[Register], settings: Any) -> None:
    assert tax_register.knows("DE")
    assert not tax_register.knows("GB")
    settings.TAX_REGISTER_URL = ""
    assert not tax_register.knows("DE")


@pytest.fixture
def actor() -> User:
    return master_of("accounts")


@pytest.fixture
def registration() -> TaxRegistration:
    ours = LegalEntityFactory(code="FR01", country="FR", vat_id="FR83404833048")
    return make.TaxRegistrationFactory(customer=make.CustomerFactory(entity=ours))


@pytest.mark.django_db
def test_a_valid_answer_is_kept_with_its_number_and_used_again_for_a_day(
    register: type[Register], registration: TaxRegistration, actor: User
) -> None:
    tax.check_now(registration, actor=actor)
    tax.check_now(registration, actor=actor)

    registration.refresh_from_db()
    assert (registration.state, registration.consultation_no, registration.returned_name) == ("valid", "WAPIAAAAX1", "MÜLLER GMBH")
    assert len(register.asked) == TaxAnswer.objects.count() == 1
    assert TaxAnswer.objects.get().requester == "FR83404833048"
    with time_machine.travel("2999-01-01"):
        tax.check_now(registration, actor=actor)
    assert len(register.asked) == 2


@pytest.mark.django_db
def test_a_register_that_is_down_changes_nothing_we_knew_and_is_asked_again(
    register: type[Register], registration: TaxRegistration, actor: User
) -> None:
    tax.check_now(registration, actor=actor)
    register.script["136695976"] = DOWN

    tax.check_now(registration, actor=actor, anew=True)
    tax.check_now(registration, actor=actor)

    registration.refresh_from_db()
    assert (registration.state, registration.consultation_no) == ("valid", "WAPIAAAAX1")
    assert list(TaxAnswer.objects.order_by("pk").values_list("state", flat=True)) == ["valid", "unreachable", "unreachable"]


@pytest.mark.django_db
def test_a_number_that_was_never_answered_says_so(register: type[Register], registration: TaxRegistration, actor: User) -> None:
    register.script["136695976"] = DOWN

    tax.check_now(registration, actor=actor)

    assert TaxRegistration.objects.get().state == "unreachable"


@pytest.mark.django_db
def test_a_country_without_a_register_is_recorded_by_hand(register: type[Register], actor: User) -> None:
    british = make.TaxRegistrationFactory(country="GB", number="GB980780684")

    refused("no_register", tax.check_now, british, actor=actor)
    assert register.asked == []


class Night:
    """What a step of the night gets, as far as this step looks."""

    def __init__(self, actor: User) -> None:
        self.actor, self.result = actor, {}

    def chunk(self) -> Any:
        return nullcontext()


@pytest.mark.django_db
def test_the_night_asks_what_is_due_and_stops_when_the_register_is_silent(register: type[Register], actor: User) -> None:
    for number in range(5):
        make.TaxRegistrationFactory(number=f"DE{number}")
        register.script[str(number)] = DOWN
    asked: Any = Night(actor)

    night.check_tax_numbers(asked)

    assert len(register.asked) == night.GIVES_UP_AFTER
    assert asked.result == {"register": "MS_UNAVAILABLE"}
    assert night.due_for_check().count() == 5 - night.GIVES_UP_AFTER


@pytest.mark.django_db
def test_a_number_that_is_given_up_counts_no_more_until_it_is_entered_again(registration: TaxRegistration, actor: User) -> None:
    tax.end_tax_registration(registration.pk, reason="moved", actor=actor)

    refused("tax_registration_ended", tax.end_tax_registration, registration.pk, reason="again", actor=actor)
    again = tax.add_tax_registration(registration.customer_id, country="DE", number="136695976", actor=actor)
    assert (again.pk, again.ended_on, again.state) == (registration.pk, None, "unverified")
    assert Customer.objects.count() == 1
