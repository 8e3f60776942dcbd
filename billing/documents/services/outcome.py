"""What became of the rows of one chunk."""

from dataclasses import dataclass, field

from o2c.core.findings import Finding


@dataclass(slots=True)
class Outcome:
    """How many rows were written, how many were there already, and which could not be used."""

    added: int = 0
    known: int = 0
    findings: list[Finding] = field(default_factory=list)

    def __iadd__(self, other: "Outcome") -> "Outcome":
        self.added += other.added
        self.known += other.known
        self.findings += other.findings
        return self
