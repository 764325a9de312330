"""What the world is made of: records that name each other, without any form of their own on the wire."""

from __future__ import annotations

from datetime import datetime

from attrs import Factory, frozen

from .content import Payload, payload


@frozen
class User:
    id: str
    name: str
    email: str
    created: datetime


@frozen
class Project:
    id: str
    name: str
    owner: User
    created: datetime
    modified: datetime


@frozen
class Biosample:
    id: str
    name: str
    project: Project
    status: str
    lab_status: str
    created: datetime
    modified: datetime
    library_id: str


@frozen
class Run:
    id: str
    name: str
    number: int
    experiment: str
    created: datetime


@frozen
class AppSession:
    id: str
    name: str
    project: Project
    execution_status: str
    qc_status: str
    delivery_status: str
    created: datetime
    modified: datetime


@frozen
class DatasetType:
    id: str
    name: str
    conforms_to: tuple[str, ...]


@frozen
class File:
    id: str
    name: str
    directory: str
    created: datetime
    payload_number: int

    @property
    def path(self) -> str:
        return f"{self.directory}/{self.name}" if self.directory else self.name

    @property
    def content(self) -> Payload:
        return payload(self.payload_number)


@frozen
class Dataset:
    id: str
    name: str
    biosample: Biosample
    appsession: AppSession
    run: Run
    type: DatasetType
    qc_status: str
    upload_status: str
    created: datetime
    modified: datetime
    files: tuple[File, ...] = Factory(tuple)
