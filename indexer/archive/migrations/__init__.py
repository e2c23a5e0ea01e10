"""How the tables of the archive came to be, one script a step; alembic runs them."""
