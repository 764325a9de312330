"""Async Python SDK for Illumina BaseSpace Sequence Hub (REST API v2).

    async with BaseSpace() as basespace:
        async for biosample in basespace.biosamples.list():
            print(biosample.id, biosample.biosample_name)

Modules: `models` (the models), `errors` (every exception), `config` (server and token), `auth` (tokens from OAuth
flows), `resources` (a class for each resource; `resources.thresholds` makes QC thresholds and workflow dependencies),
`downloads` (files to disk), `uploads` (files from disk), `samplesheets` (sample sheets for pipelines), `harvest`
(metadata to tables), `filesystem` (fsspec), `progress` (progress of long jobs) and `transport` (HTTP and its
middlewares).

Docstrings mark how a fact about the service is known: (reference) is in Illumina's documentation, (observed) was seen
in its responses, (inferred) is a conclusion, and (client) comes from other clients of the API.

Names are imported when they are first used, so that importing the package is quick. `__init__.pyi` lists them.
"""

from __future__ import annotations

from ._lazy import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    __file__,
    {
        "RuleError": "PreconditionError",
        "credentials": "basespace_async.auth",
        "thresholds": "basespace_async.resources.thresholds",
    },
)
