"""What a bench's report says of its targets."""

import sys


def judge(targets):
    """Prints each target and ends the program, with status 1 where one was missed.

    targets: pairs of what it is and whether it was met
    """
    missed = False
    for what, met in targets:
        print(f"{'met' if met else 'MISSED'}: {what}")
        missed = missed or not met
    sys.exit(missed)
