"""The URL is the whole state of a list: links are made by changing one part of the query and keeping the rest."""

from collections.abc import Iterable

from django.http import HttpRequest, QueryDict

# Not part of what a view keeps: where one is, not what one looks at.
PASSING = ("page", "view", "export", "fresh")


class Address:
    """The query string of a list page and its variations."""

    def __init__(self, request: HttpRequest) -> None:
        self.path, self.query = request.path, request.GET

    def changed(self, **parts: str | int | None) -> str:
        """The same page with parts replaced (None removes); any change but of the page itself goes back to page one."""
        query = self.query.copy()
        if "page" not in parts:
            query.pop("page", None)
        for name, value in parts.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return self.url(query)

    def without(self, names: Iterable[str]) -> str:
        return self.changed(**dict.fromkeys(names))

    def url(self, query: QueryDict) -> str:
        return f"{self.path}?{query.urlencode()}" if query else self.path

    @property
    def kept(self) -> str:
        """What a saved view keeps: filter and order, in one canonical spelling."""
        return canonical(self.query)


def canonical(query: QueryDict) -> str:
    pairs = sorted((name, value) for name, values in query.lists() for value in values if value and name not in PASSING)
    plain = QueryDict(mutable=True)
    for name, value in pairs:
        plain.appendlist(name, value)
    return plain.urlencode()
