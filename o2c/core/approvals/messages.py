"""Sentences for what approvals refuse."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "approval_not_yours": _("This needs another person: you asked for it, made it or decided on it before, yourself or for somebody."),
    "approval_needs_role": _("The next step belongs to the role “%(role)s” where this record lies: somebody who holds it must decide."),
    "approval_reason_missing": _("Say why, in a few words."),
    "approval_policy_missing": _("No approval policy of “%(kind)s” covers %(amount)s: an approver must set one first."),
    "own_account_unchanged": _("Nothing would change: the account has these values already."),
    "approval_expired": _("This request expired on %(day)s: ask again."),
    "approval_only_requester": _("Only the person who asked can withdraw the request; reject it instead."),
    "approval_role_unknown": _("There is no role “%(role)s” that may decide: use %(known)s."),
    "approval_kind_unknown": _("There is no kind of approval “%(kind)s”."),
    "approvalrequest_one_pending": _(
        "Somebody already asked for this and it waits for approval: decide that request first, or withdraw it."
    ),
    "approvalrequest_state_known": _("This is no state of an approval."),
    "approvalrequest_amount_with_currency": _("An amount to approve is not negative and has a currency."),
    "approvalrequest_amount_digits": _("The amount has more decimals than its currency."),
    "approvalstep_append_only": _("A decision is never changed or removed."),
    "approvalstep_decision_known": _("A decision approves or rejects."),
    "approvalstep_once": _("This step was decided a moment ago: reload the page."),
    "approvalstep_one_per_person": _("Each step needs another person: you have already decided on this request."),
    "approvalstep_rejection_says_why": _("A rejection says why."),
    "approvalpolicy_state_known": _("A policy is proposed or active."),
    "approvalpolicy_band_in_order": _("The upper amount must be above the lower one."),
    "approvalpolicy_days_in_order": _("A policy must end after it starts."),
    "approvalpolicy_has_steps": _("A policy has one, two or three steps: name a role for each."),
    "approvalpolicy_one_per_amount": _(
        "Another active policy already covers these amounts and days: choose a later day, or other amounts."
    ),
    # what the audit trail says
    "approval.requested": _("Asked for approval of %(object)s"),
    "approval.step_approved": _("Approved %(object)s as %(role)s"),
    "approval.step_rejected": _("Rejected %(object)s as %(role)s"),
    "approval.approved": _("The request for %(object)s was approved and done"),
    "approval.rejected": _("The request for %(object)s was rejected"),
    "approval.fallen": _("The request for %(object)s fell, because the record changed"),
    "approval.withdrawn": _("Withdrew the request for %(object)s"),
    "approval.expired": _("The request for %(object)s expired"),
    "approval_policy.proposed": _("Proposed the approval policy %(object)s"),
    "approval_policy.activated": _("The approval policy %(object)s is in force"),
    "approval_policy.ended": _("The approval policy %(object)s no longer holds from %(ends_on)s"),
}
