"""报表: what a bureau prints and hands on, made of the questions to the read models and of dossiers. ADR 0073."""
