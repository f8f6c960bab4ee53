"""Asks for what the arguments say, pair by pair: an operation and the address to ask. The clock is not the real one."""

import sys
import time

time.sleep = lambda seconds: print("waited", seconds * 1000)

from leads import Leads  # noqa: E402

for operation, base in zip(sys.argv[1::2], sys.argv[2::2]):
    try:
        print("done", len(getattr(Leads(base), operation)("1")))
    except Exception as error:
        print("failed", error)
