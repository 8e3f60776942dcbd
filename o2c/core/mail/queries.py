"""The texts of our mails."""

from django.db.models import Max, OuterRef, QuerySet, Subquery

from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.mail.models import MailTemplate


def mail_templates(actor: User) -> QuerySet[MailTemplate]:
    """Every version, with `newest`: the version in use in its language."""
    same = MailTemplate.objects.filter(code=OuterRef("code"), language=OuterRef("language")).order_by()
    newest = Subquery(same.values("code", "language").annotate(newest=Max("version")).values("newest"))
    rows = scope(MailTemplate.objects, actor, "core.view_mail_templates").annotate(newest=newest)
    return rows.order_by("code", "language", "-version", "pk")
