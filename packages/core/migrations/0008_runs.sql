ALTER TABLE "run" ADD COLUMN "interruptions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "run" ADD COLUMN "at_work_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "run" ADD COLUMN "log_bytes" integer DEFAULT 0 NOT NULL;