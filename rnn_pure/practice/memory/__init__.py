"""python -m rnn_pure.practice.memory: how far back a network remembers.

    task.py       the data and the network: change these
    trials.py     training and judging, over lengths T and seeds
    reach.py      how much of delta_re is left, step by step back
    report.py     what is printed
    picture.py    what is drawn
    __main__.py   the command and its options
"""
