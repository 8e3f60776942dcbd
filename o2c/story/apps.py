from django.apps import AppConfig


class StoryConfig(AppConfig):
    """The demo: a seeded story told through the same verbs that users call. It has no tables of its own."""

    name = "o2c.story"
    label = "story"
