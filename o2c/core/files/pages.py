"""Writing a note, attaching a file, and handing a file out."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _

from o2c.core.access.models import User
from o2c.core.doors import Request, access
from o2c.core.files import queries, services
from o2c.core.files.forms import AttachForm, NoteForm
from o2c.core.files.models import Attachment, Visibility
from o2c.core.files.reach import CARRIERS, reads_restricted
from o2c.core.files.storage import open_stored, store
from o2c.core.pages import done, one, page, run


@access("core.add_note")
def note_new(request: Request, object_type: str, public_id: UUID) -> HttpResponse:
    subject = _subject(request, object_type, public_id)
    form = NoteForm(request.POST or None, restricted=reads_restricted(request.user, object_type))
    if run(form, services.add_note, object_type, subject.pk, actor=request.user):
        return done(request, _("Note added."), to=subject)
    return _form(request, subject, form, _("New note"), _("Add note"))


@access("core.attach_file")
def file_attach(request: Request, object_type: str, public_id: UUID) -> HttpResponse:
    subject = _subject(request, object_type, public_id)
    form = AttachForm(request.POST or None, request.FILES or None, restricted=reads_restricted(request.user, object_type))
    if run(form, _store_and_attach, object_type, subject.pk, actor=request.user):
        return done(request, _("File attached."), to=subject)
    return _form(request, subject, form, _("Attach a file"), _("Attach file"))


def _store_and_attach(
    object_type: str, object_id: int, *, file: "UploadedFile[bytes]", visibility: str = Visibility.NORMAL, actor: User
) -> Attachment:
    """The bytes first, then the verb that names them: a refusal leaves bytes that the sweep removes."""
    blob = store(file, file.name or "")
    return services.attach_file(object_type, object_id, blob, visibility=visibility, actor=actor)


def _form(request: Request, subject: Model, form: Any, title: str, submit: str) -> HttpResponse:
    address = subject.get_absolute_url()  # type: ignore[attr-defined]
    return page(request, "layouts/form.html", form=form, title=title, submit=submit, cancel=address, crumbs=[(str(subject), address)])


def _subject(request: Request, object_type: str, public_id: UUID) -> Model:
    if (carrier := CARRIERS.get(object_type)) is None:
        raise Http404(f"{object_type} carries no files")
    subject: Model = one(carrier.rows(request.user), public_id)
    return subject


@access.login
def file_download(request: Request, public_id: UUID) -> HttpResponseBase:
    """The bytes as they came in, always as a download: no browser opens them as a page of ours."""
    attachment = queries.downloadable(request.user, public_id)
    if attachment is None:
        raise Http404("No such file within reach")
    if attachment.visibility == Visibility.RESTRICTED:
        services.read_restricted(attachment, actor=request.user)
    response = FileResponse(
        open_stored(attachment.file),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.file.mime,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


urlpatterns = [
    path("on/<str:object_type>/<uuid:public_id>/note/", note_new, name="note_new"),
    path("on/<str:object_type>/<uuid:public_id>/file/", file_attach, name="file_attach"),
    path("files/<uuid:public_id>/", file_download, name="file_download"),
]
