"""The steps. A step that was released is never altered; another is added and named in schema.REVISION."""
