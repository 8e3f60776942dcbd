"""What the pages about people ask for."""

import zoneinfo
from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from o2c.core.access.models import User
from o2c.core.access.queries import NEVER_COVERED, colleagues, scope
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.access.services.grants import EMERGENCY_HOURS
from o2c.core.pages.fields import DateField, LastDayField
from o2c.core.pages.forms import Form

PICKER = {"data-picker": ""}


def zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones()) if "/" in name or name == "UTC"]


def roles() -> list[tuple[str, Any]]:
    return [(code, label) for code, label in ROLE_NAMES.items() if code != "system"]


class SignInForm(Form):
    validates_on_blur = False
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}),
    )
    password = forms.CharField(label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class CodeForm(Form):
    validates_on_blur = False
    code = forms.CharField(
        label=_("Code from your app, or a recovery code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}),
    )


class ForgottenForm(Form):
    validates_on_blur = False
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))


class PasswordForm(Form):
    """Twice the same new password; whether it is good enough is the verb's answer."""

    validates_on_blur = False
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 12 characters. Several words are easy to remember and hard to guess."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(label=_("New password, again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("password"):
            raise ValidationError(_("The two passwords are not the same: type the new one twice."))
        return str(self.cleaned_data["again"])

    def arguments(self) -> dict[str, Any]:
        return {"password": self.cleaned_data["password"]}


class PresentPasswordForm(Form):
    validates_on_blur = False
    password = forms.CharField(
        label=_("Present password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class NewPasswordForm(PasswordForm):
    present = forms.CharField(
        label=_("Present password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ["present", "password", "again"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_present(self) -> str:
        if not self.user.check_password(self.cleaned_data["present"]):
            raise ValidationError(_("This is not your present password."))
        return str(self.cleaned_data["present"])


class TotpForm(Form):
    validates_on_blur = False
    code = forms.CharField(
        label=_("Code the app shows now"),
        max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ProfileForm(Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, widget=forms.Select(attrs=PICKER))
    roomy = forms.BooleanField(label=_("Higher rows in lists"), required=False)


class ChangeUserForm(Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))


class InviteForm(ChangeUserForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, initial="Europe/Paris", widget=forms.Select(attrs=PICKER))


class ReasonForm(Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class DeactivateForm(ReasonForm):
    heir = forms.ModelChoiceField(
        label=_("Who takes over what this person owns"), queryset=User.objects.none(), required=False, widget=forms.Select(attrs=PICKER)
    )

    def __init__(self, *args: Any, leaving: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heir"].queryset = colleagues().exclude(pk=leaving.pk)  # type: ignore[attr-defined]


class GrantForm(Form):
    role = forms.ChoiceField(label=_("Role"), choices=roles)
    entity = forms.ModelChoiceField(label=_("Entity"), queryset=User.objects.none(), required=False, empty_label=_("all"))
    region = forms.RegexField(r"^[A-Z]{2}$", label=_("Region"), help_text=_("Country code, such as FR. Empty: all."), required=False)
    portfolio = forms.CharField(label=_("Portfolio"), max_length=40, help_text=_("Empty: all."), required=False)
    starts_on = DateField(label=_("From"))
    ends_on = LastDayField(label=_("Until and including"), help_text=_("The last day with the role. Empty: without end."), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entities = apps.get_model("core.LegalEntity")  # a room above this one
        within = scope(entities._base_manager, actor, "core.grant_role")
        self.fields["entity"].queryset = within.order_by("code")  # type: ignore[attr-defined]


class EmergencyForm(Form):
    role = forms.ChoiceField(label=_("Role"), choices=lambda: [each for each in roles() if each[0] not in NEVER_COVERED])
    hours = forms.IntegerField(label=_("For how many hours"), min_value=1, max_value=EMERGENCY_HOURS, initial=4)
    reason = forms.CharField(label=_("Why nobody else can do it now"), max_length=200)


class ReviewForm(Form):
    note = forms.CharField(label=_("What was done with it, and was that right?"), max_length=400, widget=forms.Textarea(attrs={"rows": 4}))


class CoverForm(Form):
    by = forms.ModelChoiceField(label=_("Who stands in"), queryset=colleagues(), widget=forms.Select(attrs=PICKER))
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Back on"), help_text=_("The first day of work again."))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Holiday, training, illness…"))
    hand_over = forms.CharField(
        label=_("Hand-over note"),
        help_text=_("What the stand-in must know: promises due, disputes to chase, people to call."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class CoverForOtherForm(CoverForm):
    absent = forms.ModelChoiceField(label=_("Who is away"), queryset=colleagues(), widget=forms.Select(attrs=PICKER))
    field_order = ["absent"]

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {"absent_id": given.pop("absent").pk, **given}
