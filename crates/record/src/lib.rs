//! Writes a story down: terminal, HTML, Markdown, JSON; and the published schema.
