"""Tells OpenLineage that a job starts, and whether it completes or fails."""

import os
import traceback
from contextlib import contextmanager
from datetime import datetime, timezone

from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import documentation_job, error_message_run, job_type_job, ownership_job
from openlineage.client.transport.file import FileConfig, FileTransport
from openlineage.client.uuid import generate_new_uuid

PRODUCER = "https://code.fernhill.example/data/warehouse"
WAREHOUSE = f"duckdb://{os.path.abspath('fernhill.duckdb')}"
DATABASE = "fernhill"


def table(schema, name):
    """The name under which dbt's own events know this table."""
    return WAREHOUSE, f"{DATABASE}.{schema}.{name}"


@contextmanager
def recorded(namespace, name, about, owner, inputs, outputs):
    """Runs the block as one OpenLineage run; an exception becomes FAIL and goes on its way."""
    client = OpenLineageClient(
        transport=FileTransport(FileConfig(log_file_path=os.environ["FERNHILL_EVENTS"], append=True))
    )
    run_id = str(generate_new_uuid())
    job = Job(
        namespace=namespace,
        name=name,
        facets={
            "documentation": documentation_job.DocumentationJobFacet(description=about),
            "ownership": ownership_job.OwnershipJobFacet(owners=[ownership_job.Owner(name=f"team:{owner}")]),
            "jobType": job_type_job.JobTypeJobFacet(processingType="BATCH", integration="PYTHON", jobType="TASK"),
        },
    )

    def emit(state, facets=None):
        client.emit(
            RunEvent(
                eventType=state,
                eventTime=datetime.now(timezone.utc).isoformat(),
                run=Run(runId=run_id, facets=facets or {}),
                job=job,
                producer=PRODUCER,
                inputs=[InputDataset(namespace=n, name=d) for n, d in inputs],
                outputs=[OutputDataset(namespace=n, name=d) for n, d in outputs],
            )
        )

    emit(RunState.START)
    try:
        yield
    except Exception as error:
        told = error_message_run.ErrorMessageRunFacet(
            message=f"{type(error).__name__}: {error}",
            programmingLanguage="python",
            stackTrace="".join(traceback.format_exception_only(error)),
        )
        emit(RunState.FAIL, {"errorMessage": told})
        raise
    emit(RunState.COMPLETE)
