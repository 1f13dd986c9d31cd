CREATE TABLE "erasure" (
	"id" text PRIMARY KEY NOT NULL,
	"prefix" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"due_at" timestamp with time zone DEFAULT app.clock() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "erasure_due" ON "erasure" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "project_by_id" ON "project" USING btree ("id");--> statement-breakpoint
CREATE INDEX "project_archived" ON "project" USING btree ("tenant_id","created_at","id") WHERE archived_at is not null;--> statement-breakpoint
CREATE INDEX "run_by_id" ON "run" USING btree ("id");