-- There are few of them among all projects, so that a word that is common in those would find them late.
CREATE INDEX project_archived_words ON project USING gin (words gin_trgm_ops) WITH (fastupdate = off) WHERE archived_at IS NOT NULL;
