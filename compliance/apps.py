from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "o2c.compliance"
    label = "compliance"

    def ready(self) -> None:
        from o2c.compliance import menu

        menu.offer()
