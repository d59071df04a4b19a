"""Three programs in which a network learns, each a file to read from the top.

    reading.py   reads numbers aloud: the loop forward, bptt, step
    memory.py    how far back it learns: fit
    names.py     invents names after a list of yours: truncated BPTT
    frame.py     what the three share
"""
