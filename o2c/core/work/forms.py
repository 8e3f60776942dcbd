"""What is typed to give out work, to put it to sleep and to hand it on."""

import zoneinfo
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity
from o2c.core.pages import DateField, Form
from o2c.core.work.models import Priority, TaskTemplate, WorkQueue

MORNING = time(8)


class ReasonForm(Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class SnoozeForm(ReasonForm):
    until = DateField(label=_("Sleep until"), help_text=_("Such as 31/12, +3 or eom; it is back in the morning."))

    field_order = ["until", "reason"]

    def arguments(self) -> dict[str, Any]:
        morning = datetime.combine(self.cleaned_data["until"], MORNING, timezone.get_current_timezone())
        return {**self.cleaned_data, "until": morning}


class AssignForm(Form):
    owner = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), required=False)
    queue = forms.ModelChoiceField(label=_("Queue"), queryset=WorkQueue.objects.none(), required=False, to_field_name="code")
    reason = forms.CharField(label=_("Reason"), max_length=2000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.filter(is_active=True, is_robot=False).order_by("name")  # type: ignore[attr-defined]
        self.fields["queue"].queryset = WorkQueue.objects.order_by("code")  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        queue = self.cleaned_data["queue"]
        return {**self.cleaned_data, "queue": queue.code if queue else ""}


class TaskForm(AssignForm):
    template = forms.ModelChoiceField(label=_("Template"), queryset=TaskTemplate.objects.none(), required=False)
    title = forms.CharField(label=_("What"), max_length=200, required=False, help_text=_("Empty: as the template says."))
    text = forms.CharField(label=_("What to do"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=10_000)
    due_on = DateField(label=_("Due on"), required=False, help_text=_("Such as 31/12, +3 or eom; moved to the next working day."))
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Priority.choices, coerce=int, initial=Priority.NORMAL)

    field_order = ["template", "title", "text", "owner", "queue", "due_on", "priority"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        self.fields["template"].queryset = TaskTemplate.objects.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("title") and not cleaned.get("template"):
            self.add_error("title", _("Say what is to be done, or choose a template."))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What is left empty comes from the template."""
        given = super().arguments()
        if template := given["template"]:
            given["title"] = given["title"] or template.title
            given["text"] = given["text"] or template.text
            given["queue"] = given["queue"] or ("" if given["owner"] else template.queue.code)
        return given


class TemplateForm(Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("What to do"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    queue = forms.ModelChoiceField(label=_("Queue"), queryset=WorkQueue.objects.none(), to_field_name="code")
    hours = forms.IntegerField(label=_("Working hours to do it in"), min_value=1, max_value=400, initial=8)
    closing_day = forms.IntegerField(
        label=_("Working day of the month's end"),
        help_text=_("-1 is the last working day of a month, 1 the first one after it. Empty: not part of the month's end."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["queue"].queryset = WorkQueue.objects.order_by("code")  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "queue": self.cleaned_data["queue"].code}


class MonthEndForm(Form):
    entity = forms.ModelChoiceField(label=_("Legal entity"), queryset=LegalEntity.objects.none())
    month = DateField(label=_("Month"), help_text=_("Any day of it."))

    def __init__(self, *args: Any, entities: QuerySet[LegalEntity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].queryset = entities  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        return {"entity_id": self.cleaned_data["entity"].pk, "month": self.cleaned_data["month"]}


class QueueForm(Form):
    calendar = forms.CharField(label=_("Holiday calendar"), max_length=10, required=False, help_text=_("Country, or country-region: DE-BY"))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=lambda: [(zone, zone) for zone in sorted(zoneinfo.available_timezones())])
    opens_at = forms.TimeField(label=_("Opens"))
    closes_at = forms.TimeField(label=_("Closes"))
    version = forms.IntegerField(widget=forms.HiddenInput)
