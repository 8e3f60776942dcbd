"""Sentences for what REST refuses."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "idempotency_key_missing": _("Send a header Idempotency-Key of 8 to 200 characters, a new one for each new request."),
    "idempotency_key_reused": _("This Idempotency-Key was used for another request. Use a new key."),
    "idempotency_answer_lost": _("The first request with this key was carried out, but its answer was lost. Look the record up."),
    "idempotencykey_once_per_user": _("The same request is being carried out right now. Repeat it in a moment."),
    "if_match_missing": _("Send the ETag you read as a header If-Match, so that no change of others is overwritten."),
    "not_signed_in": _("Send a valid token as “Authorization: Bearer ...”."),
    "not_allowed": _("This token or person may not do this: the permission “%(permission)s” is needed."),
    "field_unknown": _("There is no field “%(name)s” here. There are: %(known)s."),
    "filter_unknown": _("This list has no filter “%(name)s”. It knows: %(known)s."),
    "not_found": _("There is no such record, or it is outside what you may see."),
    "method_not_allowed": _("This address does not know the method %(method)s."),
    "not_readable": _("The request could not be read: %(detail)s"),
    "too_many_requests": _("Too many requests. Try again in %(seconds)s seconds."),
    "reference_unknown": _("“%(value)s” names nothing within reach: look the row up first."),
    "invalid": _("Some values are missing or wrong; see “errors”."),
}
