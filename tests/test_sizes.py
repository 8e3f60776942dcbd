"""Short files and short functions: what is longer than this is two things."""

import ast
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
CODE = ["o2c", "accounts", "billing", "collections", "compliance", "tests"]
FILE, FUNCTION, TEMPLATE = 400, 60, 100


def ours(pattern: str, *folders: str) -> list[Path]:
    paths = [path for folder in folders for path in (HOUSE / folder).rglob(pattern) if path.is_file()]
    return [path for path in paths if not {"migrations", "vendor", "__pycache__"} & set(path.parts)]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_python_file_is_long() -> None:
    assert [(str(path), lines) for path in ours("*.py", *CODE) if (lines := len(path.read_text().splitlines())) > FILE] == []


def test_no_function_is_long() -> None:
    long = [
        f"{path.relative_to(HOUSE)}:{function.lineno} {function.name}"
        for path in ours("*.py", *CODE)
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno >= FUNCTION
    ]
    assert long == []


def test_no_template_is_long() -> None:
    assert [(str(path), lines) for path in ours("*.*", "templates") if (lines := len(path.read_text().splitlines())) > TEMPLATE] == []


def test_the_ruler_measures(tmp_path: Path) -> None:
    long = tmp_path / "long.py"
    long.write_text("def f():\n" + "    x = 1\n" * FUNCTION)
    assert [f.end_lineno for f in functions(long)] == [FUNCTION + 1]
