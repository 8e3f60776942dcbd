"""REST's door to data quality: issues with filters, possible duplicates, merging and undoing."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from o2c.accounts.customers.queries import customers
from o2c.accounts.quality import queries
from o2c.accounts.quality.filters import IssueFilter, ProposalFilter
from o2c.accounts.quality.models import CustomerMerge, MergeProposal, QualityIssue
from o2c.accounts.quality.services import merging
from o2c.core.rest.endpoints import Endpoint, endpoints


class IssueShape(serializers.Serializer[QualityIssue]):
    """A record that fails a rule; `expected` and `actual` where the rule compares."""

    id = serializers.UUIDField(source="public_id")
    rule = serializers.CharField(source="rule.code")
    customer = serializers.UUIDField(source="customer.public_id")
    subject_kind = serializers.CharField()
    subject = serializers.UUIDField(source="address")
    record = serializers.CharField(source="label")
    country = serializers.CharField()
    expected = serializers.CharField()
    actual = serializers.CharField()
    open_amounts = serializers.CharField()
    state = serializers.CharField()
    first_seen = serializers.DateField()
    last_seen = serializers.DateField()


class ProposalShape(serializers.Serializer[MergeProposal]):
    id = serializers.UUIDField(source="public_id")
    first = serializers.UUIDField(source="first.public_id")
    second = serializers.UUIDField(source="second.public_id")
    score = serializers.IntegerField()
    evidence = serializers.ListField(child=serializers.CharField())
    state = serializers.CharField()


class MergeShape(serializers.Serializer[CustomerMerge]):
    id = serializers.UUIDField(source="public_id")
    merged = serializers.UUIDField(source="source.public_id")
    survivor = serializers.UUIDField(source="survivor.public_id")
    merged_on = serializers.DateField()
    undo_until = serializers.DateField()
    reason = serializers.CharField()
    undone_at = serializers.DateTimeField(allow_null=True)


class IssueList(Endpoint):
    """Issues, what is owed most first; `?rule=`, `?state=`, `?country=`, `?q=` narrow them."""

    permission, Output, Filter = queries.VIEW, IssueShape, IssueFilter

    def get(self) -> Response:
        return self.listed(queries.issues(self.actor).order_by("pk"))


class DuplicateList(Endpoint):
    """Customers that may be one and the same."""

    permission, Output, Filter = queries.VIEW, ProposalShape, ProposalFilter

    def get(self) -> Response:
        return self.listed(queries.proposals(self.actor).order_by("pk"))


class MergeList(Endpoint):
    """Merges that were made, undone ones among them."""

    permission, Output = queries.VIEW, MergeShape
    many = True

    def get(self) -> Response:
        return self.listed(queries.merges(self.actor).order_by("pk"))


class MergeCreate(Endpoint):
    """Merge one customer into another. Nothing that was posted moves."""

    permission, Output = "accounts.merge_customers", MergeShape

    class Input(serializers.Serializer[Any]):
        merged = serializers.UUIDField()
        survivor = serializers.UUIDField()
        reason = serializers.CharField(max_length=300)

    def post(self) -> Response:
        given = self.input()
        source, survivor = (self.chosen(customers(self.actor), name, given[name]) for name in ("merged", "survivor"))
        return self.created(merging.merge_customers(source.pk, survivor=survivor, reason=given["reason"], actor=self.actor))


class MergeUndo(Endpoint):
    """Undo a merge within thirty days."""

    permission, Output = "accounts.undo_customer_merge", MergeShape

    class Input(serializers.Serializer[Any]):
        reason = serializers.CharField(max_length=300)

    def post(self, public_id: UUID) -> Response:
        merge = self.one(queries.merges(self.actor), public_id)
        return self.created(merging.undo_customer_merge(merge.pk, reason=self.input()["reason"], actor=self.actor))


urlpatterns = [
    endpoints("quality/issues", IssueList, name="api_quality_issues"),
    endpoints("quality/duplicates", DuplicateList, name="api_duplicates"),
    endpoints("customer-merges", MergeList, MergeCreate, name="api_customer_merges"),
    endpoints("customer-merges/<uuid:public_id>/undo", MergeUndo, name="api_customer_merge_undo"),
]
