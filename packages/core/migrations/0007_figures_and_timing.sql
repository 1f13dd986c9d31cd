ALTER TABLE "outbox" ADD COLUMN "delivered" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "run" ADD COLUMN "usual_seconds" integer;--> statement-breakpoint
ALTER TABLE "run_task" ADD COLUMN "started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "run_task" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "interval" text DEFAULT 'month' NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_event" ADD COLUMN "failure" text;--> statement-breakpoint
CREATE INDEX "event_about" ON "event" USING gin ((array["actor_id", "project_id", "run_id", "code_id", "subject_id", "request_id"])) WHERE is_audit;--> statement-breakpoint
CREATE INDEX "event_activation" ON "event" USING btree ("type","at") WHERE type in ('code.assigned', 'client.signed_in');--> statement-breakpoint
CREATE INDEX "run_newest" ON "run" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "run_ended_newest" ON "run" USING btree ("ended_at");