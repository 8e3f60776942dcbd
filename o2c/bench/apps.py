from django.apps import AppConfig


class BenchConfig(AppConfig):
    """`make bench`: a large seeded book in a database of its own, and what the house costs beside plain tools. No tables."""

    name = "o2c.bench"
    label = "bench"
