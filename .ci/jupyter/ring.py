"""Runs every test of a folder; exits with 1 if one fails, or is skipped, or there is none."""

import sys
import unittest


def main(folder: str, pattern: str = "test_*.py") -> int:
    suite = unittest.defaultTestLoader.discover(folder, pattern=pattern)
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    for test, reason in result.skipped:
        print(f"skipped, which this ring does not allow: {test}: {reason}", file=sys.stderr)
    passed = result.wasSuccessful() and not result.skipped and result.testsRun > 0
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
