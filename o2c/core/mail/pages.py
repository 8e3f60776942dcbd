"""Pages of the texts of our mails."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse

from o2c.core.doors import access, who
from o2c.core.mail import queries
from o2c.core.mail.filters import MailTemplateFilter
from o2c.core.mail.tables import MailTemplateTable
from o2c.core.pages.answers import one, page
from o2c.core.pages.listing import list_page
from o2c.core.sentences import words_of


@access("core.view_mail_templates")
def mail_templates(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, queries.mail_templates(who(request)), MailTemplateFilter, MailTemplateTable)


@access("core.view_mail_templates")
def mail_template(request: HttpRequest, public_id: UUID) -> HttpResponse:
    template = one(queries.mail_templates(who(request)), public_id)
    return page(
        request,
        "core/mail/template.html",
        title=words_of(f"mail:{template.code}") or template.code,
        mail=template,
        crumbs=[(MailTemplateTable.title, reverse("mail_templates"))],
    )


urlpatterns = [
    path("mail/templates/", mail_templates, name="mail_templates"),
    path("mail/templates/<uuid:public_id>/", mail_template, name="mail_template"),
]
