"""What has to arrive, written by hand from the specification: systems page and contract, not from the code."""

from __future__ import annotations

# RFC 8785: members sorted by name, no white space. In braces: what differs from run to run.
BODY = (
    '{{"client":{{"repository":"productive-k3s-infra","script":"infra","telemetry_enabled":"true"}},'
    '"command":{{"name":"{command}","result":"{result}","scenario":"{scenario}"}},'
    '"component":"infra",'
    '"event_family":"usage",'
    '"event_name":"infra.command.{event}",'
    '"parent_run_id":"{parent}",'
    '"run_id":"{run}",'
    '"schema_version":"1",'
    '"sent_at":"{sent_at}",'
    '"session_id":"{session}",'
    '"telemetry_meta":{{"anonymous_by_contract":true,"delivery_mode":"best-effort"}}}}'
)

TIME = 1790000000
SENT_AT = "2026-09-21T14:13:20Z"

HEADERS = {
    "X-Productive-K3S-Telemetry": "pk3s-public-v1",
    "Content-Type": "application/json",
    "User-Agent": "productive-k3s-infra/1.4.0",
}

# What HTTP itself needs or a client may say about itself; anything else would be more than the contract declares.
TRANSPORT_HEADERS = {"host", "content-length", "accept", "accept-encoding", "connection"}


def bodies(command: str, scenario: str, ids: dict[str, str], completed: str = "success") -> list[bytes]:
    """The two bodies of one run, in order. `ids` holds `run`, `session` and `parent`."""
    return [
        BODY.format(command=command, scenario=scenario, event=event, result=result, sent_at=SENT_AT, **ids).encode()
        for event, result in (("started", "started"), ("completed", completed))
    ]
