"""Verbs over change requests."""

from o2c.accounts.requests.services.applying import apply_approved_request, apply_request, follow_request_approval
from o2c.accounts.requests.services.filing import edit_request, file_request
from o2c.accounts.requests.services.levels import set_service_level
from o2c.accounts.requests.services.thread import ask_requester, write_message
from o2c.accounts.requests.services.working import (
    cancel_request,
    close_request,
    reject_request,
    reopen_request,
    start_request,
    triage_request,
)

__all__ = [
    "apply_approved_request",
    "apply_request",
    "ask_requester",
    "cancel_request",
    "close_request",
    "edit_request",
    "file_request",
    "follow_request_approval",
    "reject_request",
    "reopen_request",
    "set_service_level",
    "start_request",
    "triage_request",
    "write_message",
]
