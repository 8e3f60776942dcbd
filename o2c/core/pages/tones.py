"""Which of four tones a state has. The word says what it is; the tone only helps the eye."""

_TONES = {
    "st-ok": "active ready paid done kept released sent approved applied posted succeeded green cleared valid settled open_for_posting "
    "current activated false_positive live verified signed passed fetched",
    "st-info": "open new draft requested planned running queued in_progress proposed assigned low info alert investigating "
    "submitted onboarding",
    "st-warn": "hold on_hold blocked_soon suspended waiting paused overdue expiring medium stale partly_paid snoozed warning warn "
    "escalated more_info release_proposed held unreachable closing returned",
    "st-bad": "blocked failed broken rejected frozen cancelled refused stop confirmed expired high critical red disputed locked error "
    "dead bounced missing invalid terminated late",
}
_BY_STATE = {state: tone for tone, states in _TONES.items() for state in states.split()}


def tone(state: object) -> str:
    """The class of a state; an unknown one is neutral."""
    return _BY_STATE.get(str(state), "")
