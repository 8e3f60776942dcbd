"""The texts of the mails we send: what a version says never changes, so that what was sent can be shown again."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.fields import Record, append_only


class MailTemplate(Record):
    """One version of a mail in one language. A confidential one holds a personal link, which is not kept once sent."""

    code = models.SlugField(_("code"), max_length=60)
    language = models.CharField(_("language"), max_length=5)
    version = models.PositiveIntegerField(_("version"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    confidential = models.BooleanField(_("confidential"), default=False)

    class Meta:
        constraints = [
            UniqueConstraint(name="mailtemplate_one_per_version", fields=["code", "language", "version"]),
            CheckConstraint(name="mailtemplate_language_known", condition=Q(language__in=settings.DOCUMENT_LANGUAGES)),
        ]
        triggers = append_only("mailtemplate")

    def __str__(self) -> str:
        return f"{self.code} {self.language} {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("mail_template", args=[self.public_id])
