"""Forms of the screening room."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.compliance.screening.asked import SCHEMAS, subject_of
from o2c.compliance.screening.engine import Config
from o2c.compliance.screening.models import ScreeningConfig
from o2c.compliance.screening.services.asking import Asked
from o2c.compliance.watchlists.models import WatchlistSource
from o2c.core.errors import BusinessError
from o2c.core.pages import Form
from o2c.core.sentences import explain

LABELS = {
    "record_from": _("Kept for the record from"),
    "alert_from": _("Alert from"),
    "hold_from": _("Holds the customer from"),
    "candidates": _("Candidates looked at closely"),
    "pair_from": _("Two names are the same from"),
    "level": _("Curve: where no evidence stands"),
    "spread": _("Curve: evidence that makes one step"),
    "weak_ceiling": _("Most a weak alias scores"),
    "weak_word_ceiling": _("Most a weak alias of one word scores"),
    "strong_number": _("Score of an equal number, valid"),
    "weak_number": _("Score of an equal number, unproven"),
}
GROUPS = {
    "name_weights": _("Names against the lists: %(what)s"),
    "pair_weights": _("Two names beside each other: %(what)s"),
    "effects": _("Known facts: %(what)s"),
    "pair_effects": _("Known facts of two beside each other: %(what)s"),
}
MEMBERS = {
    "base": _("where every comparison begins"),
    "said_first": _("what meets, first unit"),
    "said_second": _("what meets, second unit"),
    "said_more": _("what meets, beyond"),
    "unlike": _("spelling differs"),
    "worst": _("the part that differs most"),
    "ours_left": _("left over on our side"),
    "theirs_left": _("left over on the list's side"),
    "both_left": _("left over on both sides"),
    "some_left": _("left over on either side"),
    "against": _("the rest contradicts"),
    "clash": _("telling parts contradict"),
    "lone": _("only one part meets"),
    "lone_unlike": _("only one part meets, and its spelling differs"),
    "weak_alias": _("weak alias"),
    "birth_same_day": _("born on the same day"),
    "birth_swapped": _("born on the same day, day and month exchanged"),
    "birth_same_month": _("born in the same month"),
    "birth_same_year": _("born in the same year"),
    "birth_near": _("born about the same time"),
    "birth_differs": _("born at another time"),
    "country_shared": _("a country in common"),
    "country_differs": _("no country in common"),
    "gender_differs": _("another gender"),
    "kind_differs": _("person against company"),
    "vessel_or_aircraft": _("ship or aircraft against another kind"),
    "form_differs": _("another legal form"),
    "digits_differ": _("other numbers in the name"),
    "digits_one_side": _("a number in one name only"),
    "number_differs": _("another number of the same kind"),
}


def label_of(name: str) -> str:
    """What a number of the configuration is for, in words."""
    group, _dot, member = name.rpartition(".")
    return str(GROUPS[group]) % {"what": MEMBERS[member]} if group else str(LABELS[name])


class AskForm(Form):
    name = forms.CharField(label=_("Name"), max_length=500)
    schema = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("not known")), *((one, one) for one in SCHEMAS)])
    birth_date = forms.CharField(label=_("Birth date"), required=False, max_length=20, help_text=_("1966, 1966-09 or 1966-09-08"))
    country = forms.CharField(label=_("Country"), required=False, max_length=80, help_text=_("Code or English name"))
    identifier = forms.CharField(label=_("Number"), required=False, max_length=80, help_text=_("A number, or its kind too: tax:7744001497"))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            number = given.get("identifier", "")
            known = {name: given.get(name, "") for name in ("schema", "birth_date", "country")}
            try:
                self.subject = subject_of(given["name"], identifiers=[number] if number else [], **known)
            except BusinessError as refused:
                self.add_error(refused.field, explain(refused))
        return given

    def arguments(self) -> dict[str, Any]:
        return {"names": [Asked("", self.subject)]}


def numbers_of(config: Config) -> Iterator[tuple[str, float]]:
    """Every number of a configuration by its name; one of a group as `effects.birth_differs`."""
    for name, value in asdict(config).items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{member}", weight) for member, weight in value.items())
        else:
            yield name, value


class ConfigForm(Form):
    """Every number of the configuration as it is; what is changed is proposed."""

    def __init__(self, *args: Any, now: Config, chosen: ScreeningConfig | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = dict(numbers_of(now))
        for name, value in sorted(self.now.items(), key=lambda pair: (pair[0] not in LABELS, "." in pair[0])):
            field = forms.IntegerField if isinstance(value, int) else forms.FloatField
            self.fields[name.replace(".", "__")] = field(label=label_of(name), initial=value)
        sources = [(source.code, source.name) for source in WatchlistSource.objects.order_by("code")]
        self.fields["left_out"] = forms.MultipleChoiceField(
            label=_("Lists left out"), choices=sources, required=False, widget=forms.CheckboxSelectMultiple,
            initial=chosen.left_out if chosen else [],
        )  # fmt: skip
        self.fields["reason"] = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def arguments(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name.replace(".", "__")] for name in self.now}
        changes = {name: value for name, value in given.items() if value != self.now[name]}
        return {"changes": changes, "left_out": self.cleaned_data["left_out"], "reason": self.cleaned_data["reason"]}


class DeclineForm(Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
