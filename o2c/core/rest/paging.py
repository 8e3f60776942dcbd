"""Cursor paging in the order of the query: stable while rows are added, as fast on the last page as on the first."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request


class KeysetPaging(CursorPagination):
    page_size = 100
    max_page_size = 500
    page_size_query_param = "page_size"

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: Any) -> tuple[str, ...]:
        return tuple(map(str, queryset.query.order_by)) or ("pk",)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """One page as it is: the first has none before it, the last none behind."""
        link = {"type": ["string", "null"], "format": "uri"}
        pages = {"next": link, "previous": link, "results": schema}
        return {"type": "object", "required": list(pages), "properties": pages}
