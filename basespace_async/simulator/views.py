"""Records as the service shows them: field names, order and date form of real responses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import frozen

from .records import AppSession, Biosample, Dataset, DatasetType, File, Project, Run, User

View = dict[str, Any]


def date(value: datetime) -> str:
    """A date with seven fractional digits, in UTC (observed)."""
    return f"{value:%Y-%m-%dT%H:%M:%S}.{value.microsecond:06d}0Z"


@frozen
class Views:
    """Views of records, with links that begin with `root`, the API's own address."""

    root: str

    def user(self, user: User, *, full: bool = False) -> View:
        view = {
            "Id": user.id,
            "Href": f"{self.root}/users/{user.id}",
            "Name": user.name,
            "DateCreated": date(user.created),
            "HrefProperties": f"{self.root}/users/current/properties",
            "ExternalDomainId": "simulator",
        }
        return {"Email": user.email, "IsWorkgroup": False, **view} if full else view

    def project(self, project: Project) -> View:
        return {
            "Id": project.id,
            "UserOwnedBy": self.user(project.owner),
            "Href": f"{self.root}/projects/{project.id}",
            "Name": project.name,
            "Description": "",
            "DateCreated": date(project.created),
            "DateModified": date(project.modified),
            "HasCollaborators": False,
        }

    def biosample(self, biosample: Biosample) -> View:
        return {
            "Id": biosample.id,
            "Href": f"{self.root}/biosamples/{biosample.id}",
            "UserOwnedBy": self.user(biosample.project.owner),
            "BioSampleName": biosample.name,
            "DefaultProject": self.project(biosample.project),
            "DateModified": date(biosample.modified),
            "DateCreated": date(biosample.created),
            "Status": biosample.status,
            "LabStatus": biosample.lab_status,
        }

    def library(self, biosample: Biosample) -> View:
        return {
            "Id": biosample.library_id,
            "Href": f"{self.root}/libraries/{biosample.library_id}",
            "Name": biosample.name,
            "DateCreated": date(biosample.created),
            "DateModified": date(biosample.modified),
            "Status": "Active",
            "BioSample": self.biosample(biosample),
            "Project": self.project(biosample.project),
            "Biomolecule": "Undefined",
            "UserOwnedBy": self.user(biosample.project.owner),
        }

    def run(self, run: Run, owner: User) -> View:
        return {
            "Id": run.id,
            "Href": f"v1pre3/runs/{run.id}",  # relative, and of the older version (observed)
            "Name": run.name,
            "Number": run.number,
            "ExperimentName": run.experiment,
            "Status": "Complete",
            "DateCreated": date(run.created),
            "DateModified": date(run.created),
            "UserOwnedBy": self.user(owner),
            "IsArchived": False,
            "IsZipped": False,
        }

    def application(self) -> View:
        return {
            "Id": "2313311",
            "Href": "v1pre3/applications/2313311",
            "Name": "FASTQ Generation",
            "CompanyName": "Illumina",
            "VersionNumber": "1.0.0",
            "Category": "Native",
            "AppFamilySlug": "illumina.fastq-generation",
            "AppVersionSlug": "illumina.fastq-generation.1.0.0",
        }

    def appsession(self, session: AppSession) -> View:
        view = {
            "Id": session.id,
            "Name": session.name,
            "Href": f"{self.root}/appsessions/{session.id}",
            "Application": self.application(),
            "UserCreatedBy": self.user(session.project.owner),
            "ExecutionStatus": session.execution_status,
            "QcStatus": session.qc_status,
            "StatusSummary": "",
            "Purpose": "AppTrigger",
            "DateCreated": date(session.created),
            "DateModified": date(session.modified),
            "DateStarted": date(session.created),
            "DeliveryStatus": session.delivery_status,
            "ContainsComments": False,
            "HrefComments": f"{self.root}/appsessions/{session.id}/comments",
        }
        return view if session.execution_status == "Running" else {**view, "DateCompleted": date(session.modified)}

    def dataset_type(self, kind: DatasetType) -> View:
        return {
            "Id": kind.id,
            "Href": f"{self.root}/datasettypes/{kind.id}",
            "Name": kind.name,
            "ConformsToIds": list(kind.conforms_to),
        }

    def dataset(self, dataset: Dataset, *, properties: list[View] | None = None) -> View:
        link = f"{self.root}/datasets/{dataset.id}"
        view: View = {
            "Id": dataset.id,
            "Href": link,
            "HrefFiles": f"{link}/files",
            "Name": dataset.name,
            "DateCreated": date(dataset.created),
            "DateModified": date(dataset.modified),
            "AppSession": self.appsession(dataset.appsession),
            "Project": self.project(dataset.biosample.project),
            "TotalSize": sum(len(file.content.data) for file in dataset.files),
            "IsArchived": False,
            "UserOwnedBy": self.user(dataset.biosample.project.owner),
            "DatasetType": self.dataset_type(dataset.type),
        }
        if "common.fastq" in dataset.type.conforms_to:
            view["Attributes"] = {"common_fastq": self._fastq_attributes(dataset)}
        if properties is not None:
            count = len(properties)
            view["Properties"] = {"Items": properties, "DisplayedCount": count, "TotalCount": count}
        return view | {
            "QcStatus": dataset.qc_status,
            "QcStatusSummary": "No thresholds were evaluated",
            "UploadStatus": dataset.upload_status,
            "UploadStatusSummary": "",
            "ValidationStatus": "Passed",
            "HrefComments": f"{link}/comments",
            "ContainsComments": False,
        }

    def _fastq_attributes(self, dataset: Dataset) -> View:
        reads = sum(file.content.reads for file in dataset.files)
        return {
            "IsPairedEnd": len(dataset.files) > 1,
            "TotalClustersPF": reads // max(1, len(dataset.files)),
            "TotalReadsPF": reads,
            "TotalReadsRaw": reads,
        }

    def dataset_properties(self, dataset: Dataset) -> list[View]:
        """The inputs of a dataset, each under the name that belongs to its type (observed)."""
        lane = [{"Key": "LaneNumber", "Values": [dataset.name[-1]]}]
        owner = dataset.biosample.project.owner
        properties: list[View] = [
            {"Type": "map", "Name": "BaseSpace.Metrics.FastQ", "ContentMap": lane},
            self._items("biosample[]", "Input.BioSamples", "BioSampleItems", self.biosample(dataset.biosample)),
            self._items("library[]", "Input.Libraries", "SampleLibraryItems", self.library(dataset.biosample)),
            self._items("run[]", "Input.Runs", "RunItems", self.run(dataset.run, owner)),
        ]
        link = f"{self.root}/datasets/{dataset.id}/properties"
        return [{**each, "Href": f"{link}/{each['Name']}", "Description": ""} for each in properties]

    def appsession_properties(self, session: AppSession) -> list[View]:
        link = f"{self.root}/appsessions/{session.id}/properties"
        properties: list[View] = [
            {"Type": "string", "Name": "BaseSpace.Private.IsMultiNode", "Content": "False"},
            self._items("project[]", "Output.Projects", "ProjectItems", self.project(session.project)),
        ]
        return [{**each, "Href": f"{link}/{each['Name']}", "Description": ""} for each in properties]

    def _items(self, kind: str, name: str, field: str, item: View) -> View:
        return {"Type": kind, "Name": name, field: [item], "ItemsDisplayedCount": 1, "ItemsTotalCount": 1}

    def file(self, file: File, *, content_link: str | None = None) -> View:
        content = file.content
        return {
            "Id": file.id,
            "Href": f"{self.root}/files/{file.id}",
            "HrefContent": content_link or f"{self.root}/files/{file.id}/content",
            "Name": file.name,
            "ContentType": "application/x-gzip",
            "Size": len(content.data),
            "Path": file.path,
            "IsArchived": False,
            "DateCreated": date(file.created),
            "DateModified": date(file.created),
            "ETag": content.etag,
            "IdAsLong": int(file.id),
        }
