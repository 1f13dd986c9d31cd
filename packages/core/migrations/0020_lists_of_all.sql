CREATE TABLE "llm_sum" (
	"tenant_id" text,
	"span" text NOT NULL,
	"since" date NOT NULL,
	"agent" text NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"status" text NOT NULL,
	"cache" text NOT NULL,
	"calls" bigint NOT NULL,
	"unpriced" bigint NOT NULL,
	"input_tokens" bigint NOT NULL,
	"cached_tokens" bigint NOT NULL,
	"output_tokens" bigint NOT NULL,
	"cost_micros" bigint NOT NULL,
	"saved_micros" bigint NOT NULL,
	"latency_ms" bigint NOT NULL,
	"is_folded" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
DROP INDEX "activation_code_open";--> statement-breakpoint
DROP INDEX "activation_code_revoked";--> statement-breakpoint
DROP INDEX "event_about";--> statement-breakpoint
DROP INDEX "device_newest";--> statement-breakpoint
DROP INDEX "llm_alert_open";--> statement-breakpoint
DROP INDEX "llm_call_newest";--> statement-breakpoint
DROP INDEX "llm_call_of_run";--> statement-breakpoint
DROP INDEX "llm_call_of_project";--> statement-breakpoint
DROP INDEX "run_newest";--> statement-breakpoint
DROP INDEX "webhook_event_newest";--> statement-breakpoint
ALTER TABLE "activation_code" ADD COLUMN "stage" text GENERATED ALWAYS AS (case when revoked_at is not null then 'revoked' when uses >= max_uses then 'used' else 'open' end) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "device" ADD COLUMN "is_revoked" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "device" ADD COLUMN "ends_at" timestamp with time zone DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
ALTER TABLE "project" ADD COLUMN "configured_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tenant" ADD COLUMN "subscription_status" text;--> statement-breakpoint
ALTER TABLE "tenant" ADD COLUMN "trial_ends_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tenant" ADD COLUMN "stage" text GENERATED ALWAYS AS (case when suspended_at is null then subscription_status else 'suspended' end) STORED;--> statement-breakpoint
CREATE INDEX "llm_sum_of" ON "llm_sum" USING btree ("tenant_id","span","since");--> statement-breakpoint
CREATE INDEX "llm_sum_loose" ON "llm_sum" USING btree ("tenant_id","span","since") WHERE not is_folded;--> statement-breakpoint
CREATE INDEX "activation_code_of_stage" ON "activation_code" USING btree ("tenant_id","stage","created_at","id","expires_at");--> statement-breakpoint
CREATE INDEX "activation_code_of_all_of_stage" ON "activation_code" USING btree ("stage","created_at","id","expires_at");--> statement-breakpoint
CREATE INDEX "activation_code_expiring" ON "activation_code" USING btree ("tenant_id","expires_at","stage","id");--> statement-breakpoint
CREATE INDEX "activation_code_of_all_expiring" ON "activation_code" USING btree ("expires_at","stage","id");--> statement-breakpoint
CREATE INDEX "device_by_seen" ON "device" USING btree ("tenant_id","seen_at","id");--> statement-breakpoint
CREATE INDEX "device_by_label" ON "device" USING btree ("tenant_id","label","id");--> statement-breakpoint
CREATE INDEX "device_of_stage" ON "device" USING btree ("tenant_id","is_revoked","created_at","id","ends_at");--> statement-breakpoint
CREATE INDEX "device_ending" ON "device" USING btree ("tenant_id","is_revoked","ends_at","id");--> statement-breakpoint
CREATE INDEX "device_of_all_by_seen" ON "device" USING btree ("seen_at","id");--> statement-breakpoint
CREATE INDEX "device_of_all_by_label" ON "device" USING btree ("label","id");--> statement-breakpoint
CREATE INDEX "device_of_all_of_stage" ON "device" USING btree ("is_revoked","created_at","id","ends_at");--> statement-breakpoint
CREATE INDEX "device_of_all_ending" ON "device" USING btree ("is_revoked","ends_at","id");--> statement-breakpoint
CREATE INDEX "event_audit_of_kind" ON "event" USING btree ("tenant_id","type","actor_type","id") WHERE is_audit;--> statement-breakpoint
CREATE INDEX "event_audit_of_all_of_kind" ON "event" USING btree ("type","actor_type","id") WHERE is_audit;--> statement-breakpoint
CREATE INDEX "event_audit_by_actor" ON "event" USING btree ("actor_id","id") WHERE is_audit and actor_id is not null;--> statement-breakpoint
CREATE INDEX "event_audit_of_project" ON "event" USING btree ("project_id","id") WHERE is_audit and project_id is not null;--> statement-breakpoint
CREATE INDEX "event_audit_of_run" ON "event" USING btree ("run_id","id") WHERE is_audit and run_id is not null;--> statement-breakpoint
CREATE INDEX "event_audit_of_code" ON "event" USING btree ("code_id","id") WHERE is_audit and code_id is not null;--> statement-breakpoint
CREATE INDEX "event_audit_of_subject" ON "event" USING btree ("subject_id","id") WHERE is_audit and subject_id is not null;--> statement-breakpoint
CREATE INDEX "event_news" ON "event" USING btree ("id") WHERE type not in ('run.task_started', 'run.task_ended', 'run.check_ended', 'run.file_written', 'run.log', 'device.refreshed');--> statement-breakpoint
CREATE INDEX "llm_alert_newest" ON "llm_alert" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "llm_alert_resolved" ON "llm_alert" USING btree ("created_at","id") WHERE resolved_at is not null;--> statement-breakpoint
CREATE INDEX "llm_alert_of_kind" ON "llm_alert" USING btree ("kind","created_at","id");--> statement-breakpoint
CREATE INDEX "llm_call_of_tenant" ON "llm_call" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE INDEX "llm_call_of_agent" ON "llm_call" USING btree ("agent","created_at","id");--> statement-breakpoint
CREATE INDEX "llm_call_of_provider" ON "llm_call" USING btree ("provider","created_at","id");--> statement-breakpoint
CREATE INDEX "llm_call_of_model" ON "llm_call" USING btree ("model","created_at","id");--> statement-breakpoint
CREATE INDEX "llm_call_of_status" ON "llm_call" USING btree ("status","created_at","id");--> statement-breakpoint
CREATE INDEX "llm_call_of_cache" ON "llm_call" USING btree ("cache","created_at","id");--> statement-breakpoint
CREATE INDEX "llm_config_of_level" ON "llm_config" USING btree (split_part("level", ':', 1),"id");--> statement-breakpoint
CREATE INDEX "llm_config_history_of_project" ON "llm_config" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "llm_config_of_agent" ON "llm_config" USING btree ("agent","id");--> statement-breakpoint
CREATE INDEX "llm_config_by_author" ON "llm_config" USING btree ("author_id","id");--> statement-breakpoint
CREATE INDEX "member_newest" ON "member" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE INDEX "project_configured" ON "project" USING btree ("configured_at","id") WHERE configured_at is not null;--> statement-breakpoint
CREATE INDEX "project_configured_by_name" ON "project" USING btree (lower("name"),"id") WHERE configured_at is not null;--> statement-breakpoint
CREATE INDEX "project_configured_of_tenant" ON "project" USING btree ("tenant_id") WHERE configured_at is not null;--> statement-breakpoint
CREATE INDEX "project_configured_words" ON "project" USING gin (lower("name") gin_trgm_ops) WHERE configured_at is not null;--> statement-breakpoint
CREATE INDEX "run_of_status" ON "run" USING btree ("status","created_at","id");--> statement-breakpoint
CREATE INDEX "run_of_tenant" ON "run" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE INDEX "run_of_tenant_of_status" ON "run" USING btree ("tenant_id","status","created_at","id");--> statement-breakpoint
CREATE INDEX "tenant_by_created" ON "tenant" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "tenant_by_name" ON "tenant" USING btree (lower("name"),"id");--> statement-breakpoint
CREATE INDEX "tenant_of_stage" ON "tenant" USING btree ("stage","created_at","id","trial_ends_at");--> statement-breakpoint
CREATE INDEX "usage_of_all_of_month" ON "usage" USING btree ("kind","month","tenant_id","amount") WHERE given_back_at is null;--> statement-breakpoint
CREATE INDEX "webhook_event_of_type" ON "webhook_event" USING btree ("type","received_at","id");--> statement-breakpoint
CREATE INDEX "webhook_event_words" ON "webhook_event" USING gin (lower("id") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "webhook_event_failed" ON "webhook_event" USING btree ("received_at","id") WHERE handled_at is null and failure is not null;--> statement-breakpoint
CREATE INDEX "device_newest" ON "device" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE INDEX "llm_alert_open" ON "llm_alert" USING btree ("created_at","id") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "llm_call_newest" ON "llm_call" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "llm_call_of_run" ON "llm_call" USING btree ("run_id","created_at","id");--> statement-breakpoint
CREATE INDEX "llm_call_of_project" ON "llm_call" USING btree ("project_id","created_at","id");--> statement-breakpoint
CREATE INDEX "run_newest" ON "run" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_event_newest" ON "webhook_event" USING btree ("received_at","id");