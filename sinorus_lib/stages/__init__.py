"""What a comparison does in pieces: articles are read a few at a time, events are aligned one by one.

Each piece depends on nothing but itself and the settings. So it can be done in any process, on any machine that
shares the folder, in any order; and what was done once is found again by the content it was made of.
"""
