"""A BaseSpace in a process: for the demo, for the tests, and for the tests of programs that use this package.

    async with Simulator(biosamples=50, seed=1) as simulator:
        async with BaseSpace(simulator.token, server=simulator.url) as basespace:
            ...

`world` has the state, `handlers` what each operation answers, `server` the HTTP around them.
"""

from .server import Simulator
from .statistics import Statistics
from .world import World

__all__ = ["Simulator", "Statistics", "World"]
