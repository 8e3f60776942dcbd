from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "o2c.accounts"
    label = "accounts"

    def ready(self) -> None:
        from o2c.accounts.contracts.reference import sync_terms
        from o2c.accounts.financial_accounts.gates import closed_accounts_only
        from o2c.core import gates
        from o2c.core.reference import reference

        reference("payment_terms", sync_terms)
        gates.answer("close_customer", closed_accounts_only)
