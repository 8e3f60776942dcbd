"""Rows of the ground floor, valid and boring."""

import factory
from factory.django import DjangoModelFactory

from o2c.core.entities.models import LegalEntity


class LegalEntityFactory(DjangoModelFactory[LegalEntity]):
    class Meta:
        model = LegalEntity
        django_get_or_create = ["code"]

    code = factory.Sequence(lambda n: f"E{n:03}")
    name = factory.LazyAttribute(lambda entity: f"Example {entity.code} SA")
    country = "FR"
    base_currency = "EUR"
    time_zone = "Europe/Paris"
    calendar = "FR"
