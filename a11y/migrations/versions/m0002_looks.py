"""Ledger rows say in which version and on which device a fault stood; runs carry their early warnings; findings say
whether a profile names them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns are added in place: making a table anew would take the rows that hang on it along.
    op.add_column("ledger", sa.Column("mode", sa.String(length=10), nullable=False, server_default="standard"))
    op.add_column("ledger", sa.Column("device", sa.String(length=10), nullable=False, server_default="desktop"))
    op.add_column("ledger", sa.Column("profiles", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("runs", sa.Column("warnings", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("findings", sa.Column("counts", sa.Boolean(), nullable=False, server_default=sa.true()))
    # Pictures were kept relative to the site's folder of the period in which the fault was found.
    op.execute(
        "UPDATE ledger SET picture = period || '/' || site_id || '/' || picture "
        "WHERE picture IS NOT NULL AND picture LIKE 'evidence/%'"
    )
