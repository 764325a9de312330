"""A BaseSpace in a process: for the demo, for the tests, and for the tests of programs that use this package.

    async with Simulator(biosamples=50, seed=1) as simulator:
        async with BaseSpace(simulator.token, server=simulator.url) as basespace:
            ...

`world` has the records, `rules` checks and applies changes, `serializers` make JSON of records, `handlers` serve each
operation, `faults` are the errors to inject, and `http` is the server.
"""

from .builder import WorldBuilder
from .faults import Fault, Faults, parse_faults
from .http.metrics import Served, ServerMetrics
from .http.server import Simulator
from .world.clock import Clock
from .world.world import World

__all__ = ["Clock", "Fault", "Faults", "Served", "ServerMetrics", "Simulator", "World", "WorldBuilder", "parse_faults"]
