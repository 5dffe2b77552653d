"""The roles of officers, as a choice on the command line."""

from __future__ import annotations

import click

from domain.office.roles import Role

ROLES = click.Choice([role.value for role in Role if role is not Role.SUPERVISING_AUTHORITY])
"""That of the authority above the office nobody is given: its key is in the first line of the log."""
