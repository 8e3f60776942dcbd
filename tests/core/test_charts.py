"""Charts: shapes stay inside their box and keep the proportions of the figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.core import charts

values = st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=2), max_size=12)
positive = st.lists(st.decimals(min_value="0.01", max_value=10**9, places=2), min_size=1, max_size=12)


def marks(figures: list[Decimal]) -> list[charts.Mark]:
    return [charts.Mark(str(figure), figure, str(figure)) for figure in figures]


@given(values)
@pytest.mark.parametrize("draw", [charts.bars, charts.rows, charts.stacked])
def test_every_bar_lies_inside_the_box(draw: object, figures: list[Decimal]) -> None:
    chart = draw(marks(figures))  # type: ignore[operator]
    for bar in chart.bars:
        assert bar.width >= 0
        assert bar.height >= 0
        assert -0.2 <= bar.x <= bar.x + bar.width <= chart.width + 0.2
        assert -0.2 <= bar.y <= bar.y + bar.height <= chart.height + 0.2


@given(values)
def test_every_point_of_a_line_lies_inside_the_box(figures: list[Decimal]) -> None:
    chart = charts.line(marks(figures))
    assert len(chart.dots) == len(figures)
    for dot in chart.dots:
        assert 0 <= dot.x <= chart.width
        assert 0 <= dot.y <= chart.height


@given(positive)
def test_the_parts_of_a_stacked_bar_fill_it_in_proportion(figures: list[Decimal]) -> None:
    chart = charts.stacked(marks(figures))
    assert sum(bar.width for bar in chart.bars) == pytest.approx(chart.width, abs=0.1 * len(figures))
    for bar, figure in zip(chart.bars, figures, strict=True):
        assert bar.width == pytest.approx(float(figure / sum(figures)) * chart.width, abs=0.1)


@given(positive)
def test_a_bar_twice_as_high_means_twice_as_much(figures: list[Decimal]) -> None:
    chart = charts.bars(marks([*figures, max(figures) * 2]))
    assert chart.bars[-1].height == pytest.approx(2 * max(bar.height for bar in chart.bars[:-1]), abs=0.2)


def test_negative_bars_hang_below_the_axis() -> None:
    up, down = charts.bars(marks([Decimal(10), Decimal(-10)])).bars
    assert up.y + up.height == pytest.approx(down.y, abs=0.1)


def test_nothing_to_draw_is_an_empty_chart() -> None:
    assert charts.line([]).area == ""
    assert charts.bars([]).bars == ()
    assert charts.stacked(marks([Decimal(0)])).bars == ()


def test_a_sparkline_rises_when_its_figures_do() -> None:
    dots = charts.sparkline([1, 2, 3]).dots
    assert dots[0].y > dots[1].y > dots[2].y
