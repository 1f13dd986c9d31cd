CREATE TABLE "admin" (
	"id" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"email" text NOT NULL,
	CONSTRAINT "admin_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "activation_code" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"sealed" text NOT NULL,
	"last5" text NOT NULL,
	"label" text,
	"source" text NOT NULL,
	"scopes" text[] NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL,
	"max_uses" integer DEFAULT 1 NOT NULL,
	"max_devices" integer,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "activation_code_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "activation_code_sealed_unique" UNIQUE("sealed"),
	CONSTRAINT "activation_code_uses" CHECK ("activation_code"."uses" between 0 and "activation_code"."max_uses")
);
--> statement-breakpoint
CREATE TABLE "event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" text,
	"at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"type" text NOT NULL,
	"actor_type" text NOT NULL,
	"actor_id" text,
	"project_id" text,
	"run_id" text,
	"code_id" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text,
	"request_hash" text NOT NULL,
	"reply" text,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "member" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "member_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "member_once" UNIQUE("tenant_id","email")
);
--> statement-breakpoint
CREATE TABLE "otp" (
	"id" text PRIMARY KEY NOT NULL,
	"realm" text NOT NULL,
	"email" text NOT NULL,
	"sign_up" jsonb,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "otp_tries" CHECK ("otp"."tries" between 0 and 5)
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"queue" text NOT NULL,
	"body" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"claimed_until" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "plan" (
	"id" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"name" text NOT NULL,
	"monthly_cents" integer NOT NULL,
	"yearly_cents" integer NOT NULL,
	"runs_per_month" integer,
	"codes_per_month" integer,
	"concurrent_runs" integer,
	"max_devices" integer,
	"past_due_grace_days" integer DEFAULT 0 NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "plan_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "project" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"name" text NOT NULL,
	"client_name" text,
	"description" text NOT NULL,
	"objectives" text NOT NULL,
	"code_id" text,
	"run_count" integer DEFAULT 0 NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "project_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "run_check" (
	"tenant_id" text NOT NULL,
	"run_id" text NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"check" text NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"requirement_ids" text[] NOT NULL,
	"summary" text NOT NULL,
	"duration_ms" integer NOT NULL,
	CONSTRAINT "run_check_tenant_id_run_id_id_pk" PRIMARY KEY("tenant_id","run_id","id")
);
--> statement-breakpoint
CREATE TABLE "run_requirement" (
	"tenant_id" text NOT NULL,
	"run_id" text NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"text" text NOT NULL,
	"kind" text NOT NULL,
	"priority" text NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	CONSTRAINT "run_requirement_tenant_id_run_id_id_pk" PRIMARY KEY("tenant_id","run_id","id")
);
--> statement-breakpoint
CREATE TABLE "run" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"project_id" text NOT NULL,
	"number" integer NOT NULL,
	"brief" jsonb NOT NULL,
	"config" jsonb NOT NULL,
	"is_trial" boolean NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"desired" text DEFAULT 'run' NOT NULL,
	"paused_by" text,
	"epoch" integer DEFAULT 0 NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"launch_deadline" timestamp with time zone,
	"not_before" timestamp with time zone,
	"launch_spec" jsonb,
	"task_arn" text,
	"desired_at" timestamp with time zone,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"phase" text,
	"progress" integer DEFAULT 0 NOT NULL,
	"eta_seconds" integer,
	"last_seq" integer DEFAULT 0 NOT NULL,
	"checkpoint_step" text,
	"checkpoint_key" text,
	"checkpoint_sha256" text,
	"result_key" text,
	"manifest_key" text,
	"result_sha256" text,
	"result_bytes" bigint,
	"error_code" text,
	"error_message" text,
	"cost_micros" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "run_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "run_completed_has_result" CHECK ("run"."status" <> 'completed' or "run"."result_key" is not null)
);
--> statement-breakpoint
CREATE TABLE "run_task" (
	"tenant_id" text NOT NULL,
	"run_id" text NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"agent" text NOT NULL,
	"title" text NOT NULL,
	"status" text NOT NULL,
	"summary" text,
	"depends_on" text[] NOT NULL,
	CONSTRAINT "run_task_tenant_id_run_id_id_pk" PRIMARY KEY("tenant_id","run_id","id")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"realm" text NOT NULL,
	"token_hash" text NOT NULL,
	"tenant_id" text,
	"member_id" text,
	"admin_id" text,
	"code_id" text,
	"project_id" text,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "session_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "session_of_its_realm" CHECK (case "session"."realm"
        when 'tenant' then "session"."tenant_id" is not null and "session"."member_id" is not null
        when 'client' then "session"."tenant_id" is not null and "session"."code_id" is not null and "session"."project_id" is not null
        else "session"."admin_id" is not null and "session"."tenant_id" is null end)
);
--> statement-breakpoint
CREATE TABLE "subscription" (
	"tenant_id" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"plan_id" text NOT NULL,
	"status" text NOT NULL,
	"trial_ends_at" timestamp with time zone,
	"current_period_ends_at" timestamp with time zone,
	"past_due_since" timestamp with time zone,
	"cancels_at_period_end" boolean DEFAULT false NOT NULL,
	"stripe_customer_id" text,
	"stripe_subscription_id" text,
	CONSTRAINT "subscription_stripe_customer_id_unique" UNIQUE("stripe_customer_id"),
	CONSTRAINT "subscription_stripe_subscription_id_unique" UNIQUE("stripe_subscription_id")
);
--> statement-breakpoint
CREATE TABLE "tenant" (
	"id" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"phone" text,
	"logo_url" text,
	"primary_color" text,
	"domain" text,
	"suspended_at" timestamp with time zone,
	CONSTRAINT "tenant_slug_unique" UNIQUE("slug"),
	CONSTRAINT "tenant_domain_unique" UNIQUE("domain")
);
--> statement-breakpoint
CREATE TABLE "throttle" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"window_ends_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage" (
	"tenant_id" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"month" text NOT NULL,
	"amount" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"given_back_at" timestamp with time zone,
	CONSTRAINT "usage_tenant_id_kind_key_pk" PRIMARY KEY("tenant_id","kind","key")
);
--> statement-breakpoint
CREATE TABLE "webhook_event" (
	"id" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"type" text NOT NULL,
	"payload" jsonb NOT NULL,
	"received_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"handled_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "activation_code" ADD CONSTRAINT "activation_code_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project" ADD CONSTRAINT "project_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project" ADD CONSTRAINT "project_tenant_id_code_id_activation_code_tenant_id_id_fk" FOREIGN KEY ("tenant_id","code_id") REFERENCES "public"."activation_code"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_check" ADD CONSTRAINT "run_check_tenant_id_run_id_run_tenant_id_id_fk" FOREIGN KEY ("tenant_id","run_id") REFERENCES "public"."run"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_requirement" ADD CONSTRAINT "run_requirement_tenant_id_run_id_run_tenant_id_id_fk" FOREIGN KEY ("tenant_id","run_id") REFERENCES "public"."run"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run" ADD CONSTRAINT "run_tenant_id_project_id_project_tenant_id_id_fk" FOREIGN KEY ("tenant_id","project_id") REFERENCES "public"."project"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_task" ADD CONSTRAINT "run_task_tenant_id_run_id_run_tenant_id_id_fk" FOREIGN KEY ("tenant_id","run_id") REFERENCES "public"."run"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_plan_id_plan_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage" ADD CONSTRAINT "usage_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activation_code_newest" ON "activation_code" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE INDEX "event_of_run" ON "event" USING btree ("tenant_id","run_id","id");--> statement-breakpoint
CREATE INDEX "event_newest" ON "event" USING btree ("at");--> statement-breakpoint
CREATE INDEX "event_of_tenant" ON "event" USING btree ("tenant_id","at");--> statement-breakpoint
CREATE INDEX "idempotency_oldest" ON "idempotency" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "member_by_email" ON "member" USING btree ("email");--> statement-breakpoint
CREATE INDEX "otp_newest" ON "otp" USING btree ("realm","email","created_at");--> statement-breakpoint
CREATE INDEX "outbox_unsent" ON "outbox" USING btree ("created_at") WHERE sent_at is null;--> statement-breakpoint
CREATE INDEX "project_newest" ON "project" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "run_number" ON "run" USING btree ("tenant_id","project_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "run_one_open" ON "run" USING btree ("tenant_id","project_id") WHERE status in ('queued', 'launching', 'running', 'paused');--> statement-breakpoint
CREATE UNIQUE INDEX "run_one_of_trial" ON "run" USING btree ("tenant_id") WHERE is_trial and status in ('queued', 'launching', 'running', 'paused');--> statement-breakpoint
CREATE INDEX "run_open" ON "run" USING btree ("status","not_before") WHERE status in ('queued', 'launching', 'running', 'paused');--> statement-breakpoint
CREATE INDEX "session_by_code" ON "session" USING btree ("tenant_id","code_id");--> statement-breakpoint
CREATE INDEX "usage_of_month" ON "usage" USING btree ("tenant_id","month");