from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "o2c.billing"
    label = "billing"
