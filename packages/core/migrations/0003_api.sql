CREATE TABLE "challenge" (
	"id" text PRIMARY KEY NOT NULL,
	"admin_id" text NOT NULL,
	"purpose" text NOT NULL,
	"challenge" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "passkey" (
	"id" text PRIMARY KEY NOT NULL,
	"admin_id" text NOT NULL,
	"name" text NOT NULL,
	"public_key" text NOT NULL,
	"counter" bigint NOT NULL,
	"transports" text[] NOT NULL,
	"is_backed_up" boolean NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "comment" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"project_id" text NOT NULL,
	"author_type" text NOT NULL,
	"author_id" text NOT NULL,
	"author_name" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	CONSTRAINT "comment_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "device" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"code_id" text NOT NULL,
	"fingerprint" text NOT NULL,
	"label" text,
	"generation" integer DEFAULT 0 NOT NULL,
	"refresh_expires_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"revoked_at" timestamp with time zone,
	"revoked_reason" text,
	CONSTRAINT "device_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "device_once" UNIQUE("tenant_id","code_id","fingerprint")
);
--> statement-breakpoint
CREATE TABLE "event_head" (
	"chain" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "disabled_blueprint" (
	"id" text PRIMARY KEY NOT NULL,
	"disabled_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"admin_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "llm_alert" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"period" text NOT NULL,
	"message" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"resolved_at" timestamp with time zone,
	"resolved_by" text
);
--> statement-breakpoint
CREATE TABLE "llm_call" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"run_id" text NOT NULL,
	"project_id" text NOT NULL,
	"agent" text NOT NULL,
	"task_id" text,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"prompt_versions" jsonb NOT NULL,
	"input_tokens" integer NOT NULL,
	"cached_tokens" integer NOT NULL,
	"output_tokens" integer NOT NULL,
	"cost_micros" bigint,
	"saved_micros" bigint DEFAULT 0 NOT NULL,
	"latency_ms" integer NOT NULL,
	"cache" text NOT NULL,
	"status" text NOT NULL,
	"error_code" text,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	CONSTRAINT "llm_call_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "llm_config" (
	"id" text NOT NULL,
	"level" text NOT NULL,
	"version" integer NOT NULL,
	"tenant_id" text,
	"project_id" text,
	"agent" text,
	"values" jsonb NOT NULL,
	"reason" text NOT NULL,
	"author_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	CONSTRAINT "llm_config_level_version_pk" PRIMARY KEY("level","version"),
	CONSTRAINT "llm_config_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "tenant_override" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"limit" text NOT NULL,
	"value" integer,
	"expires_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"reason" text NOT NULL,
	"admin_id" text NOT NULL,
	CONSTRAINT "tenant_override_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "event" ADD COLUMN "subject_id" text;--> statement-breakpoint
ALTER TABLE "event" ADD COLUMN "is_audit" boolean;--> statement-breakpoint
ALTER TABLE "event" ADD COLUMN "request_id" text;--> statement-breakpoint
ALTER TABLE "event" ADD COLUMN "seq" bigint;--> statement-breakpoint
ALTER TABLE "event" ADD COLUMN "hash" text;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "invited_by" text;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "joined_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "muted" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "needs" text;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "proved_at" timestamp with time zone DEFAULT app.clock() NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "agent" text;--> statement-breakpoint
ALTER TABLE "tenant" ADD COLUMN "names_platform" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "tenant" ADD COLUMN "suspended_reason" text;--> statement-breakpoint
ALTER TABLE "webhook_event" ADD COLUMN "replays" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_event" ADD COLUMN "replayed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_admin_id_admin_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admin"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_admin_id_admin_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admin"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment" ADD CONSTRAINT "comment_tenant_id_project_id_project_tenant_id_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."project"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device" ADD CONSTRAINT "device_tenant_id_code_id_activation_code_tenant_id_id_fk" FOREIGN KEY ("tenant_id","code_id") REFERENCES "public"."activation_code"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "llm_call" ADD CONSTRAINT "llm_call_tenant_id_run_id_run_tenant_id_id_fk" FOREIGN KEY ("tenant_id","run_id") REFERENCES "public"."run"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "llm_config" ADD CONSTRAINT "llm_config_tenant_id_project_id_project_tenant_id_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."project"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_override" ADD CONSTRAINT "tenant_override_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "challenge_of_admin" ON "challenge" USING btree ("admin_id");--> statement-breakpoint
CREATE INDEX "passkey_of_admin" ON "passkey" USING btree ("admin_id");--> statement-breakpoint
CREATE INDEX "comment_of_project" ON "comment" USING btree ("tenant_id","project_id","id");--> statement-breakpoint
CREATE INDEX "device_newest" ON "device" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "llm_alert_once" ON "llm_alert" USING btree ("kind","subject","period");--> statement-breakpoint
CREATE INDEX "llm_alert_open" ON "llm_alert" USING btree ("created_at") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "llm_call_newest" ON "llm_call" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "llm_call_of_run" ON "llm_call" USING btree ("tenant_id","run_id");--> statement-breakpoint
CREATE INDEX "llm_call_of_project" ON "llm_call" USING btree ("project_id","created_at");--> statement-breakpoint
CREATE INDEX "llm_config_newest" ON "llm_config" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "llm_config_of_project" ON "llm_config" USING btree ("tenant_id","project_id");--> statement-breakpoint
CREATE INDEX "tenant_override_newest" ON "tenant_override" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE INDEX "event_audit" ON "event" USING btree ("tenant_id","id") WHERE is_audit;--> statement-breakpoint
CREATE INDEX "event_audit_of_all" ON "event" USING btree ("id") WHERE is_audit;--> statement-breakpoint
CREATE INDEX "event_of_request" ON "event" USING btree ("request_id") WHERE request_id is not null;--> statement-breakpoint
CREATE INDEX "session_by_member" ON "session" USING btree ("tenant_id","member_id");--> statement-breakpoint
CREATE INDEX "session_by_admin" ON "session" USING btree ("admin_id");--> statement-breakpoint
CREATE INDEX "webhook_event_newest" ON "webhook_event" USING btree ("received_at");