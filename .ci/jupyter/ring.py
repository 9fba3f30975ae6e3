"""Runs every test of this folder; exits with 1 if one fails, or is skipped, or there is none."""

import pathlib
import sys
import unittest

FOLDER = pathlib.Path(__file__).parent


def main(pattern: str) -> int:
    suite = unittest.defaultTestLoader.discover(str(FOLDER), pattern=pattern)
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    for test, reason in result.skipped:
        print(f"skipped, which this ring does not allow: {test}: {reason}", file=sys.stderr)
    passed = result.wasSuccessful() and not result.skipped and result.testsRun > 0
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "test_*.py"))
