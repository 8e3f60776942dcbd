from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "o2c.compliance"
    label = "compliance"
