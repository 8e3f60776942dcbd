"""Charts as SVG geometry: pure functions from figures to shapes; `components/chart_*.html` draw them.

Every mark may carry a URL: it becomes a link to the rows behind it, with its words as the title. Figures are Decimals or
numbers; drawing rounds to a tenth of a unit and nothing else does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 400.0
Figure = Decimal | int | float


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure to draw: its label, its value, the words a reader gets for it ("EUR 1,200.00") and where it leads.

    `short` is what stands beside the mark where the words are too long; say the unit in the chart's title.
    """

    label: str
    value: Figure
    words: str
    url: str = ""
    series: int = 0
    short: str = ""

    @property
    def figure(self) -> str:
        return self.short or self.words


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle. `label_x`, `label_y` is where its label is anchored."""

    mark: Mark
    x: float
    y: float
    width: float
    height: float
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Line:
    mark: Mark
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Shapes in a box of `width` by `height`. `zero` is where the axis of zero lies; `points`, `area` are for lines."""

    width: float
    height: float
    zero: float
    bars: tuple[Bar, ...] = ()
    dots: tuple[Line, ...] = ()
    points: str = ""
    area: str = ""

    @property
    def box(self) -> str:
        return f"0 0 {self.width:g} {self.height:g}"


def bars(marks: Sequence[Mark], *, height: float = 180.0) -> Chart:
    """Upright bars side by side, in the given order; negative ones hang below the axis of zero."""
    head, foot = 18.0, 18.0
    low, high = _span([mark.value for mark in marks])
    scale = (height - head - foot) / (high - low)
    zero = _round(head + high * scale)
    slot = WIDTH / max(len(marks), 1)
    drawn = []
    for position, mark in enumerate(marks):
        value = float(mark.value)
        top = zero - max(value, 0.0) * scale
        x, width = position * slot + slot * 0.12, slot * 0.76
        drawn.append(Bar(mark, *_rounded(x, top, width, abs(value) * scale, x + width / 2, height - 4)))
    return Chart(WIDTH, height, zero, bars=tuple(drawn))


def rows(marks: Sequence[Mark], *, row: float = 26.0) -> Chart:
    """Bars lying below each other, longest possible at the largest value: for ranked lists. Negative values count as zero."""
    label = 165.0  # room for a name of 24 letters
    high = max([float(mark.value) for mark in marks] + [0.0]) or 1.0
    drawn = []
    for position, mark in enumerate(marks):
        width = max(float(mark.value), 0.0) / high * (WIDTH - label - 60)
        y = position * row + row * 0.15
        drawn.append(Bar(mark, *_rounded(label, y, width, row * 0.7, label + width + 6, y + row * 0.5)))
    return Chart(WIDTH, max(len(marks), 1) * row, label, bars=tuple(drawn))


def stacked(marks: Sequence[Mark], *, height: float = 28.0) -> Chart:
    """One bar in parts that fill its width in proportion; negative and zero parts are left out."""
    parts = [mark for mark in marks if mark.value > 0]
    total = float(sum(Decimal(str(mark.value)) for mark in parts)) or 1.0
    drawn, x = [], 0.0
    for mark in parts:
        width = float(mark.value) / total * WIDTH
        drawn.append(Bar(mark, *_rounded(x, 0.0, width, height, x + width / 2, height / 2 + 4)))
        x += width
    return Chart(WIDTH, height, 0.0, bars=tuple(drawn))


def line(marks: Sequence[Mark], *, height: float = 160.0, width: float = WIDTH, pad: float = 18.0) -> Chart:
    """A line through the figures from left to right, the scale always containing zero."""
    low, high = _span([mark.value for mark in marks])
    scale = (height - 2 * pad) / (high - low)
    zero = _round(pad + high * scale)
    step = (width - 2 * pad) / max(len(marks) - 1, 1)
    dots = tuple(Line(mark, *_rounded(pad + index * step, zero - float(mark.value) * scale)) for index, mark in enumerate(marks))
    points = " ".join(f"{dot.x:g},{dot.y:g}" for dot in dots)
    area = f"{dots[0].x:g},{zero:g} {points} {dots[-1].x:g},{zero:g}" if dots else ""
    return Chart(width, height, zero, dots=dots, points=points, area=area)


def sparkline(values: Sequence[Figure]) -> Chart:
    """A line without axis or labels, small enough to stand in a table row."""
    return line([Mark("", value, "") for value in values], height=20.0, width=80.0, pad=2.0)


def _span(values: Sequence[Figure]) -> tuple[float, float]:
    """Lowest and highest value, always with zero between and never the same."""
    low, high = min([0.0, *map(float, values)]), max([0.0, *map(float, values)])
    return (low, high) if high > low else (0.0, 1.0)


def _round(value: float) -> float:
    return round(value, 1)


def _rounded(*values: float) -> tuple[float, ...]:
    return tuple(_round(value) for value in values)
