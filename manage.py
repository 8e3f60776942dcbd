#!/usr/bin/env python
"""Django's command line. Starts the embedded stores first when none are configured."""

import os
import sys

WITHOUT_STORES = {"read_statement", "match_cash"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "o2c.settings")
    from o2c import embedded

    if not WITHOUT_STORES.intersection(sys.argv[1:2]):
        embedded.ensure()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
