"""What operating systems do differently: the only place that uses calls which not every system has.

Each function has a branch for systems that lack the call. A system is told by what it has, not by its name, so that
tests take a call away and run the other branch. `tests/_util/platform` checks that no other module uses such calls.
"""
