#!/usr/bin/env python
"""Django's command line. Starts the embedded stores first when none are configured."""

import gc
import os
import sys

ON_FILES = {"read_statement", "compare_names"}
MANY = 200_000  # objects made before a search for rings among them: commands read many rows and make no rings


def works_on_files(argv: list[str]) -> bool:
    """Whether the command needs neither stores nor tables."""
    command = argv[1] if len(argv) > 1 else ""
    if command == "match_cash":
        return not any(one.startswith("--account") for one in argv)
    return command in ON_FILES or (command == "screen_names" and any(one.startswith("--list") for one in argv))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "o2c.settings")
    gc.set_threshold(MANY, 20, 20)
    if works_on_files(sys.argv):
        os.environ["FILES_ONLY"] = "true"
    else:
        from o2c import embedded

        embedded.ensure()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
