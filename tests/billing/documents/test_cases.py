"""A complaint and the document it is about show each other."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories.billing import billable, issued
from people import person

from o2c.accounts.cases.models import CustomerCase

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]


def test_a_case_opened_from_an_invoice_shows_what_is_open_of_it_and_the_invoice_shows_the_case(client: Client) -> None:
    document: Any = issued(billable())
    client.force_login(person("finance"))
    begun = client.get(reverse("document_cases", args=[document.public_id])).content.decode()
    assert f"{reverse('case_new')}?customer={document.customer.public_id}&amp;entity={document.entity.code}&amp;documents=" in begun

    asked = {"customer": document.customer.public_id, "entity": document.entity.code, "documents": document.number}
    form = client.get(reverse("case_new"), asked).content.decode()
    assert f">\n{document.number}</textarea>" in form
    said = {"kind": "complaint", "channel": "phone", "subject": "Too high", "text": "Why so much?"}
    client.post(reverse("case_new"), {**asked, **said})

    case = CustomerCase.objects.get()
    shown = client.get(reverse("case_documents", args=[case.public_id])).content.decode()
    assert document.get_absolute_url() in shown
    assert shown.count("</small>\xa0120.00</span>") == 2, "what it is for, and what is open of it"
    assert "Too high" in client.get(reverse("document_cases", args=[document.public_id])).content.decode()


def test_a_number_we_never_issued_is_named(client: Client) -> None:
    document: Any = issued(billable())
    client.force_login(person("finance"))
    said = {"kind": "complaint", "channel": "phone", "subject": "Too high", "text": "Why so much?", "documents": "INV-0\n"}
    client.post(reverse("case_new"), {**said, "customer": document.customer.public_id, "entity": document.entity.code})

    shown = client.get(reverse("case_documents", args=[CustomerCase.objects.get().public_id])).content.decode()

    assert "No posted document has the number INV-0." in shown
