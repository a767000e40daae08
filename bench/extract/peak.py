#!/usr/bin/env python3
"""Runs a command, drops what it prints, and says what it took.

  peak.py COMMAND...
"""
import resource, subprocess, sys, time

begun = time.time()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f'{" ".join(sys.argv[1:3])}: peak {used.ru_maxrss / 1024:.0f} MB, '
      f'{used.ru_utime + used.ru_stime:.1f} CPU s, {time.time() - begun:.1f} s')
