"""How good the alignment is, on data that nothing was fitted on: ``python -m sinorus_lib.evaluation``."""
