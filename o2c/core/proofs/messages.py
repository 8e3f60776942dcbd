"""Sentences for what the proofs' own table refuses."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "proof_named": _("%(proof)s, %(day)s"),
    "controlresult_append_only": _("The result of a proof is never changed or removed: run the proof again."),
    "controlresult_state_known": _("A proof is green or red."),
    "controlresult_red_says_why": _("A red result names its bad rows or why the proof could not run; a green one has none."),
    "proof_task": _("Red proof: %(proof)s"),
    "proof_task_advice": _("Open the result: it names the rows that do not agree. What is wrong is put right by a verb, never by hand."),
    # what the audit trail says
    "proof.green": _("Proved: %(object)s"),
    "proof.red": _("Not proved: %(object)s"),
}
