"""Unrolled's launcher, standard library only.

cli reads the command line and hands over to one module a command: lab, running, testing, doctor, data, bench, clean. They
stand on setup, which brings build/ up to date by java, maven and kernel; below are notebooks, steps, programs,
machine, network, files, and telling at the bottom. Arrows point down; a test holds them to it.
"""
