from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "o2c.accounts"
    label = "accounts"
