"""What the pages of this room share: the frame of a form, and the link to a paper."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from o2c.core.access.models import User
from o2c.core.files.models import StoredFile
from o2c.core.files.queries import attached
from o2c.core.pages import Form, page

Crumb = tuple[str | Promise, str]


def form_page(request: HttpRequest, title: Any, form: Form, submit: Any, *, of: Any = None, within: Crumb, **context: Any) -> HttpResponse:
    """One form. `within`: words and URL name of the list it belongs to; `of`: the row it is about, if there is one."""
    around = reverse(within[1])
    address = of.get_absolute_url() if of else around
    crumbs = [(str(within[0]), around), *([(str(of), address)] if of else [])]
    return page(request, "layouts/form.html", title=title, form=form, submit=submit, cancel=address, crumbs=crumbs, subject=of, **context)


def link_to_file(actor: User, subject: Model, file: StoredFile | None) -> SafeString | None:
    """The paper a row names, to open under the name it came with."""
    found = attached(actor, subject, file)
    return format_html('<a href="{}">{}</a>', reverse("file_download", args=[found.public_id]), found.name) if found else None
