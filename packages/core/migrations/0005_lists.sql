CREATE TABLE "tally" (
	"tenant_id" text,
	"noun" text NOT NULL,
	"bucket" text NOT NULL,
	"difference" integer NOT NULL
);
--> statement-breakpoint
DROP INDEX "activation_code_newest";--> statement-breakpoint
DROP INDEX "project_newest";--> statement-breakpoint
ALTER TABLE "project" ADD COLUMN "state" text DEFAULT 'pending' NOT NULL;--> statement-breakpoint
CREATE INDEX "tally_of" ON "tally" USING btree ("tenant_id","noun","bucket","difference");--> statement-breakpoint
CREATE INDEX "activation_code_by_created" ON "activation_code" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE INDEX "activation_code_by_label" ON "activation_code" USING btree ("tenant_id","label","id");--> statement-breakpoint
CREATE INDEX "activation_code_by_expiry" ON "activation_code" USING btree ("tenant_id","expires_at","id");--> statement-breakpoint
CREATE INDEX "activation_code_of_all_by_created" ON "activation_code" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "activation_code_of_all_by_label" ON "activation_code" USING btree ("label","id");--> statement-breakpoint
CREATE INDEX "activation_code_of_all_by_expiry" ON "activation_code" USING btree ("expires_at","id");--> statement-breakpoint
CREATE INDEX "activation_code_open" ON "activation_code" USING btree ("tenant_id","created_at","id") WHERE revoked_at is null and uses < max_uses;--> statement-breakpoint
CREATE INDEX "activation_code_revoked" ON "activation_code" USING btree ("tenant_id","created_at","id") WHERE revoked_at is not null;--> statement-breakpoint
CREATE INDEX "project_by_created" ON "project" USING btree ("tenant_id","created_at","id","run_count") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "project_by_updated" ON "project" USING btree ("tenant_id","updated_at","id","run_count") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "project_by_name" ON "project" USING btree ("tenant_id","name","id","run_count") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "project_of_state_by_created" ON "project" USING btree ("tenant_id","state","created_at","id","run_count") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "project_of_state_by_updated" ON "project" USING btree ("tenant_id","state","updated_at","id","run_count") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "project_of_state_by_name" ON "project" USING btree ("tenant_id","state","name","id","run_count") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "project_of_all_by_created" ON "project" USING btree ("created_at","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "project_of_all_by_updated" ON "project" USING btree ("updated_at","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "project_of_all_by_name" ON "project" USING btree ("name","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "project_of_all_of_state_by_created" ON "project" USING btree ("state","created_at","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "project_of_all_of_state_by_updated" ON "project" USING btree ("state","updated_at","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "project_of_all_of_state_by_name" ON "project" USING btree ("state","name","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "project_of_code" ON "project" USING btree ("tenant_id","code_id");