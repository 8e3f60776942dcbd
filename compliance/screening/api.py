"""REST's door to screening: one or up to a hundred names, answered at once with every reason."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from o2c.compliance.screening.asked import SCHEMAS, subject_of
from o2c.compliance.screening.models import AskedScreening
from o2c.compliance.screening.services import screen_names
from o2c.compliance.screening.services.asking import MOST_NAMES, Asked
from o2c.core.rest.endpoints import Endpoint, endpoints
from o2c.core.sentences import sentence


class ScreeningName(serializers.Serializer[Any]):
    id = serializers.CharField(max_length=100, default="", help_text="Your own mark of the name; it comes back with the answer.")
    name = serializers.CharField(max_length=500)
    schema = serializers.ChoiceField(choices=["", *SCHEMAS], default="")
    birth_date = serializers.CharField(max_length=20, default="", allow_blank=True, help_text="YYYY, YYYY-MM or YYYY-MM-DD.")
    country = serializers.CharField(max_length=80, default="", allow_blank=True, help_text="ISO code or English name.")
    identifiers = serializers.ListField(child=serializers.CharField(max_length=80), default=list, max_length=20)


class ScreeningReason(serializers.Serializer[Any]):
    code = serializers.CharField()
    effect = serializers.FloatField()
    words = serializers.SerializerMethodField()

    def get_words(self, reason: dict[str, Any]) -> str:
        return sentence(reason["code"], reason["values"])


class ScreeningHit(serializers.Serializer[Any]):
    list_code = serializers.CharField(source="source")
    listed_id = serializers.CharField(source="entity_id", help_text="The publisher's own permanent id.")
    listed_name = serializers.CharField(source="name")
    matched_name = serializers.CharField()
    weak_alias = serializers.BooleanField()
    score = serializers.FloatField()
    decision = serializers.ChoiceField(choices=["match", "none"])
    programmes = serializers.ListField(child=serializers.CharField())
    countries = serializers.ListField(child=serializers.CharField())
    births = serializers.ListField(child=serializers.CharField())
    reasons = ScreeningReason(many=True)
    explanation = serializers.DictField()


class ScreeningAnswer(serializers.Serializer[Any]):
    id = serializers.CharField(source="mark")
    hits = ScreeningHit(many=True)


class ScreeningList(serializers.Serializer[Any]):
    list_code = serializers.CharField(source="source.code")
    version = serializers.IntegerField(source="number")
    published_on = serializers.DateField()
    active_since = serializers.DateTimeField(source="activated_at")


class ScreeningCreate(Endpoint):
    """Screen one or up to 100 names against the active lists, best hits first; nothing is opened by it."""

    permission = "compliance.screen_names"

    class Input(serializers.Serializer[Any]):
        names = serializers.ListField(child=ScreeningName(), min_length=1, max_length=MOST_NAMES)

    class Output(serializers.Serializer[AskedScreening]):
        id = serializers.UUIDField(source="public_id")
        at = serializers.DateTimeField(source="created_at")
        engine_version = serializers.CharField()
        config_version = serializers.CharField()
        lists = serializers.SerializerMethodField()
        answers = ScreeningAnswer(many=True)

        @extend_schema_field(ScreeningList(many=True))
        def get_lists(self, asked: AskedScreening) -> Any:
            return ScreeningList(asked.versions.select_related("source").order_by("source__code"), many=True).data

    def post(self) -> Response:
        names = self.input()["names"]
        asked = [Asked(one.pop("id"), subject_of(**one, at=f"names.{at}.")) for at, one in enumerate(names)]
        return self.created(screen_names(asked, actor=self.actor))


urlpatterns = [endpoints("screenings", ScreeningCreate, name="api_screenings")]
