"""How well screening finds: real lists from $SAMPLE_DATA, names written otherwise and names of nobody listed, each kind of variation apart.

Beside it the plain tool: nomenklatura's logic-v2 where it is installed (requirements/compare.in), otherwise a rapidfuzz scan.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings

from o2c.bench import book
from o2c.bench.figures import Figure
from o2c.bench.measures import plain_screening
from o2c.compliance.screening.engine import Config, Hit, Index, Subject, build_index, screen
from o2c.compliance.watchlists.readers import BirthDate

EACH, CLEAN, PLAIN = 15, 600, 50
Scores = Callable[[Subject, Sequence[Hit]], dict[str, float]]  # who is asked for and our candidates -> party key and score


def screening_quality(sizes: book.Sizes) -> Iterator[Figure]:
    if not os.environ.get("SAMPLE_DATA"):
        return
    sys.path.insert(0, str(Path(settings.BASE_DIR) / "tests"))  # the generator of the sets is the tests' own
    sets, figures = import_module("labelled.screened"), import_module("labelled.figures")
    samples = Path(os.environ["SAMPLE_DATA"])
    parties = sets.ofac(samples)
    asked = sets.labelled_set(parties, samples, book.SEED + time.gmtime().tm_yday, each=EACH, clean=CLEAN)
    index = build_index(parties)
    name, plain = plain_screening.scorer(index)
    for known in (False, True):
        ours, theirs = _answers(asked, index, plain, figures, known=known)
        yield from _judged(ours, theirs, figures, name, known=known)
        if not known:
            yield from _by_variation(ours, theirs, figures, name)
    yield _speed([_subject(one, known=False) for one in asked], build_index(parties), plain, name)


def _answers(asked: Sequence[Any], index: Index, plain: Scores, figures: Any, *, known: bool) -> tuple[list[Any], list[Any]]:
    """Our answers and the plain tool's."""
    config = Config(record_from=0.3)
    ours, theirs = [], []
    for one in asked:
        subject = _subject(one, known=known)
        hits = screen(subject, index, config)
        ours.append(_answer(one, {hit.party.key: hit.score for hit in hits}, figures))
        theirs.append(_answer(one, plain(subject, hits), figures))
    return ours, theirs


def _subject(one: Any, *, known: bool) -> Subject:
    year, month, day = (int(part) for part in [*one.birth.split("-"), "0", "0"][:3]) if one.birth else (0, 0, 0)
    born = (BirthDate(year, month, day),) if known and year else ()
    return Subject(one.kind, (one.name,), born, (one.country,) if known and one.country else ())


def _answer(one: Any, scores: dict[str, float], figures: Any) -> Any:
    return figures.Answer(one, scores.get(one.key, 0.0), max((score for key, score in scores.items() if key != one.key), default=0.0))


def _judged(ours: Sequence[Any], theirs: Sequence[Any], figures: Any, name: str, *, known: bool) -> Iterator[Figure]:
    given = "with birth date and country" if known else "names only"
    judges: dict[str, Callable[[Sequence[Any]], float]] = {
        "precision at the best F1": lambda answers: figures.best(answers).precision,
        "recall at the best F1": lambda answers: figures.best(answers).recall,
        "best F1": lambda answers: figures.best(answers).f1,
        "recall at 99 % precision": lambda answers: figures.recall_at_precision(answers, 0.99).recall,
        "recall while 1 % of clean names alert": lambda answers: figures.recall_at_alerts(answers, 0.01).recall,
        "recall while 0.1 % of clean names alert": lambda answers: figures.recall_at_alerts(answers, 0.001).recall,
    }
    for question, judge in judges.items():
        yield Figure(f"screening, {given}: {question}", name, judge(ours), judge(theirs), unit="")


def _by_variation(ours: Sequence[Any], theirs: Sequence[Any], figures: Any, name: str) -> Iterator[Figure]:
    """Found at the threshold of 99 % precision of each."""
    mine, others = (figures.by_variation(figures.recall_at_precision(answers, 0.99).threshold, answers) for answers in (ours, theirs))
    for variation, (count, found) in mine.items():
        what = "alert" if variation.startswith("clean") else "found at 99 % precision"
        yield Figure(f"  {variation.replace('_', ' ')}: {what}", name, found, others[variation][1], unit="", note=f"{count} names")


def _speed(subjects: Sequence[Subject], index: Index, plain: Scores, name: str) -> Figure:
    """Processor time of one core, from an index nobody has asked yet."""
    config, taken = Config(), []
    for subject in subjects:
        started = time.process_time()
        screen(subject, index, config)
        taken.append(time.process_time() - started)
    few = subjects[:: len(subjects) // PLAIN]
    hits = [screen(subject, index, config) for subject in few]
    started = time.process_time()
    for subject, found in zip(few, hits, strict=True):
        plain(subject, found)
    plainly = (time.process_time() - started) / len(few) * len(subjects)
    note = f"{len(taken) / sum(taken):,.0f} names a second and core; one takes {statistics.quantiles(taken, n=20)[-1] * 1000:.1f} ms at p95"
    return Figure(f"screening {len(taken)} names", name, sum(taken), plainly, note=note)
