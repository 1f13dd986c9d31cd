ALTER TABLE "erasure" ADD COLUMN "unnamed_by" text;--> statement-breakpoint
-- Runs that ended before this was ordered at their end.
INSERT INTO erasure (id, prefix, unnamed_by)
SELECT 'era_' || substr(id, 5), 'runs/' || tenant_id || '/' || id || '/', id FROM run WHERE status IN ('completed', 'failed', 'cancelled');
