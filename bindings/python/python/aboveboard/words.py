"""The words of decisions and ids, for type checkers; docs/contract.md and docs/identity.md say what each means."""

from __future__ import annotations

from typing import Literal

State = Literal["on", "local", "off", "ask", "notice"]
"""What holds: payloads are sent, kept in a file of this machine, or neither (``ask`` and ``notice``: not yet)."""

Reason = Literal[
    "flag_allows",
    "flag_denies",
    "variable_allows",
    "variable_denies",
    "variable_invalid",
    "setting_allows",
    "setting_denies",
    "setting_unreadable",
    "stored_allows",
    "stored_denies",
    "state_unreadable",
    "question_allows",
    "question_denies",
    "notice_shown",
    "notice_due",
    "undecided",
    "unattended",
    "nothing_decided",
    "feature_off",
    "policy_denies",
    "policy_unreadable",
    "parent_denies",
    "local_only",
    "run_denied",
    "run_told",
    "run_local",
    "withdrawn",
    "run_not_begun",
]
"""Why it holds. ``run_not_begun`` says that there is no run."""

Kind = Literal["feature", "policy", "parent", "flag", "variable", "setting", "stored"]
"""What has a say in a decision."""

Class = Literal["absent", "true", "false", "invalid", "undecodable", "unreadable"]
"""What a value is, without the value."""

Says = Literal["allow", "deny", "local", "nothing"]
"""What is said with it."""

Because = Literal["superseded", "unbound", "denied", "state_unreadable", "unattended"]
"""Why a yes does not count."""

Identifies = Literal["machine", "installation", "multi_signal"]
"""What an id is one of; docs/identity.md says how each is made."""

Rotation = Literal["day", "week", "month"]
"""How long the id of a machine stays the same, where it changes."""

Ephemeral = Literal[
    "build",
    "container",
    "machine_id_absent",
    "machine_id_unreadable",
    "machine_id_unset",
    "machine_id_invalid",
    "machine_id_shared",
    "not_stored",
]
"""Why there is no id."""
