"""What is measured, in the order it is printed."""

from collections.abc import Callable, Iterator

from o2c.bench.book import Sizes
from o2c.bench.figures import Figure
from o2c.bench.measures.ageing import ageing
from o2c.bench.measures.allocating import allocating
from o2c.bench.measures.billing import billing
from o2c.bench.measures.controls import controls
from o2c.bench.measures.duplicates import duplicates_found
from o2c.bench.measures.export import export
from o2c.bench.measures.lists import lists
from o2c.bench.measures.matching import matching
from o2c.bench.measures.pages import pages
from o2c.bench.measures.passes import passes
from o2c.bench.measures.screening import screening
from o2c.bench.measures.screening_quality import screening_quality
from o2c.bench.measures.statements import statements

MEASURES: dict[str, Callable[[Sizes], Iterator[Figure]]] = {
    "ageing": ageing,
    "pages": pages,
    "lists": lists,
    "export": export,
    "allocating": allocating,
    "billing": billing,
    "screening": screening,
    "screening_quality": screening_quality,
    "passes": passes,
    "duplicates": duplicates_found,
    "controls": controls,
    "matching": matching,
    "statements": statements,
}
