"""Inputs and targets of the fuzzing."""
