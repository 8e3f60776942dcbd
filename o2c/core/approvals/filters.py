"""Filters of requests and policies."""

from o2c.core.approvals.models import ApprovalPolicy, ApprovalRequest
from o2c.core.pages import FilterSet


class ApprovalFilter(FilterSet):
    class Meta(FilterSet.Meta):
        model = ApprovalRequest
        fields = ["state", "entity"]


class PolicyFilter(FilterSet):
    class Meta(FilterSet.Meta):
        model = ApprovalPolicy
        fields = ["state", "currency"]
