"""The controls as a step of the night."""

from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.services import run_control
from o2c.billing.controls.spend import Part, spend_of
from o2c.core.clock import local_today
from o2c.core.jobs.progress import Progress


def run_all(j: Progress) -> None:
    """Each control in a chunk of its own, over spend laid out once; taken up again after the last one that is done."""
    codes, day = list(CONTROLS), j.job.day or local_today()
    j.total(len(codes))
    with spend_of(Part(day)):
        for index in range(int(j.cursor.get("done", 0)), len(codes)):
            with j.chunk(cursor={"done": index + 1}):
                found = run_control(codes[index], day=day, actor=j.actor)
            j.advance(0, findings=found.opened + found.reopened)
