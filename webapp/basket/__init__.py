"""材料篮: paragraphs collected for a memo, with the reader's own notes, kept by the browser and never by us."""
