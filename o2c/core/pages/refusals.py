"""A refusal that reached no form becomes a page that says why: after a button, an export, a stale link."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from o2c.core.doors import ours
from o2c.core.errors import BusinessError
from o2c.core.pages.answers import page, toast
from o2c.core.sentences import explain


class RefusalMiddleware:
    """Stands behind every page function; forms answer their own refusals before they come here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, BusinessError):
            return None
        if request.headers.get("HX-Request"):
            return toast(error.status, explain(error), bad=True)
        back = ours(request, request.headers.get("Referer", ""))
        return page(
            request,
            "layouts/refused.html",
            status=error.status,
            title=_("This was not possible"),
            reason=explain(error),
            code=error.code,
            back=back,
        )
