DROP INDEX "comment_of_project";--> statement-breakpoint
ALTER TABLE "comment" ADD COLUMN "seq" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "comment_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "device" ADD COLUMN "family" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "device" ADD COLUMN "exchanged_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "device_newest_of_all" ON "device" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "comment_of_project" ON "comment" USING btree ("tenant_id","project_id","seq");