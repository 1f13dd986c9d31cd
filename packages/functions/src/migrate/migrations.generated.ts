// Made by packages/functions/generate.ts from packages/core/migrations.
export const migrations: { name: string; statements: string[] }[] = [
  {
    "name": "0000_foundation",
    "statements": [
      "-- The product's clock. Everything that expires asks it, so that a machine whose clock is moved moves all of it.\nCREATE SCHEMA IF NOT EXISTS app;",
      "CREATE OR REPLACE FUNCTION app.clock() RETURNS timestamptz LANGUAGE sql STABLE AS 'select now()';",
      "-- The tenant of this transaction; an empty string is nobody.\nCREATE FUNCTION app.tenant() RETURNS text LANGUAGE sql STABLE AS $$ select nullif(current_setting('app.tenant_id', true), '') $$;",
      "GRANT USAGE ON SCHEMA app, public TO q2o_public, q2o_tenant, q2o_platform;",
      "-- Whose table is whose: a tenant reaches its own rows, the platform all, a stranger none unless another policy says so.\nCREATE FUNCTION app.protect(name text, tenant_column text) RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);\n  EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);\n  EXECUTE format('CREATE POLICY platform ON public.%I TO q2o_platform USING (true) WITH CHECK (true)', name);\n  IF tenant_column IS NOT NULL THEN\n    EXECUTE format(\n      'CREATE POLICY tenant ON public.%I TO q2o_tenant USING (%I = app.tenant()) WITH CHECK (%I = app.tenant())',\n      name, tenant_column, tenant_column);\n  END IF;\nEND $$;"
    ]
  },
  {
    "name": "0001_tables",
    "statements": [
      "CREATE TABLE \"admin\" (\n\t\"id\" text PRIMARY KEY NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"updated_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"email\" text NOT NULL,\n\tCONSTRAINT \"admin_email_unique\" UNIQUE(\"email\")\n);",
      "CREATE TABLE \"activation_code\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"id\" text NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"updated_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"sealed\" text NOT NULL,\n\t\"last5\" text NOT NULL,\n\t\"label\" text,\n\t\"source\" text NOT NULL,\n\t\"scopes\" text[] NOT NULL,\n\t\"uses\" integer DEFAULT 0 NOT NULL,\n\t\"max_uses\" integer DEFAULT 1 NOT NULL,\n\t\"max_devices\" integer,\n\t\"expires_at\" timestamp with time zone,\n\t\"revoked_at\" timestamp with time zone,\n\tCONSTRAINT \"activation_code_tenant_id_id_pk\" PRIMARY KEY(\"tenant_id\",\"id\"),\n\tCONSTRAINT \"activation_code_sealed_unique\" UNIQUE(\"sealed\"),\n\tCONSTRAINT \"activation_code_uses\" CHECK (\"activation_code\".\"uses\" between 0 and \"activation_code\".\"max_uses\")\n);",
      "CREATE TABLE \"event\" (\n\t\"id\" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name \"event_id_seq\" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),\n\t\"tenant_id\" text,\n\t\"at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"type\" text NOT NULL,\n\t\"actor_type\" text NOT NULL,\n\t\"actor_id\" text,\n\t\"project_id\" text,\n\t\"run_id\" text,\n\t\"code_id\" text,\n\t\"data\" jsonb DEFAULT '{}'::jsonb NOT NULL\n);",
      "CREATE TABLE \"idempotency\" (\n\t\"id\" text PRIMARY KEY NOT NULL,\n\t\"tenant_id\" text,\n\t\"request_hash\" text NOT NULL,\n\t\"reply\" text,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL\n);",
      "CREATE TABLE \"member\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"id\" text NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"updated_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"email\" text NOT NULL,\n\t\"role\" text NOT NULL,\n\tCONSTRAINT \"member_tenant_id_id_pk\" PRIMARY KEY(\"tenant_id\",\"id\"),\n\tCONSTRAINT \"member_once\" UNIQUE(\"tenant_id\",\"email\")\n);",
      "CREATE TABLE \"otp\" (\n\t\"id\" text PRIMARY KEY NOT NULL,\n\t\"realm\" text NOT NULL,\n\t\"email\" text NOT NULL,\n\t\"sign_up\" jsonb,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"expires_at\" timestamp with time zone NOT NULL,\n\t\"tries\" integer DEFAULT 0 NOT NULL,\n\t\"used_at\" timestamp with time zone,\n\tCONSTRAINT \"otp_tries\" CHECK (\"otp\".\"tries\" between 0 and 5)\n);",
      "CREATE TABLE \"outbox\" (\n\t\"id\" text PRIMARY KEY NOT NULL,\n\t\"queue\" text NOT NULL,\n\t\"body\" jsonb NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"claimed_until\" timestamp with time zone,\n\t\"tries\" integer DEFAULT 0 NOT NULL,\n\t\"sent_at\" timestamp with time zone\n);",
      "CREATE TABLE \"plan\" (\n\t\"id\" text PRIMARY KEY NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"updated_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"name\" text NOT NULL,\n\t\"monthly_cents\" integer NOT NULL,\n\t\"yearly_cents\" integer NOT NULL,\n\t\"runs_per_month\" integer,\n\t\"codes_per_month\" integer,\n\t\"concurrent_runs\" integer,\n\t\"max_devices\" integer,\n\t\"past_due_grace_days\" integer DEFAULT 0 NOT NULL,\n\t\"retired_at\" timestamp with time zone,\n\tCONSTRAINT \"plan_name_unique\" UNIQUE(\"name\")\n);",
      "CREATE TABLE \"project\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"id\" text NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"updated_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"name\" text NOT NULL,\n\t\"client_name\" text,\n\t\"description\" text NOT NULL,\n\t\"objectives\" text NOT NULL,\n\t\"code_id\" text,\n\t\"run_count\" integer DEFAULT 0 NOT NULL,\n\t\"archived_at\" timestamp with time zone,\n\tCONSTRAINT \"project_tenant_id_id_pk\" PRIMARY KEY(\"tenant_id\",\"id\")\n);",
      "CREATE TABLE \"run_check\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"run_id\" text NOT NULL,\n\t\"id\" text NOT NULL,\n\t\"position\" integer NOT NULL,\n\t\"check\" text NOT NULL,\n\t\"name\" text NOT NULL,\n\t\"status\" text NOT NULL,\n\t\"requirement_ids\" text[] NOT NULL,\n\t\"summary\" text NOT NULL,\n\t\"duration_ms\" integer NOT NULL,\n\tCONSTRAINT \"run_check_tenant_id_run_id_id_pk\" PRIMARY KEY(\"tenant_id\",\"run_id\",\"id\")\n);",
      "CREATE TABLE \"run_requirement\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"run_id\" text NOT NULL,\n\t\"id\" text NOT NULL,\n\t\"position\" integer NOT NULL,\n\t\"text\" text NOT NULL,\n\t\"kind\" text NOT NULL,\n\t\"priority\" text NOT NULL,\n\t\"status\" text NOT NULL,\n\t\"reason\" text,\n\tCONSTRAINT \"run_requirement_tenant_id_run_id_id_pk\" PRIMARY KEY(\"tenant_id\",\"run_id\",\"id\")\n);",
      "CREATE TABLE \"run\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"id\" text NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"updated_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"project_id\" text NOT NULL,\n\t\"number\" integer NOT NULL,\n\t\"brief\" jsonb NOT NULL,\n\t\"config\" jsonb NOT NULL,\n\t\"is_trial\" boolean NOT NULL,\n\t\"status\" text DEFAULT 'queued' NOT NULL,\n\t\"desired\" text DEFAULT 'run' NOT NULL,\n\t\"paused_by\" text,\n\t\"epoch\" integer DEFAULT 0 NOT NULL,\n\t\"attempt\" integer DEFAULT 0 NOT NULL,\n\t\"failures\" integer DEFAULT 0 NOT NULL,\n\t\"lease_until\" timestamp with time zone,\n\t\"launch_deadline\" timestamp with time zone,\n\t\"not_before\" timestamp with time zone,\n\t\"launch_spec\" jsonb,\n\t\"task_arn\" text,\n\t\"desired_at\" timestamp with time zone,\n\t\"started_at\" timestamp with time zone,\n\t\"ended_at\" timestamp with time zone,\n\t\"phase\" text,\n\t\"progress\" integer DEFAULT 0 NOT NULL,\n\t\"eta_seconds\" integer,\n\t\"last_seq\" integer DEFAULT 0 NOT NULL,\n\t\"checkpoint_step\" text,\n\t\"checkpoint_key\" text,\n\t\"checkpoint_sha256\" text,\n\t\"result_key\" text,\n\t\"manifest_key\" text,\n\t\"result_sha256\" text,\n\t\"result_bytes\" bigint,\n\t\"error_code\" text,\n\t\"error_message\" text,\n\t\"cost_micros\" bigint DEFAULT 0 NOT NULL,\n\tCONSTRAINT \"run_tenant_id_id_pk\" PRIMARY KEY(\"tenant_id\",\"id\"),\n\tCONSTRAINT \"run_completed_has_result\" CHECK (\"run\".\"status\" <> 'completed' or \"run\".\"result_key\" is not null)\n);",
      "CREATE TABLE \"run_task\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"run_id\" text NOT NULL,\n\t\"id\" text NOT NULL,\n\t\"position\" integer NOT NULL,\n\t\"agent\" text NOT NULL,\n\t\"title\" text NOT NULL,\n\t\"status\" text NOT NULL,\n\t\"summary\" text,\n\t\"depends_on\" text[] NOT NULL,\n\tCONSTRAINT \"run_task_tenant_id_run_id_id_pk\" PRIMARY KEY(\"tenant_id\",\"run_id\",\"id\")\n);",
      "CREATE TABLE \"session\" (\n\t\"id\" text PRIMARY KEY NOT NULL,\n\t\"realm\" text NOT NULL,\n\t\"token_hash\" text NOT NULL,\n\t\"tenant_id\" text,\n\t\"member_id\" text,\n\t\"admin_id\" text,\n\t\"code_id\" text,\n\t\"project_id\" text,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"seen_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"expires_at\" timestamp with time zone NOT NULL,\n\t\"ended_at\" timestamp with time zone,\n\tCONSTRAINT \"session_token_hash_unique\" UNIQUE(\"token_hash\"),\n\tCONSTRAINT \"session_of_its_realm\" CHECK (case \"session\".\"realm\"\n        when 'tenant' then \"session\".\"tenant_id\" is not null and \"session\".\"member_id\" is not null\n        when 'client' then \"session\".\"tenant_id\" is not null and \"session\".\"code_id\" is not null and \"session\".\"project_id\" is not null\n        else \"session\".\"admin_id\" is not null and \"session\".\"tenant_id\" is null end)\n);",
      "CREATE TABLE \"subscription\" (\n\t\"tenant_id\" text PRIMARY KEY NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"updated_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"plan_id\" text NOT NULL,\n\t\"status\" text NOT NULL,\n\t\"trial_ends_at\" timestamp with time zone,\n\t\"current_period_ends_at\" timestamp with time zone,\n\t\"past_due_since\" timestamp with time zone,\n\t\"cancels_at_period_end\" boolean DEFAULT false NOT NULL,\n\t\"stripe_customer_id\" text,\n\t\"stripe_subscription_id\" text,\n\tCONSTRAINT \"subscription_stripe_customer_id_unique\" UNIQUE(\"stripe_customer_id\"),\n\tCONSTRAINT \"subscription_stripe_subscription_id_unique\" UNIQUE(\"stripe_subscription_id\")\n);",
      "CREATE TABLE \"tenant\" (\n\t\"id\" text PRIMARY KEY NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"updated_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"slug\" text NOT NULL,\n\t\"name\" text NOT NULL,\n\t\"email\" text NOT NULL,\n\t\"phone\" text,\n\t\"logo_url\" text,\n\t\"primary_color\" text,\n\t\"domain\" text,\n\t\"suspended_at\" timestamp with time zone,\n\tCONSTRAINT \"tenant_slug_unique\" UNIQUE(\"slug\"),\n\tCONSTRAINT \"tenant_domain_unique\" UNIQUE(\"domain\")\n);",
      "CREATE TABLE \"throttle\" (\n\t\"key\" text PRIMARY KEY NOT NULL,\n\t\"count\" integer NOT NULL,\n\t\"window_ends_at\" timestamp with time zone NOT NULL\n);",
      "CREATE TABLE \"usage\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"kind\" text NOT NULL,\n\t\"key\" text NOT NULL,\n\t\"month\" text NOT NULL,\n\t\"amount\" integer NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"given_back_at\" timestamp with time zone,\n\tCONSTRAINT \"usage_tenant_id_kind_key_pk\" PRIMARY KEY(\"tenant_id\",\"kind\",\"key\")\n);",
      "CREATE TABLE \"webhook_event\" (\n\t\"id\" text PRIMARY KEY NOT NULL,\n\t\"provider\" text NOT NULL,\n\t\"type\" text NOT NULL,\n\t\"payload\" jsonb NOT NULL,\n\t\"received_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"handled_at\" timestamp with time zone\n);",
      "ALTER TABLE \"activation_code\" ADD CONSTRAINT \"activation_code_tenant_id_tenant_id_fk\" FOREIGN KEY (\"tenant_id\") REFERENCES \"public\".\"tenant\"(\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"member\" ADD CONSTRAINT \"member_tenant_id_tenant_id_fk\" FOREIGN KEY (\"tenant_id\") REFERENCES \"public\".\"tenant\"(\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"project\" ADD CONSTRAINT \"project_tenant_id_tenant_id_fk\" FOREIGN KEY (\"tenant_id\") REFERENCES \"public\".\"tenant\"(\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"project\" ADD CONSTRAINT \"project_tenant_id_code_id_activation_code_tenant_id_id_fk\" FOREIGN KEY (\"tenant_id\",\"code_id\") REFERENCES \"public\".\"activation_code\"(\"tenant_id\",\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"run_check\" ADD CONSTRAINT \"run_check_tenant_id_run_id_run_tenant_id_id_fk\" FOREIGN KEY (\"tenant_id\",\"run_id\") REFERENCES \"public\".\"run\"(\"tenant_id\",\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"run_requirement\" ADD CONSTRAINT \"run_requirement_tenant_id_run_id_run_tenant_id_id_fk\" FOREIGN KEY (\"tenant_id\",\"run_id\") REFERENCES \"public\".\"run\"(\"tenant_id\",\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"run\" ADD CONSTRAINT \"run_tenant_id_project_id_project_tenant_id_id_fk\" FOREIGN KEY (\"tenant_id\",\"project_id\") REFERENCES \"public\".\"project\"(\"tenant_id\",\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"run_task\" ADD CONSTRAINT \"run_task_tenant_id_run_id_run_tenant_id_id_fk\" FOREIGN KEY (\"tenant_id\",\"run_id\") REFERENCES \"public\".\"run\"(\"tenant_id\",\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"subscription\" ADD CONSTRAINT \"subscription_tenant_id_tenant_id_fk\" FOREIGN KEY (\"tenant_id\") REFERENCES \"public\".\"tenant\"(\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"subscription\" ADD CONSTRAINT \"subscription_plan_id_plan_id_fk\" FOREIGN KEY (\"plan_id\") REFERENCES \"public\".\"plan\"(\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"usage\" ADD CONSTRAINT \"usage_tenant_id_tenant_id_fk\" FOREIGN KEY (\"tenant_id\") REFERENCES \"public\".\"tenant\"(\"id\") ON DELETE no action ON UPDATE no action;",
      "CREATE INDEX \"activation_code_newest\" ON \"activation_code\" USING btree (\"tenant_id\",\"created_at\");",
      "CREATE INDEX \"event_of_run\" ON \"event\" USING btree (\"tenant_id\",\"run_id\",\"id\");",
      "CREATE INDEX \"event_newest\" ON \"event\" USING btree (\"at\");",
      "CREATE INDEX \"event_of_tenant\" ON \"event\" USING btree (\"tenant_id\",\"at\");",
      "CREATE INDEX \"idempotency_oldest\" ON \"idempotency\" USING btree (\"created_at\");",
      "CREATE INDEX \"member_by_email\" ON \"member\" USING btree (\"email\");",
      "CREATE INDEX \"otp_newest\" ON \"otp\" USING btree (\"realm\",\"email\",\"created_at\");",
      "CREATE INDEX \"outbox_unsent\" ON \"outbox\" USING btree (\"created_at\") WHERE sent_at is null;",
      "CREATE INDEX \"project_newest\" ON \"project\" USING btree (\"tenant_id\",\"created_at\");",
      "CREATE UNIQUE INDEX \"run_number\" ON \"run\" USING btree (\"tenant_id\",\"project_id\",\"number\");",
      "CREATE UNIQUE INDEX \"run_one_open\" ON \"run\" USING btree (\"tenant_id\",\"project_id\") WHERE status in ('queued', 'launching', 'running', 'paused');",
      "CREATE UNIQUE INDEX \"run_one_of_trial\" ON \"run\" USING btree (\"tenant_id\") WHERE is_trial and status in ('queued', 'launching', 'running', 'paused');",
      "CREATE INDEX \"run_open\" ON \"run\" USING btree (\"status\",\"not_before\") WHERE status in ('queued', 'launching', 'running', 'paused');",
      "CREATE INDEX \"session_by_code\" ON \"session\" USING btree (\"tenant_id\",\"code_id\");",
      "CREATE INDEX \"usage_of_month\" ON \"usage\" USING btree (\"tenant_id\",\"month\");"
    ]
  },
  {
    "name": "0002_access",
    "statements": [
      "SELECT app.protect('tenant', 'id'),\n  app.protect('subscription', 'tenant_id'), app.protect('member', 'tenant_id'), app.protect('session', 'tenant_id'),\n  app.protect('activation_code', 'tenant_id'), app.protect('project', 'tenant_id'), app.protect('run', 'tenant_id'),\n  app.protect('run_requirement', 'tenant_id'), app.protect('run_task', 'tenant_id'), app.protect('run_check', 'tenant_id'),\n  app.protect('usage', 'tenant_id'), app.protect('event', 'tenant_id'), app.protect('idempotency', 'tenant_id'),\n  app.protect('plan', NULL), app.protect('admin', NULL), app.protect('otp', NULL), app.protect('outbox', NULL),\n  app.protect('throttle', NULL), app.protect('webhook_event', NULL);",
      "-- A tenant's people, clients and runs. What is append-only is so by right, not by habit.\nGRANT SELECT, INSERT, UPDATE ON tenant, subscription, member, session, activation_code, project, run, run_requirement,\n  run_task, run_check, usage, idempotency TO q2o_tenant;",
      "GRANT SELECT, INSERT ON event TO q2o_tenant;",
      "GRANT SELECT ON plan TO q2o_tenant;",
      "GRANT INSERT ON outbox TO q2o_tenant;",
      "CREATE POLICY plans_are_public ON plan FOR SELECT TO q2o_tenant, q2o_public USING (true);",
      "CREATE POLICY anybody_asks ON outbox FOR INSERT TO q2o_tenant, q2o_public WITH CHECK (true);",
      "-- A tenant's slug must be unlike all others, which it cannot see.\nCREATE FUNCTION app.slug_taken(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public\n  AS $$ select exists (select 1 from tenant where slug = wanted) $$;",
      "-- A stranger at a door: may ask for a code, show one, and be recognised. Nothing of a tenant's work is in reach.\nGRANT SELECT ON plan TO q2o_public;",
      "GRANT SELECT (id, slug, name, suspended_at, logo_url, primary_color, domain) ON tenant TO q2o_public;",
      "GRANT SELECT (tenant_id, id, email, role) ON member TO q2o_public;",
      "GRANT SELECT (id, email) ON admin TO q2o_public;",
      "GRANT SELECT (tenant_id, id, sealed, scopes, uses, max_uses, expires_at, revoked_at) ON activation_code TO q2o_public;",
      "GRANT SELECT (tenant_id, id, code_id, archived_at, created_at) ON project TO q2o_public;",
      "GRANT SELECT, INSERT, UPDATE ON otp, session, throttle, idempotency TO q2o_public;",
      "GRANT INSERT ON outbox TO q2o_public;",
      "DO $$\nDECLARE name text;\nBEGIN\n  FOREACH name IN ARRAY ARRAY['tenant', 'member', 'admin', 'activation_code', 'project'] LOOP\n    EXECUTE format('CREATE POLICY recognised_at_the_door ON public.%I FOR SELECT TO q2o_public USING (true)', name);\n  END LOOP;\n  FOREACH name IN ARRAY ARRAY['otp', 'session', 'throttle'] LOOP\n    EXECUTE format('CREATE POLICY the_door_itself ON public.%I TO q2o_public USING (true) WITH CHECK (true)', name);\n  END LOOP;\nEND $$;",
      "CREATE POLICY the_door_itself ON idempotency TO q2o_public USING (tenant_id IS NULL) WITH CHECK (tenant_id IS NULL);",
      "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO q2o_platform;",
      "REVOKE UPDATE, DELETE ON event FROM q2o_platform;",
      "-- A run that ended stays as it ended; only its cost may still be counted.\nCREATE FUNCTION app.run_ended() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  IF OLD.status IN ('completed', 'failed', 'cancelled')\n    AND (NEW.status, NEW.result_key, NEW.result_sha256, NEW.epoch)\n      IS DISTINCT FROM (OLD.status, OLD.result_key, OLD.result_sha256, OLD.epoch)\n  THEN RAISE EXCEPTION 'run % has ended', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'run_ended';\n  END IF;\n  RETURN NEW;\nEND $$;",
      "CREATE TRIGGER run_ended BEFORE UPDATE ON run FOR EACH ROW EXECUTE FUNCTION app.run_ended();",
      "GRANT EXECUTE ON FUNCTION app.clock(), app.tenant(), app.slug_taken(text) TO q2o_public, q2o_tenant, q2o_platform;"
    ]
  },
  {
    "name": "0003_api",
    "statements": [
      "CREATE TABLE \"challenge\" (\n\t\"id\" text PRIMARY KEY NOT NULL,\n\t\"admin_id\" text NOT NULL,\n\t\"purpose\" text NOT NULL,\n\t\"challenge\" text NOT NULL,\n\t\"expires_at\" timestamp with time zone NOT NULL,\n\t\"used_at\" timestamp with time zone\n);",
      "CREATE TABLE \"passkey\" (\n\t\"id\" text PRIMARY KEY NOT NULL,\n\t\"admin_id\" text NOT NULL,\n\t\"name\" text NOT NULL,\n\t\"public_key\" text NOT NULL,\n\t\"counter\" bigint NOT NULL,\n\t\"transports\" text[] NOT NULL,\n\t\"is_backed_up\" boolean NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"used_at\" timestamp with time zone\n);",
      "CREATE TABLE \"comment\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"id\" text NOT NULL,\n\t\"project_id\" text NOT NULL,\n\t\"author_type\" text NOT NULL,\n\t\"author_id\" text NOT NULL,\n\t\"author_name\" text NOT NULL,\n\t\"text\" text NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\tCONSTRAINT \"comment_tenant_id_id_pk\" PRIMARY KEY(\"tenant_id\",\"id\")\n);",
      "CREATE TABLE \"device\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"id\" text NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"updated_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"code_id\" text NOT NULL,\n\t\"fingerprint\" text NOT NULL,\n\t\"label\" text,\n\t\"generation\" integer DEFAULT 0 NOT NULL,\n\t\"refresh_expires_at\" timestamp with time zone NOT NULL,\n\t\"seen_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"revoked_at\" timestamp with time zone,\n\t\"revoked_reason\" text,\n\tCONSTRAINT \"device_tenant_id_id_pk\" PRIMARY KEY(\"tenant_id\",\"id\"),\n\tCONSTRAINT \"device_once\" UNIQUE(\"tenant_id\",\"code_id\",\"fingerprint\")\n);",
      "CREATE TABLE \"event_head\" (\n\t\"chain\" text PRIMARY KEY NOT NULL,\n\t\"seq\" bigint NOT NULL,\n\t\"hash\" text NOT NULL\n);",
      "CREATE TABLE \"disabled_blueprint\" (\n\t\"id\" text PRIMARY KEY NOT NULL,\n\t\"disabled_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"admin_id\" text NOT NULL\n);",
      "CREATE TABLE \"llm_alert\" (\n\t\"id\" text PRIMARY KEY NOT NULL,\n\t\"kind\" text NOT NULL,\n\t\"subject\" text NOT NULL,\n\t\"period\" text NOT NULL,\n\t\"message\" text NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"resolved_at\" timestamp with time zone,\n\t\"resolved_by\" text\n);",
      "CREATE TABLE \"llm_call\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"id\" text NOT NULL,\n\t\"run_id\" text NOT NULL,\n\t\"project_id\" text NOT NULL,\n\t\"agent\" text NOT NULL,\n\t\"task_id\" text,\n\t\"provider\" text NOT NULL,\n\t\"model\" text NOT NULL,\n\t\"prompt_versions\" jsonb NOT NULL,\n\t\"input_tokens\" integer NOT NULL,\n\t\"cached_tokens\" integer NOT NULL,\n\t\"output_tokens\" integer NOT NULL,\n\t\"cost_micros\" bigint,\n\t\"saved_micros\" bigint DEFAULT 0 NOT NULL,\n\t\"latency_ms\" integer NOT NULL,\n\t\"cache\" text NOT NULL,\n\t\"status\" text NOT NULL,\n\t\"error_code\" text,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\tCONSTRAINT \"llm_call_tenant_id_id_pk\" PRIMARY KEY(\"tenant_id\",\"id\")\n);",
      "CREATE TABLE \"llm_config\" (\n\t\"id\" text NOT NULL,\n\t\"level\" text NOT NULL,\n\t\"version\" integer NOT NULL,\n\t\"tenant_id\" text,\n\t\"project_id\" text,\n\t\"agent\" text,\n\t\"values\" jsonb NOT NULL,\n\t\"reason\" text NOT NULL,\n\t\"author_id\" text NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\tCONSTRAINT \"llm_config_level_version_pk\" PRIMARY KEY(\"level\",\"version\"),\n\tCONSTRAINT \"llm_config_id_unique\" UNIQUE(\"id\")\n);",
      "CREATE TABLE \"tenant_override\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"id\" text NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"updated_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"limit\" text NOT NULL,\n\t\"value\" integer,\n\t\"expires_at\" timestamp with time zone,\n\t\"ended_at\" timestamp with time zone,\n\t\"reason\" text NOT NULL,\n\t\"admin_id\" text NOT NULL,\n\tCONSTRAINT \"tenant_override_tenant_id_id_pk\" PRIMARY KEY(\"tenant_id\",\"id\")\n);",
      "ALTER TABLE \"event\" ADD COLUMN \"subject_id\" text;",
      "ALTER TABLE \"event\" ADD COLUMN \"is_audit\" boolean;",
      "ALTER TABLE \"event\" ADD COLUMN \"request_id\" text;",
      "ALTER TABLE \"event\" ADD COLUMN \"seq\" bigint;",
      "ALTER TABLE \"event\" ADD COLUMN \"hash\" text;",
      "ALTER TABLE \"member\" ADD COLUMN \"name\" text;",
      "ALTER TABLE \"member\" ADD COLUMN \"invited_by\" text;",
      "ALTER TABLE \"member\" ADD COLUMN \"joined_at\" timestamp with time zone;",
      "ALTER TABLE \"member\" ADD COLUMN \"muted\" text[] DEFAULT '{}' NOT NULL;",
      "ALTER TABLE \"session\" ADD COLUMN \"needs\" text;",
      "ALTER TABLE \"session\" ADD COLUMN \"proved_at\" timestamp with time zone DEFAULT app.clock() NOT NULL;",
      "ALTER TABLE \"session\" ADD COLUMN \"agent\" text;",
      "ALTER TABLE \"tenant\" ADD COLUMN \"names_platform\" boolean DEFAULT false NOT NULL;",
      "ALTER TABLE \"tenant\" ADD COLUMN \"suspended_reason\" text;",
      "ALTER TABLE \"webhook_event\" ADD COLUMN \"replays\" integer DEFAULT 0 NOT NULL;",
      "ALTER TABLE \"webhook_event\" ADD COLUMN \"replayed_at\" timestamp with time zone;",
      "ALTER TABLE \"challenge\" ADD CONSTRAINT \"challenge_admin_id_admin_id_fk\" FOREIGN KEY (\"admin_id\") REFERENCES \"public\".\"admin\"(\"id\") ON DELETE cascade ON UPDATE no action;",
      "ALTER TABLE \"passkey\" ADD CONSTRAINT \"passkey_admin_id_admin_id_fk\" FOREIGN KEY (\"admin_id\") REFERENCES \"public\".\"admin\"(\"id\") ON DELETE cascade ON UPDATE no action;",
      "ALTER TABLE \"comment\" ADD CONSTRAINT \"comment_tenant_id_project_id_project_tenant_id_id_fk\" FOREIGN KEY (\"tenant_id\",\"project_id\") REFERENCES \"public\".\"project\"(\"tenant_id\",\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"device\" ADD CONSTRAINT \"device_tenant_id_code_id_activation_code_tenant_id_id_fk\" FOREIGN KEY (\"tenant_id\",\"code_id\") REFERENCES \"public\".\"activation_code\"(\"tenant_id\",\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"llm_call\" ADD CONSTRAINT \"llm_call_tenant_id_run_id_run_tenant_id_id_fk\" FOREIGN KEY (\"tenant_id\",\"run_id\") REFERENCES \"public\".\"run\"(\"tenant_id\",\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"llm_config\" ADD CONSTRAINT \"llm_config_tenant_id_project_id_project_tenant_id_id_fk\" FOREIGN KEY (\"tenant_id\",\"project_id\") REFERENCES \"public\".\"project\"(\"tenant_id\",\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"tenant_override\" ADD CONSTRAINT \"tenant_override_tenant_id_tenant_id_fk\" FOREIGN KEY (\"tenant_id\") REFERENCES \"public\".\"tenant\"(\"id\") ON DELETE no action ON UPDATE no action;",
      "CREATE INDEX \"challenge_of_admin\" ON \"challenge\" USING btree (\"admin_id\");",
      "CREATE INDEX \"passkey_of_admin\" ON \"passkey\" USING btree (\"admin_id\");",
      "CREATE INDEX \"comment_of_project\" ON \"comment\" USING btree (\"tenant_id\",\"project_id\",\"id\");",
      "CREATE INDEX \"device_newest\" ON \"device\" USING btree (\"tenant_id\",\"created_at\");",
      "CREATE UNIQUE INDEX \"llm_alert_once\" ON \"llm_alert\" USING btree (\"kind\",\"subject\",\"period\");",
      "CREATE INDEX \"llm_alert_open\" ON \"llm_alert\" USING btree (\"created_at\") WHERE resolved_at is null;",
      "CREATE INDEX \"llm_call_newest\" ON \"llm_call\" USING btree (\"created_at\");",
      "CREATE INDEX \"llm_call_of_run\" ON \"llm_call\" USING btree (\"tenant_id\",\"run_id\");",
      "CREATE INDEX \"llm_call_of_project\" ON \"llm_call\" USING btree (\"project_id\",\"created_at\");",
      "CREATE INDEX \"llm_config_newest\" ON \"llm_config\" USING btree (\"created_at\");",
      "CREATE INDEX \"llm_config_of_project\" ON \"llm_config\" USING btree (\"tenant_id\",\"project_id\");",
      "CREATE INDEX \"tenant_override_newest\" ON \"tenant_override\" USING btree (\"tenant_id\",\"created_at\");",
      "CREATE INDEX \"event_audit\" ON \"event\" USING btree (\"tenant_id\",\"id\") WHERE is_audit;",
      "CREATE INDEX \"event_audit_of_all\" ON \"event\" USING btree (\"id\") WHERE is_audit;",
      "CREATE INDEX \"event_of_request\" ON \"event\" USING btree (\"request_id\") WHERE request_id is not null;",
      "CREATE INDEX \"session_by_member\" ON \"session\" USING btree (\"tenant_id\",\"member_id\");",
      "CREATE INDEX \"session_by_admin\" ON \"session\" USING btree (\"admin_id\");",
      "CREATE INDEX \"webhook_event_newest\" ON \"webhook_event\" USING btree (\"received_at\");"
    ]
  },
  {
    "name": "0004_chain_and_access",
    "statements": [
      "SELECT app.protect('device', 'tenant_id'), app.protect('comment', 'tenant_id'), app.protect('llm_call', 'tenant_id'),\n  app.protect('llm_config', 'tenant_id'), app.protect('tenant_override', 'tenant_id'), app.protect('passkey', NULL),\n  app.protect('challenge', NULL), app.protect('llm_alert', NULL), app.protect('disabled_blueprint', NULL),\n  app.protect('event_head', NULL);",
      "GRANT SELECT, INSERT, UPDATE, DELETE ON device, comment, llm_call, llm_config, tenant_override, passkey, challenge,\n  llm_alert, disabled_blueprint TO q2o_platform;",
      "GRANT SELECT, INSERT, UPDATE ON device, comment, llm_call TO q2o_tenant;",
      "GRANT SELECT ON tenant_override, llm_config, disabled_blueprint TO q2o_tenant;",
      "GRANT DELETE ON member TO q2o_tenant;",
      "-- What a run begins with is composed from the system's configuration, too.\nCREATE POLICY system_is_for_all ON llm_config FOR SELECT TO q2o_tenant USING (tenant_id IS NULL);",
      "CREATE POLICY disabled_for_all ON disabled_blueprint FOR SELECT TO q2o_tenant USING (true);",
      "GRANT SELECT (names_platform) ON tenant TO q2o_public;",
      "-- What an event says, in one form for ever: the hash of the next one stands on it.\nCREATE FUNCTION app.event_digest(before text, said event) RETURNS text LANGUAGE sql STABLE AS $$\n  SELECT encode(sha256(convert_to(before || E'\\n' || jsonb_build_object(\n    'seq', said.seq, 'tenantId', said.tenant_id, 'type', said.type, 'actorType', said.actor_type,\n    'actorId', said.actor_id, 'projectId', said.project_id, 'runId', said.run_id, 'codeId', said.code_id,\n    'subjectId', said.subject_id, 'isAudit', said.is_audit, 'requestId', said.request_id, 'data', said.data,\n    'at', to_char(said.at AT TIME ZONE 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'))::text, 'UTF8')), 'hex') $$;",
      "-- The only way to write an event. It holds the head of the chain until the transaction ends, so the events of a chain\n-- are committed in the order of their ids, and a reader's cursor passes none over.\nCREATE FUNCTION app.append_events(said jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nDECLARE\n  one jsonb;\n  head event_head;\n  new_event event;\nBEGIN\n  -- Chains in one order, so that two transactions that append to several cannot wait for each other.\n  FOR one IN SELECT value FROM jsonb_array_elements(said) WITH ORDINALITY AS listed(value, place)\n    ORDER BY coalesce(value->>'tenantId', ''), place\n  LOOP\n    IF app.tenant() IS NOT NULL AND one->>'tenantId' IS DISTINCT FROM app.tenant() THEN\n      RAISE insufficient_privilege USING MESSAGE = 'An event of another tenant.';\n    END IF;\n    INSERT INTO event_head (chain, seq, hash) VALUES (coalesce(one->>'tenantId', 'platform'), 0, '')\n      ON CONFLICT (chain) DO UPDATE SET seq = event_head.seq RETURNING * INTO head;\n    new_event := (nextval(pg_get_serial_sequence('public.event', 'id')), one->>'tenantId', app.clock(), one->>'type',\n      one->>'actorType', one->>'actorId', one->>'projectId', one->>'runId', one->>'codeId', one->'data',\n      one->>'subjectId', (one->>'isAudit')::boolean, one->>'requestId', head.seq + 1, NULL);\n    new_event.hash := app.event_digest(head.hash, new_event);\n    INSERT INTO event OVERRIDING SYSTEM VALUE SELECT new_event.*;\n    UPDATE event_head SET seq = new_event.seq, hash = new_event.hash WHERE chain = head.chain;\n  END LOOP;\nEND $$;",
      "-- The first place where a chain (a tenant's id, or `platform`) is not as it was written; null when it is whole.\nCREATE FUNCTION app.broken_at(wanted text) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$\n  SELECT min(place) FROM (\n    SELECT row_number() OVER (ORDER BY e.seq) AS place\n      , e.seq <> row_number() OVER (ORDER BY e.seq)\n        OR e.hash <> app.event_digest(coalesce(lag(e.hash) OVER (ORDER BY e.seq), ''), e) AS is_broken\n      FROM event e WHERE coalesce(e.tenant_id, 'platform') = wanted\n    UNION ALL\n    SELECT h.seq, NOT EXISTS (SELECT 1 FROM event e\n        WHERE coalesce(e.tenant_id, 'platform') = wanted AND e.seq = h.seq AND e.hash = h.hash)\n      FROM event_head h WHERE h.chain = wanted AND h.seq > 0\n  ) links WHERE is_broken AND (app.tenant() IS NULL OR app.tenant() = wanted) $$;",
      "-- Events from before there were chains are linked in the order of their ids.\nDO $$\nDECLARE\n  old event;\n  head event_head;\nBEGIN\n  FOR old IN SELECT * FROM event ORDER BY id LOOP\n    INSERT INTO event_head (chain, seq, hash) VALUES (coalesce(old.tenant_id, 'platform'), 0, '')\n      ON CONFLICT (chain) DO UPDATE SET seq = event_head.seq RETURNING * INTO head;\n    old.is_audit := old.actor_type IN ('public', 'admin', 'tenant', 'client') AND old.type <> 'run.log';\n    old.seq := head.seq + 1;\n    old.hash := app.event_digest(head.hash, old);\n    UPDATE event SET is_audit = old.is_audit, seq = old.seq, hash = old.hash WHERE id = old.id;\n    UPDATE event_head SET seq = old.seq, hash = old.hash WHERE chain = head.chain;\n  END LOOP;\nEND $$;",
      "ALTER TABLE event ALTER COLUMN is_audit SET NOT NULL, ALTER COLUMN seq SET NOT NULL, ALTER COLUMN hash SET NOT NULL;",
      "CREATE UNIQUE INDEX event_chain ON event (coalesce(tenant_id, 'platform'), seq);",
      "REVOKE INSERT ON event FROM q2o_tenant, q2o_platform;",
      "REVOKE EXECUTE ON FUNCTION app.append_events(jsonb), app.broken_at(text) FROM PUBLIC;",
      "GRANT EXECUTE ON FUNCTION app.append_events(jsonb), app.broken_at(text) TO q2o_tenant, q2o_platform;"
    ]
  },
  {
    "name": "0005_lists",
    "statements": [
      "CREATE TABLE \"tally\" (\n\t\"tenant_id\" text,\n\t\"noun\" text NOT NULL,\n\t\"bucket\" text NOT NULL,\n\t\"difference\" integer NOT NULL\n);",
      "DROP INDEX \"activation_code_newest\";",
      "DROP INDEX \"project_newest\";",
      "ALTER TABLE \"project\" ADD COLUMN \"state\" text DEFAULT 'pending' NOT NULL;",
      "CREATE INDEX \"tally_of\" ON \"tally\" USING btree (\"tenant_id\",\"noun\",\"bucket\",\"difference\");",
      "CREATE INDEX \"activation_code_by_created\" ON \"activation_code\" USING btree (\"tenant_id\",\"created_at\",\"id\");",
      "CREATE INDEX \"activation_code_by_label\" ON \"activation_code\" USING btree (\"tenant_id\",\"label\",\"id\");",
      "CREATE INDEX \"activation_code_by_expiry\" ON \"activation_code\" USING btree (\"tenant_id\",\"expires_at\",\"id\");",
      "CREATE INDEX \"activation_code_of_all_by_created\" ON \"activation_code\" USING btree (\"created_at\",\"id\");",
      "CREATE INDEX \"activation_code_of_all_by_label\" ON \"activation_code\" USING btree (\"label\",\"id\");",
      "CREATE INDEX \"activation_code_of_all_by_expiry\" ON \"activation_code\" USING btree (\"expires_at\",\"id\");",
      "CREATE INDEX \"activation_code_open\" ON \"activation_code\" USING btree (\"tenant_id\",\"created_at\",\"id\") WHERE revoked_at is null and uses < max_uses;",
      "CREATE INDEX \"activation_code_revoked\" ON \"activation_code\" USING btree (\"tenant_id\",\"created_at\",\"id\") WHERE revoked_at is not null;",
      "CREATE INDEX \"project_by_created\" ON \"project\" USING btree (\"tenant_id\",\"created_at\",\"id\",\"run_count\") WHERE archived_at is null;",
      "CREATE INDEX \"project_by_updated\" ON \"project\" USING btree (\"tenant_id\",\"updated_at\",\"id\",\"run_count\") WHERE archived_at is null;",
      "CREATE INDEX \"project_by_name\" ON \"project\" USING btree (\"tenant_id\",\"name\",\"id\",\"run_count\") WHERE archived_at is null;",
      "CREATE INDEX \"project_of_state_by_created\" ON \"project\" USING btree (\"tenant_id\",\"state\",\"created_at\",\"id\",\"run_count\") WHERE archived_at is null;",
      "CREATE INDEX \"project_of_state_by_updated\" ON \"project\" USING btree (\"tenant_id\",\"state\",\"updated_at\",\"id\",\"run_count\") WHERE archived_at is null;",
      "CREATE INDEX \"project_of_state_by_name\" ON \"project\" USING btree (\"tenant_id\",\"state\",\"name\",\"id\",\"run_count\") WHERE archived_at is null;",
      "CREATE INDEX \"project_of_all_by_created\" ON \"project\" USING btree (\"created_at\",\"id\") WHERE archived_at is null;",
      "CREATE INDEX \"project_of_all_by_updated\" ON \"project\" USING btree (\"updated_at\",\"id\") WHERE archived_at is null;",
      "CREATE INDEX \"project_of_all_by_name\" ON \"project\" USING btree (\"name\",\"id\") WHERE archived_at is null;",
      "CREATE INDEX \"project_of_all_of_state_by_created\" ON \"project\" USING btree (\"state\",\"created_at\",\"id\") WHERE archived_at is null;",
      "CREATE INDEX \"project_of_all_of_state_by_updated\" ON \"project\" USING btree (\"state\",\"updated_at\",\"id\") WHERE archived_at is null;",
      "CREATE INDEX \"project_of_all_of_state_by_name\" ON \"project\" USING btree (\"state\",\"name\",\"id\") WHERE archived_at is null;",
      "CREATE INDEX \"project_of_code\" ON \"project\" USING btree (\"tenant_id\",\"code_id\");"
    ]
  },
  {
    "name": "0006_counts_and_search",
    "statements": [
      "-- What is typed into a search is looked for by its trigrams, within one tenant or in all.\nCREATE EXTENSION IF NOT EXISTS pg_trgm;",
      "CREATE EXTENSION IF NOT EXISTS btree_gin;",
      "SELECT app.protect('tally', 'tenant_id');",
      "GRANT SELECT ON tally TO q2o_tenant;",
      "GRANT SELECT, INSERT, DELETE ON tally TO q2o_platform;",
      "-- What people are told of a project: never run and waiting to start read the same, and a cancelled run is as none.\nCREATE FUNCTION app.state_of(status text) RETURNS text LANGUAGE sql IMMUTABLE AS $$\n  SELECT CASE WHEN status IN ('launching', 'running') THEN 'running'\n    WHEN status IN ('paused', 'completed', 'failed') THEN status ELSE 'pending' END $$;",
      "UPDATE project p SET state = app.state_of(r.status) FROM run r\n  WHERE r.tenant_id = p.tenant_id AND r.project_id = p.id AND r.number = p.run_count;",
      "CREATE FUNCTION app.run_moved() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  UPDATE project SET state = app.state_of(NEW.status)\n    WHERE tenant_id = NEW.tenant_id AND id = NEW.project_id AND run_count = NEW.number\n      AND state <> app.state_of(NEW.status);\n  RETURN NULL;\nEND $$;",
      "CREATE TRIGGER run_begun AFTER INSERT ON run FOR EACH ROW EXECUTE FUNCTION app.run_moved();",
      "CREATE TRIGGER run_moved AFTER UPDATE OF status ON run FOR EACH ROW WHEN (OLD.status <> NEW.status)\n  EXECUTE FUNCTION app.run_moved();",
      "-- Lines of differences: nobody waits for a counter, and the sweeper adds them up.\nCREATE FUNCTION app.count_change(tenant text, noun text, bucket text, difference integer) RETURNS void LANGUAGE sql AS $$\n  INSERT INTO public.tally (tenant_id, noun, bucket, difference)\n    SELECT whose, noun, bucket, difference FROM unnest(ARRAY[tenant, NULL]) AS whose WHERE bucket IS NOT NULL $$;",
      "CREATE FUNCTION app.bucket_of(listed project) RETURNS text LANGUAGE sql IMMUTABLE AS $$\n  SELECT CASE WHEN listed.id IS NOT NULL AND listed.archived_at IS NULL\n    THEN listed.state || CASE WHEN listed.run_count > 0 THEN '+' ELSE '' END END $$;",
      "CREATE FUNCTION app.project_counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nBEGIN\n  PERFORM app.count_change(OLD.tenant_id, 'project', app.bucket_of(OLD), -1);\n  PERFORM app.count_change(NEW.tenant_id, 'project', app.bucket_of(NEW), 1);\n  RETURN NULL;\nEND $$;",
      "CREATE TRIGGER project_counted AFTER INSERT OR DELETE ON project FOR EACH ROW EXECUTE FUNCTION app.project_counted();",
      "CREATE TRIGGER project_recounted AFTER UPDATE ON project FOR EACH ROW\n  WHEN (app.bucket_of(OLD) IS DISTINCT FROM app.bucket_of(NEW)) EXECUTE FUNCTION app.project_counted();",
      "CREATE FUNCTION app.code_counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nBEGIN\n  IF TG_OP = 'INSERT' THEN PERFORM app.count_change(NEW.tenant_id, 'code', '', 1);\n  ELSE PERFORM app.count_change(OLD.tenant_id, 'code', '', -1);\n  END IF;\n  RETURN NULL;\nEND $$;",
      "CREATE TRIGGER code_counted AFTER INSERT OR DELETE ON activation_code FOR EACH ROW EXECUTE FUNCTION app.code_counted();",
      "-- Nothing is left of a tenant that is deleted, its counts included.\nCREATE FUNCTION app.tenant_gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nBEGIN\n  DELETE FROM tally WHERE tenant_id = OLD.id;\n  RETURN NULL;\nEND $$;",
      "CREATE TRIGGER tenant_gone AFTER DELETE ON tenant FOR EACH ROW EXECUTE FUNCTION app.tenant_gone();",
      "INSERT INTO tally (tenant_id, noun, bucket, difference)\n  SELECT tenant_id, 'project', app.bucket_of(p), count(*)::int FROM project p\n    WHERE archived_at IS NULL GROUP BY GROUPING SETS ((tenant_id, app.bucket_of(p)), (app.bucket_of(p)))\n  UNION ALL SELECT tenant_id, 'code', '', count(*)::int FROM activation_code GROUP BY GROUPING SETS ((tenant_id), ())\n    HAVING count(*) > 0;",
      "REVOKE EXECUTE ON FUNCTION app.count_change(text, text, text, integer), app.project_counted(), app.code_counted(),\n  app.tenant_gone() FROM PUBLIC;",
      "-- The words that a search looks in, in small letters: matched by LIKE, they cost a third of ILIKE.\nALTER TABLE project ADD COLUMN words text NOT NULL\n  GENERATED ALWAYS AS (lower(name || E'\\n' || coalesce(client_name, '') || E'\\n' || description)) STORED;",
      "ALTER TABLE activation_code ADD COLUMN words text NOT NULL\n  GENERATED ALWAYS AS (lower(coalesce(label, '') || E'\\n' || last5)) STORED;",
      "CREATE INDEX project_words ON project USING gin (tenant_id, words gin_trgm_ops) WITH (fastupdate = off);",
      "CREATE INDEX activation_code_words ON activation_code USING gin (tenant_id, words gin_trgm_ops) WITH (fastupdate = off);",
      "-- Finds what contains the needle. Under a row-level policy no trigram index would be used (LIKE might leak what it\n-- looked at), so this steps past the policies and keeps to their rule itself: a tenant finds its own and nothing else,\n-- whatever it asks for; only the platform asks for one tenant's or for all.\n--\n-- First it walks some rows in the wanted order. What is common fills the page from there, and its total is a lower\n-- bound; what is rare is looked up by its trigrams, and its total is exact. `wanted` is a state or a status, `ran` asks\n-- for projects that have run.\nCREATE FUNCTION app.search(noun text, whose text, needle text, wanted text, ran boolean, sort text, is_desc boolean,\n  skip integer, take integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$\nDECLARE\n  steps CONSTANT integer := 3000;\n  way text := CASE WHEN is_desc THEN 'DESC' ELSE 'ASC' END;\n  pattern text := '%' || regexp_replace(lower(needle), '([\\\\%_])', '\\\\\\1', 'g') || '%';\n  lives text := 'revoked_at IS NULL AND (expires_at IS NULL OR expires_at > app.clock())';\n  which text := 'true';\n  relation text;\n  seen integer;\n  keys jsonb[];\n  answer jsonb;\nBEGIN\n  IF app.tenant() IS NOT NULL THEN whose := app.tenant();\n  ELSIF current_setting('role') <> 'q2o_platform' THEN RAISE insufficient_privilege USING MESSAGE = 'Nobody searches.';\n  END IF;\n  IF whose IS NOT NULL THEN which := format('tenant_id = %L', whose); END IF;\n  CASE noun\n    WHEN 'project' THEN\n      relation := 'project';\n      IF sort NOT IN ('created_at', 'updated_at', 'name') THEN RAISE invalid_parameter_value; END IF;\n      which := which || ' AND archived_at IS NULL';\n      IF ran THEN which := which || ' AND run_count <> 0'; END IF;\n      IF wanted IS NOT NULL THEN which := which || format(' AND state = %L', wanted); END IF;\n    WHEN 'code' THEN\n      relation := 'activation_code';\n      IF sort NOT IN ('created_at', 'label', 'expires_at') THEN RAISE invalid_parameter_value; END IF;\n      which := which || CASE wanted\n        WHEN 'revoked' THEN ' AND revoked_at IS NOT NULL'\n        WHEN 'expired' THEN ' AND revoked_at IS NULL AND expires_at <= app.clock()'\n        WHEN 'used' THEN ' AND uses >= max_uses AND ' || lives\n        WHEN 'active' THEN ' AND uses < max_uses AND ' || lives\n        ELSE '' END;\n  END CASE;\n  EXECUTE format($walk$\n    WITH walked AS MATERIALIZED (\n      SELECT id, tenant_id, words LIKE $1 AS fits, row_number() OVER () AS place FROM (\n        SELECT id, tenant_id, words FROM %I WHERE %s ORDER BY %I %s, id %s LIMIT %s) listed)\n    SELECT count(*), coalesce(array_agg(jsonb_build_array(tenant_id, id) ORDER BY place) FILTER (WHERE fits), '{}')\n      FROM walked $walk$, relation, which, sort, way, way, steps) INTO seen, keys USING pattern;\n  IF seen < steps OR cardinality(keys) > skip + take THEN\n    RETURN jsonb_build_object('total', cardinality(keys), 'isTotalCapped', seen = steps,\n      'keys', to_jsonb(keys[skip + 1 : skip + take]));\n  END IF;\n  EXECUTE format($find$\n    WITH found AS MATERIALIZED (SELECT id, tenant_id, %I AS by FROM %I WHERE %s AND words LIKE $1)\n    SELECT jsonb_build_object('total', (SELECT count(*) FROM found), 'isTotalCapped', false, 'keys', coalesce(\n      (SELECT jsonb_agg(jsonb_build_array(tenant_id, id) ORDER BY by %s, id %s)\n        FROM (SELECT * FROM found ORDER BY by %s, id %s LIMIT $3 OFFSET $2) listed), '[]')) $find$,\n    sort, relation, which, way, way, way, way) INTO answer USING pattern, skip, take;\n  RETURN answer;\nEND $$;",
      "REVOKE EXECUTE ON FUNCTION app.search(text, text, text, text, boolean, text, boolean, integer, integer) FROM PUBLIC;",
      "GRANT EXECUTE ON FUNCTION app.search(text, text, text, text, boolean, text, boolean, integer, integer)\n  TO q2o_tenant, q2o_platform;"
    ]
  },
  {
    "name": "0007_figures_and_timing",
    "statements": [
      "ALTER TABLE \"outbox\" ADD COLUMN \"delivered\" text[] DEFAULT '{}' NOT NULL;",
      "ALTER TABLE \"run\" ADD COLUMN \"usual_seconds\" integer;",
      "ALTER TABLE \"run_task\" ADD COLUMN \"started_at\" timestamp with time zone;",
      "ALTER TABLE \"run_task\" ADD COLUMN \"ended_at\" timestamp with time zone;",
      "ALTER TABLE \"subscription\" ADD COLUMN \"interval\" text DEFAULT 'month' NOT NULL;",
      "ALTER TABLE \"webhook_event\" ADD COLUMN \"failure\" text;",
      "CREATE INDEX \"event_about\" ON \"event\" USING gin ((array[\"actor_id\", \"project_id\", \"run_id\", \"code_id\", \"subject_id\", \"request_id\"])) WHERE is_audit;",
      "CREATE INDEX \"event_activation\" ON \"event\" USING btree (\"type\",\"at\") WHERE type in ('code.assigned', 'client.signed_in');",
      "CREATE INDEX \"run_newest\" ON \"run\" USING btree (\"created_at\");",
      "CREATE INDEX \"run_ended_newest\" ON \"run\" USING btree (\"ended_at\");"
    ]
  },
  {
    "name": "0008_runs",
    "statements": [
      "ALTER TABLE \"run\" ADD COLUMN \"interruptions\" integer DEFAULT 0 NOT NULL;",
      "ALTER TABLE \"run\" ADD COLUMN \"at_work_since\" timestamp with time zone;",
      "ALTER TABLE \"run\" ADD COLUMN \"log_bytes\" integer DEFAULT 0 NOT NULL;"
    ]
  },
  {
    "name": "0009_erasure",
    "statements": [
      "CREATE TABLE \"erasure\" (\n\t\"id\" text PRIMARY KEY NOT NULL,\n\t\"prefix\" text NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"due_at\" timestamp with time zone DEFAULT app.clock() NOT NULL\n);",
      "CREATE INDEX \"erasure_due\" ON \"erasure\" USING btree (\"due_at\");",
      "CREATE INDEX \"project_by_id\" ON \"project\" USING btree (\"id\");",
      "CREATE INDEX \"project_archived\" ON \"project\" USING btree (\"tenant_id\",\"created_at\",\"id\") WHERE archived_at is not null;",
      "CREATE INDEX \"run_by_id\" ON \"run\" USING btree (\"id\");"
    ]
  },
  {
    "name": "0010_deletion",
    "statements": [
      "SELECT app.protect('erasure', NULL);",
      "GRANT SELECT, INSERT, UPDATE, DELETE ON erasure TO q2o_platform;",
      "-- The tables that hold tenants' rows, those that stand on others first: in this order rows can be deleted. Events stand\n-- on nothing and are not among them.\nCREATE FUNCTION app.owned_tables() RETURNS TABLE (name text, has_project boolean, has_run boolean) LANGUAGE sql STABLE AS $$\n  WITH RECURSIVE depth AS (\n    SELECT oid AS one, 0 AS level FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'\n    UNION ALL\n    SELECT child.conrelid, level + 1 FROM depth JOIN pg_constraint child ON child.confrelid = one\n      WHERE child.contype = 'f' AND child.conrelid <> child.confrelid AND level < 30\n  ), has AS (\n    SELECT attrelid AS one, array_agg(attname::text) AS columns FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped GROUP BY attrelid\n  )\n  SELECT c.relname::text, 'project_id' = ANY (columns), 'run_id' = ANY (columns)\n    FROM depth JOIN has USING (one) JOIN pg_class c ON c.oid = one\n    WHERE 'tenant_id' = ANY (columns) AND c.relname <> 'event'\n    GROUP BY c.relname, columns ORDER BY max(level) DESC, c.relname $$;",
      "-- Deletes a tenant with every row it has, in whatever table there is. Whoever changes a tenant's things takes these locks\n-- in this order, and the chain of events last. Those who wait for the chain find no tenant any more.\nCREATE FUNCTION app.erase_tenant(wanted text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nDECLARE owned record;\nBEGIN\n  IF app.tenant() IS NOT NULL THEN RAISE insufficient_privilege USING MESSAGE = 'Only the platform deletes tenants.'; END IF;\n  PERFORM 1 FROM tenant WHERE id = wanted FOR UPDATE;\n  PERFORM 1 FROM run WHERE tenant_id = wanted ORDER BY id FOR UPDATE;\n  PERFORM 1 FROM project WHERE tenant_id = wanted ORDER BY id FOR UPDATE;\n  PERFORM 1 FROM activation_code WHERE tenant_id = wanted ORDER BY id FOR UPDATE;\n  PERFORM 1 FROM device WHERE tenant_id = wanted ORDER BY id FOR UPDATE;\n  DELETE FROM llm_alert WHERE subject = wanted OR subject IN (SELECT id FROM project WHERE tenant_id = wanted);\n  DELETE FROM outbox WHERE body->>'tenantId' = wanted;\n  FOR owned IN SELECT * FROM app.owned_tables() LOOP\n    EXECUTE format('DELETE FROM public.%I WHERE tenant_id = $1', owned.name) USING wanted;\n  END LOOP;\n  DELETE FROM event_head WHERE chain = wanted;\n  DELETE FROM event WHERE tenant_id = wanted;\n  DELETE FROM tenant WHERE id = wanted;\nEND $$;",
      "-- Deletes a project with its runs and all that hangs on them. What was said of it stays in the tenant's chain.\nCREATE FUNCTION app.erase_project(of_tenant text, wanted text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nDECLARE\n  owned record;\n  runs text[];\nBEGIN\n  IF app.tenant() IS NOT NULL THEN RAISE insufficient_privilege USING MESSAGE = 'Only the platform deletes projects.'; END IF;\n  PERFORM 1 FROM run WHERE tenant_id = of_tenant AND project_id = wanted ORDER BY id FOR UPDATE;\n  PERFORM 1 FROM project WHERE tenant_id = of_tenant AND id = wanted FOR UPDATE;\n  SELECT coalesce(array_agg(id), '{}') INTO runs FROM run WHERE tenant_id = of_tenant AND project_id = wanted;\n  DELETE FROM llm_alert WHERE subject = wanted;\n  FOR owned IN SELECT * FROM app.owned_tables() WHERE has_project OR has_run LOOP\n    EXECUTE format('DELETE FROM public.%I WHERE tenant_id = $1 AND (%s)', owned.name, concat_ws(' OR ',\n      CASE WHEN owned.has_project THEN 'project_id = $2' END, CASE WHEN owned.has_run THEN 'run_id = ANY ($3)' END))\n      USING of_tenant, wanted, runs;\n  END LOOP;\n  DELETE FROM project WHERE tenant_id = of_tenant AND id = wanted;\nEND $$;",
      "-- An event names its tenant without a foreign key, whose lock could be waited for in a circle. So whoever appends looks,\n-- holding the chain's head: the tenant is there, or was deleted by the one who held the head before.\nCREATE FUNCTION app.event_of_tenant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nBEGIN\n  IF NOT EXISTS (SELECT 1 FROM tenant WHERE id = NEW.tenant_id) THEN\n    RAISE foreign_key_violation USING MESSAGE = 'The tenant is gone.', CONSTRAINT = 'event_of_tenant';\n  END IF;\n  RETURN NEW;\nEND $$;",
      "CREATE TRIGGER event_of_tenant BEFORE INSERT ON event FOR EACH ROW WHEN (NEW.tenant_id IS NOT NULL)\n  EXECUTE FUNCTION app.event_of_tenant();",
      "REVOKE EXECUTE ON FUNCTION app.owned_tables(), app.erase_tenant(text), app.erase_project(text, text),\n  app.event_of_tenant() FROM PUBLIC;",
      "GRANT EXECUTE ON FUNCTION app.erase_tenant(text), app.erase_project(text, text) TO q2o_platform;"
    ]
  },
  {
    "name": "0011_billing",
    "statements": [
      "CREATE TABLE \"checkout\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"id\" text NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"updated_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"member_id\" text NOT NULL,\n\t\"kind\" text NOT NULL,\n\t\"plan_id\" text,\n\t\"interval\" text,\n\t\"quantity\" integer,\n\t\"cents\" integer NOT NULL,\n\t\"stripe_session_id\" text,\n\t\"stripe_payment_id\" text,\n\t\"fulfilled_at\" timestamp with time zone,\n\t\"undone_at\" timestamp with time zone,\n\tCONSTRAINT \"checkout_tenant_id_id_pk\" PRIMARY KEY(\"tenant_id\",\"id\"),\n\tCONSTRAINT \"checkout_stripe_session_id_unique\" UNIQUE(\"stripe_session_id\"),\n\tCONSTRAINT \"checkout_stripe_payment_id_unique\" UNIQUE(\"stripe_payment_id\")\n);",
      "CREATE TABLE \"invoice\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"id\" text NOT NULL,\n\t\"mirror_seq\" bigint NOT NULL,\n\t\"number\" text,\n\t\"status\" text NOT NULL,\n\t\"due_cents\" bigint NOT NULL,\n\t\"paid_cents\" bigint NOT NULL,\n\t\"currency\" text NOT NULL,\n\t\"reason\" text,\n\t\"url\" text,\n\t\"pdf_url\" text,\n\t\"created_at\" timestamp with time zone NOT NULL,\n\t\"paid_at\" timestamp with time zone,\n\tCONSTRAINT \"invoice_tenant_id_id_pk\" PRIMARY KEY(\"tenant_id\",\"id\")\n);",
      "CREATE TABLE \"plan_price\" (\n\t\"stripe_price_id\" text PRIMARY KEY NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"updated_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\t\"plan_id\" text NOT NULL,\n\t\"interval\" text NOT NULL,\n\t\"cents\" integer NOT NULL,\n\t\"stripe_product_id\" text NOT NULL\n);",
      "ALTER TABLE \"activation_code\" ADD COLUMN \"pack_id\" text;",
      "ALTER TABLE \"subscription\" ADD COLUMN \"cancels_at\" timestamp with time zone;",
      "ALTER TABLE \"subscription\" ADD COLUMN \"mirror_seq\" bigint DEFAULT 0 NOT NULL;",
      "ALTER TABLE \"subscription\" ADD COLUMN \"mirrored_at\" timestamp with time zone;",
      "ALTER TABLE \"webhook_event\" ADD COLUMN \"tries\" integer DEFAULT 0 NOT NULL;",
      "ALTER TABLE \"checkout\" ADD CONSTRAINT \"checkout_tenant_id_tenant_id_fk\" FOREIGN KEY (\"tenant_id\") REFERENCES \"public\".\"tenant\"(\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"invoice\" ADD CONSTRAINT \"invoice_tenant_id_tenant_id_fk\" FOREIGN KEY (\"tenant_id\") REFERENCES \"public\".\"tenant\"(\"id\") ON DELETE no action ON UPDATE no action;",
      "ALTER TABLE \"plan_price\" ADD CONSTRAINT \"plan_price_plan_id_plan_id_fk\" FOREIGN KEY (\"plan_id\") REFERENCES \"public\".\"plan\"(\"id\") ON DELETE no action ON UPDATE no action;",
      "CREATE INDEX \"checkout_newest\" ON \"checkout\" USING btree (\"tenant_id\",\"created_at\");",
      "CREATE INDEX \"invoice_newest\" ON \"invoice\" USING btree (\"tenant_id\",\"created_at\");",
      "CREATE UNIQUE INDEX \"plan_price_once\" ON \"plan_price\" USING btree (\"plan_id\",\"interval\",\"cents\");",
      "CREATE INDEX \"webhook_event_waiting\" ON \"webhook_event\" USING btree (\"received_at\") WHERE handled_at is null;"
    ]
  },
  {
    "name": "0012_billing_access",
    "statements": [
      "-- Drawn before Stripe is asked, so that of two answers the one asked for later counts.\nCREATE SEQUENCE app.billing_seq;",
      "GRANT USAGE ON SEQUENCE app.billing_seq TO q2o_platform;",
      "SELECT app.protect('plan_price', NULL), app.protect('checkout', 'tenant_id'), app.protect('invoice', 'tenant_id');",
      "GRANT SELECT, INSERT, UPDATE, DELETE ON plan_price, checkout, invoice TO q2o_platform;",
      "GRANT SELECT, INSERT, UPDATE ON checkout, invoice TO q2o_tenant;",
      "GRANT SELECT ON plan_price TO q2o_tenant;",
      "CREATE POLICY prices_are_for_all ON plan_price FOR SELECT TO q2o_tenant USING (true);"
    ]
  },
  {
    "name": "0013_device_families_and_comment_order",
    "statements": [
      "DROP INDEX \"comment_of_project\";",
      "ALTER TABLE \"comment\" ADD COLUMN \"seq\" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name \"comment_seq_seq\" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);",
      "ALTER TABLE \"device\" ADD COLUMN \"family\" integer DEFAULT 0 NOT NULL;",
      "ALTER TABLE \"device\" ADD COLUMN \"exchanged_at\" timestamp with time zone;",
      "CREATE INDEX \"device_newest_of_all\" ON \"device\" USING btree (\"created_at\",\"id\");",
      "CREATE INDEX \"comment_of_project\" ON \"comment\" USING btree (\"tenant_id\",\"project_id\",\"seq\");"
    ]
  },
  {
    "name": "0014_comments_of_author",
    "statements": [
      "CREATE INDEX \"comment_of_author\" ON \"comment\" USING btree (\"tenant_id\",\"author_id\",\"created_at\");"
    ]
  },
  {
    "name": "0015_files_of_ended_runs",
    "statements": [
      "ALTER TABLE \"erasure\" ADD COLUMN \"unnamed_by\" text;",
      "-- Runs that ended before this was ordered at their end.\nINSERT INTO erasure (id, prefix, unnamed_by)\nSELECT 'era_' || substr(id, 5), 'runs/' || tenant_id || '/' || id || '/', id FROM run WHERE status IN ('completed', 'failed', 'cancelled');"
    ]
  },
  {
    "name": "0016_turns",
    "statements": [
      "ALTER TABLE \"event_head\" ADD COLUMN \"turn\" bigint DEFAULT 0 NOT NULL;"
    ]
  },
  {
    "name": "0017_turns_of_chains",
    "statements": [
      "-- Live views ask whether anything changed before they ask what; a change that is no event moves the turn alone.\nCREATE OR REPLACE FUNCTION app.append_events(said jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nDECLARE\n  one jsonb;\n  head event_head;\n  new_event event;\nBEGIN\n  -- Chains in one order, so that two transactions that append to several cannot wait for each other.\n  FOR one IN SELECT value FROM jsonb_array_elements(said) WITH ORDINALITY AS listed(value, place)\n    ORDER BY coalesce(value->>'tenantId', ''), place\n  LOOP\n    IF app.tenant() IS NOT NULL AND one->>'tenantId' IS DISTINCT FROM app.tenant() THEN\n      RAISE insufficient_privilege USING MESSAGE = 'An event of another tenant.';\n    END IF;\n    IF one->>'type' IS NULL THEN\n      UPDATE event_head SET turn = turn + 1 WHERE chain = coalesce(one->>'tenantId', 'platform');\n      CONTINUE;\n    END IF;\n    INSERT INTO event_head (chain, seq, hash, turn) VALUES (coalesce(one->>'tenantId', 'platform'), 0, '', 1)\n      ON CONFLICT (chain) DO UPDATE SET turn = event_head.turn + 1 RETURNING * INTO head;\n    new_event := (nextval(pg_get_serial_sequence('public.event', 'id')), one->>'tenantId', app.clock(), one->>'type',\n      one->>'actorType', one->>'actorId', one->>'projectId', one->>'runId', one->>'codeId', one->'data',\n      one->>'subjectId', (one->>'isAudit')::boolean, one->>'requestId', head.seq + 1, NULL);\n    new_event.hash := app.event_digest(head.hash, new_event);\n    INSERT INTO event OVERRIDING SYSTEM VALUE SELECT new_event.*;\n    UPDATE event_head SET seq = new_event.seq, hash = new_event.hash WHERE chain = head.chain;\n  END LOOP;\nEND $$;",
      "-- A stranger is recognised and told in one question what the last change was.\nGRANT SELECT (chain, turn) ON event_head TO q2o_public;",
      "CREATE POLICY recognised_at_the_door ON event_head FOR SELECT TO q2o_public USING (true);"
    ]
  },
  {
    "name": "0018_reservations",
    "statements": [
      "CREATE TABLE \"llm_reservation\" (\n\t\"tenant_id\" text NOT NULL,\n\t\"id\" text NOT NULL,\n\t\"run_id\" text NOT NULL,\n\t\"project_id\" text NOT NULL,\n\t\"agent\" text NOT NULL,\n\t\"provider\" text NOT NULL,\n\t\"model\" text NOT NULL,\n\t\"most_micros\" bigint NOT NULL,\n\t\"created_at\" timestamp with time zone DEFAULT app.clock() NOT NULL,\n\tCONSTRAINT \"llm_reservation_tenant_id_id_pk\" PRIMARY KEY(\"tenant_id\",\"id\")\n);",
      "ALTER TABLE \"llm_call\" ADD COLUMN \"held_micros\" bigint;",
      "ALTER TABLE \"llm_call\" ADD COLUMN \"price_version\" text;",
      "ALTER TABLE \"llm_reservation\" ADD CONSTRAINT \"llm_reservation_tenant_id_run_id_run_tenant_id_id_fk\" FOREIGN KEY (\"tenant_id\",\"run_id\") REFERENCES \"public\".\"run\"(\"tenant_id\",\"id\") ON DELETE no action ON UPDATE no action;",
      "CREATE INDEX \"llm_reservation_oldest\" ON \"llm_reservation\" USING btree (\"created_at\");"
    ]
  },
  {
    "name": "0019_reservation_access",
    "statements": [
      "SELECT app.protect('llm_reservation', 'tenant_id');",
      "GRANT SELECT, INSERT, DELETE ON llm_reservation TO q2o_platform;",
      "-- Told what a question has cost, a task's tenant lets go of what was set aside for it.\nGRANT SELECT, DELETE ON llm_reservation TO q2o_tenant;"
    ]
  },
  {
    "name": "0020_lists_of_all",
    "statements": [
      "CREATE TABLE \"llm_sum\" (\n\t\"tenant_id\" text,\n\t\"span\" text NOT NULL,\n\t\"since\" date NOT NULL,\n\t\"agent\" text NOT NULL,\n\t\"provider\" text NOT NULL,\n\t\"model\" text NOT NULL,\n\t\"status\" text NOT NULL,\n\t\"cache\" text NOT NULL,\n\t\"calls\" bigint NOT NULL,\n\t\"unpriced\" bigint NOT NULL,\n\t\"input_tokens\" bigint NOT NULL,\n\t\"cached_tokens\" bigint NOT NULL,\n\t\"output_tokens\" bigint NOT NULL,\n\t\"cost_micros\" bigint NOT NULL,\n\t\"saved_micros\" bigint NOT NULL,\n\t\"latency_ms\" bigint NOT NULL,\n\t\"is_folded\" boolean DEFAULT false NOT NULL\n);",
      "DROP INDEX \"activation_code_open\";",
      "DROP INDEX \"activation_code_revoked\";",
      "DROP INDEX \"event_about\";",
      "DROP INDEX \"device_newest\";",
      "DROP INDEX \"llm_alert_open\";",
      "DROP INDEX \"llm_call_newest\";",
      "DROP INDEX \"llm_call_of_run\";",
      "DROP INDEX \"llm_call_of_project\";",
      "DROP INDEX \"run_newest\";",
      "DROP INDEX \"webhook_event_newest\";",
      "ALTER TABLE \"activation_code\" ADD COLUMN \"stage\" text GENERATED ALWAYS AS (case when revoked_at is not null then 'revoked' when uses >= max_uses then 'used' else 'open' end) STORED NOT NULL;",
      "ALTER TABLE \"device\" ADD COLUMN \"is_revoked\" boolean DEFAULT false NOT NULL;",
      "ALTER TABLE \"device\" ADD COLUMN \"ends_at\" timestamp with time zone DEFAULT '-infinity' NOT NULL;",
      "ALTER TABLE \"project\" ADD COLUMN \"configured_at\" timestamp with time zone;",
      "ALTER TABLE \"tenant\" ADD COLUMN \"subscription_status\" text;",
      "ALTER TABLE \"tenant\" ADD COLUMN \"trial_ends_at\" timestamp with time zone;",
      "ALTER TABLE \"tenant\" ADD COLUMN \"stage\" text GENERATED ALWAYS AS (case when suspended_at is null then subscription_status else 'suspended' end) STORED;",
      "CREATE INDEX \"llm_sum_of\" ON \"llm_sum\" USING btree (\"tenant_id\",\"span\",\"since\");",
      "CREATE INDEX \"llm_sum_loose\" ON \"llm_sum\" USING btree (\"tenant_id\",\"span\",\"since\") WHERE not is_folded;",
      "CREATE INDEX \"activation_code_of_stage\" ON \"activation_code\" USING btree (\"tenant_id\",\"stage\",\"created_at\",\"id\",\"expires_at\");",
      "CREATE INDEX \"activation_code_of_all_of_stage\" ON \"activation_code\" USING btree (\"stage\",\"created_at\",\"id\",\"expires_at\");",
      "CREATE INDEX \"activation_code_expiring\" ON \"activation_code\" USING btree (\"tenant_id\",\"expires_at\",\"stage\",\"id\");",
      "CREATE INDEX \"activation_code_of_all_expiring\" ON \"activation_code\" USING btree (\"expires_at\",\"stage\",\"id\");",
      "CREATE INDEX \"device_by_seen\" ON \"device\" USING btree (\"tenant_id\",\"seen_at\",\"id\");",
      "CREATE INDEX \"device_by_label\" ON \"device\" USING btree (\"tenant_id\",\"label\",\"id\");",
      "CREATE INDEX \"device_of_stage\" ON \"device\" USING btree (\"tenant_id\",\"is_revoked\",\"created_at\",\"id\",\"ends_at\");",
      "CREATE INDEX \"device_ending\" ON \"device\" USING btree (\"tenant_id\",\"is_revoked\",\"ends_at\",\"id\");",
      "CREATE INDEX \"device_of_all_by_seen\" ON \"device\" USING btree (\"seen_at\",\"id\");",
      "CREATE INDEX \"device_of_all_by_label\" ON \"device\" USING btree (\"label\",\"id\");",
      "CREATE INDEX \"device_of_all_of_stage\" ON \"device\" USING btree (\"is_revoked\",\"created_at\",\"id\",\"ends_at\");",
      "CREATE INDEX \"device_of_all_ending\" ON \"device\" USING btree (\"is_revoked\",\"ends_at\",\"id\");",
      "CREATE INDEX \"event_audit_of_kind\" ON \"event\" USING btree (\"tenant_id\",\"type\",\"actor_type\",\"id\") WHERE is_audit;",
      "CREATE INDEX \"event_audit_of_all_of_kind\" ON \"event\" USING btree (\"type\",\"actor_type\",\"id\") WHERE is_audit;",
      "CREATE INDEX \"event_audit_by_actor\" ON \"event\" USING btree (\"actor_id\",\"id\") WHERE is_audit and actor_id is not null;",
      "CREATE INDEX \"event_audit_of_project\" ON \"event\" USING btree (\"project_id\",\"id\") WHERE is_audit and project_id is not null;",
      "CREATE INDEX \"event_audit_of_run\" ON \"event\" USING btree (\"run_id\",\"id\") WHERE is_audit and run_id is not null;",
      "CREATE INDEX \"event_audit_of_code\" ON \"event\" USING btree (\"code_id\",\"id\") WHERE is_audit and code_id is not null;",
      "CREATE INDEX \"event_audit_of_subject\" ON \"event\" USING btree (\"subject_id\",\"id\") WHERE is_audit and subject_id is not null;",
      "CREATE INDEX \"event_news\" ON \"event\" USING btree (\"id\") WHERE type not in ('run.task_started', 'run.task_ended', 'run.check_ended', 'run.file_written', 'run.log', 'device.refreshed');",
      "CREATE INDEX \"llm_alert_newest\" ON \"llm_alert\" USING btree (\"created_at\",\"id\");",
      "CREATE INDEX \"llm_alert_resolved\" ON \"llm_alert\" USING btree (\"created_at\",\"id\") WHERE resolved_at is not null;",
      "CREATE INDEX \"llm_alert_of_kind\" ON \"llm_alert\" USING btree (\"kind\",\"created_at\",\"id\");",
      "CREATE INDEX \"llm_call_of_tenant\" ON \"llm_call\" USING btree (\"tenant_id\",\"created_at\",\"id\");",
      "CREATE INDEX \"llm_call_of_agent\" ON \"llm_call\" USING btree (\"agent\",\"created_at\",\"id\");",
      "CREATE INDEX \"llm_call_of_provider\" ON \"llm_call\" USING btree (\"provider\",\"created_at\",\"id\");",
      "CREATE INDEX \"llm_call_of_model\" ON \"llm_call\" USING btree (\"model\",\"created_at\",\"id\");",
      "CREATE INDEX \"llm_call_of_status\" ON \"llm_call\" USING btree (\"status\",\"created_at\",\"id\");",
      "CREATE INDEX \"llm_call_of_cache\" ON \"llm_call\" USING btree (\"cache\",\"created_at\",\"id\");",
      "CREATE INDEX \"llm_config_of_level\" ON \"llm_config\" USING btree (split_part(\"level\", ':', 1),\"id\");",
      "CREATE INDEX \"llm_config_history_of_project\" ON \"llm_config\" USING btree (\"project_id\",\"id\");",
      "CREATE INDEX \"llm_config_of_agent\" ON \"llm_config\" USING btree (\"agent\",\"id\");",
      "CREATE INDEX \"llm_config_by_author\" ON \"llm_config\" USING btree (\"author_id\",\"id\");",
      "CREATE INDEX \"member_newest\" ON \"member\" USING btree (\"tenant_id\",\"created_at\",\"id\");",
      "CREATE INDEX \"project_configured\" ON \"project\" USING btree (\"configured_at\",\"id\") WHERE configured_at is not null;",
      "CREATE INDEX \"project_configured_by_name\" ON \"project\" USING btree (lower(\"name\"),\"id\") WHERE configured_at is not null;",
      "CREATE INDEX \"project_configured_of_tenant\" ON \"project\" USING btree (\"tenant_id\") WHERE configured_at is not null;",
      "CREATE INDEX \"project_configured_words\" ON \"project\" USING gin (lower(\"name\") gin_trgm_ops) WHERE configured_at is not null;",
      "CREATE INDEX \"run_of_status\" ON \"run\" USING btree (\"status\",\"created_at\",\"id\");",
      "CREATE INDEX \"run_of_tenant\" ON \"run\" USING btree (\"tenant_id\",\"created_at\",\"id\");",
      "CREATE INDEX \"run_of_tenant_of_status\" ON \"run\" USING btree (\"tenant_id\",\"status\",\"created_at\",\"id\");",
      "CREATE INDEX \"tenant_by_created\" ON \"tenant\" USING btree (\"created_at\",\"id\");",
      "CREATE INDEX \"tenant_by_name\" ON \"tenant\" USING btree (lower(\"name\"),\"id\");",
      "CREATE INDEX \"tenant_of_stage\" ON \"tenant\" USING btree (\"stage\",\"created_at\",\"id\",\"trial_ends_at\");",
      "CREATE INDEX \"usage_of_all_of_month\" ON \"usage\" USING btree (\"kind\",\"month\",\"tenant_id\",\"amount\") WHERE given_back_at is null;",
      "CREATE INDEX \"webhook_event_of_type\" ON \"webhook_event\" USING btree (\"type\",\"received_at\",\"id\");",
      "CREATE INDEX \"webhook_event_words\" ON \"webhook_event\" USING gin (lower(\"id\") gin_trgm_ops);",
      "CREATE INDEX \"webhook_event_failed\" ON \"webhook_event\" USING btree (\"received_at\",\"id\") WHERE handled_at is null and failure is not null;",
      "CREATE INDEX \"device_newest\" ON \"device\" USING btree (\"tenant_id\",\"created_at\",\"id\");",
      "CREATE INDEX \"llm_alert_open\" ON \"llm_alert\" USING btree (\"created_at\",\"id\") WHERE resolved_at is null;",
      "CREATE INDEX \"llm_call_newest\" ON \"llm_call\" USING btree (\"created_at\",\"id\");",
      "CREATE INDEX \"llm_call_of_run\" ON \"llm_call\" USING btree (\"run_id\",\"created_at\",\"id\");",
      "CREATE INDEX \"llm_call_of_project\" ON \"llm_call\" USING btree (\"project_id\",\"created_at\",\"id\");",
      "CREATE INDEX \"run_newest\" ON \"run\" USING btree (\"created_at\",\"id\");",
      "CREATE INDEX \"webhook_event_newest\" ON \"webhook_event\" USING btree (\"received_at\",\"id\");"
    ]
  },
  {
    "name": "0021_kept_for_lists",
    "statements": [
      "-- What a list of devices goes by is partly their codes'. The code is read anew by each statement here, and who changes a\n-- code touches its devices after it: whichever is first, the second sees it.\nCREATE FUNCTION app.device_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nBEGIN\n  SELECT NEW.revoked_at IS NOT NULL OR c.revoked_at IS NOT NULL, least(NEW.refresh_expires_at, c.expires_at),\n      lower(coalesce(NEW.label, '') || E'\\n' || c.words) INTO NEW.is_revoked, NEW.ends_at, NEW.words\n    FROM activation_code c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.code_id;\n  RETURN NEW;\nEND $$;",
      "ALTER TABLE device ADD COLUMN words text NOT NULL DEFAULT '';",
      "CREATE TRIGGER device_kept BEFORE INSERT OR UPDATE OF revoked_at, refresh_expires_at, label, is_revoked ON device\n  FOR EACH ROW EXECUTE FUNCTION app.device_kept();",
      "CREATE FUNCTION app.code_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nBEGIN\n  UPDATE device SET is_revoked = is_revoked WHERE tenant_id = NEW.tenant_id AND code_id = NEW.id;\n  RETURN NULL;\nEND $$;",
      "CREATE TRIGGER code_changed AFTER UPDATE ON activation_code FOR EACH ROW\n  WHEN ((OLD.revoked_at, OLD.expires_at, OLD.label, OLD.last5) IS DISTINCT FROM (NEW.revoked_at, NEW.expires_at, NEW.label, NEW.last5))\n  EXECUTE FUNCTION app.code_changed();",
      "UPDATE device SET is_revoked = is_revoked;",
      "CREATE INDEX device_words ON device USING gin (tenant_id, is_revoked, words gin_trgm_ops) WITH (fastupdate = off);",
      "-- With the state, for a word may be common and yet in no row of a state.\nDROP INDEX project_words;",
      "CREATE INDEX project_words ON project USING gin (tenant_id, state, words gin_trgm_ops) WITH (fastupdate = off);",
      "DROP INDEX activation_code_words;",
      "CREATE INDEX activation_code_words ON activation_code USING gin (tenant_id, stage, words gin_trgm_ops) WITH (fastupdate = off);",
      "-- Runs are looked for by what their projects are called now. Whoever begins a run or renames a project holds the project.\nALTER TABLE run ADD COLUMN words text NOT NULL DEFAULT '';",
      "CREATE FUNCTION app.run_named() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nBEGIN\n  SELECT lower(name) INTO NEW.words FROM project WHERE tenant_id = NEW.tenant_id AND id = NEW.project_id;\n  RETURN NEW;\nEND $$;",
      "CREATE TRIGGER run_named BEFORE INSERT ON run FOR EACH ROW EXECUTE FUNCTION app.run_named();",
      "CREATE FUNCTION app.project_renamed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nBEGIN\n  UPDATE run SET words = lower(NEW.name) WHERE tenant_id = NEW.tenant_id AND project_id = NEW.id;\n  RETURN NULL;\nEND $$;",
      "CREATE TRIGGER project_renamed AFTER UPDATE ON project FOR EACH ROW WHEN (OLD.name <> NEW.name)\n  EXECUTE FUNCTION app.project_renamed();",
      "UPDATE run r SET words = lower(p.name) FROM project p WHERE p.tenant_id = r.tenant_id AND p.id = r.project_id;",
      "CREATE INDEX run_words ON run USING gin (tenant_id, status, words gin_trgm_ops) WITH (fastupdate = off);",
      "ALTER TABLE tenant ADD COLUMN words text NOT NULL\n  GENERATED ALWAYS AS (lower(name || E'\\n' || slug || E'\\n' || email || E'\\n' || coalesce(domain, ''))) STORED;",
      "CREATE INDEX tenant_words ON tenant USING gin (words gin_trgm_ops) WITH (fastupdate = off);",
      "-- Whoever changes a subscription holds its tenant already.\nCREATE FUNCTION app.subscription_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nBEGIN\n  UPDATE tenant SET subscription_status = NEW.status, trial_ends_at = NEW.trial_ends_at WHERE id = NEW.tenant_id;\n  RETURN NULL;\nEND $$;",
      "CREATE TRIGGER subscription_begun AFTER INSERT ON subscription FOR EACH ROW EXECUTE FUNCTION app.subscription_told();",
      "CREATE TRIGGER subscription_changed AFTER UPDATE ON subscription FOR EACH ROW\n  WHEN ((OLD.status, OLD.trial_ends_at) IS DISTINCT FROM (NEW.status, NEW.trial_ends_at)) EXECUTE FUNCTION app.subscription_told();",
      "UPDATE tenant SET subscription_status = s.status, trial_ends_at = s.trial_ends_at FROM subscription s WHERE s.tenant_id = tenant.id;",
      "CREATE FUNCTION app.device_counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nBEGIN\n  PERFORM app.count_change(coalesce(NEW.tenant_id, OLD.tenant_id), 'device', '', CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END);\n  RETURN NULL;\nEND $$;",
      "CREATE TRIGGER device_counted AFTER INSERT OR DELETE ON device FOR EACH ROW EXECUTE FUNCTION app.device_counted();",
      "INSERT INTO tally (tenant_id, noun, bucket, difference)\n  SELECT tenant_id, 'device', '', count(*)::int FROM device GROUP BY GROUPING SETS ((tenant_id), ()) HAVING count(*) > 0;",
      "REVOKE EXECUTE ON FUNCTION app.device_kept(), app.code_changed(), app.subscription_told(), app.device_counted(), app.run_named(),\n  app.project_renamed() FROM PUBLIC;",
      "CREATE FUNCTION app.configured() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nBEGIN\n  UPDATE project SET configured_at = (\n      SELECT max(created_at) FROM (\n        SELECT DISTINCT ON (level) created_at, values FROM llm_config WHERE project_id = NEW.project_id ORDER BY level, version DESC\n      ) in_force WHERE values <> '{}')\n    WHERE tenant_id = NEW.tenant_id AND id = NEW.project_id;\n  RETURN NULL;\nEND $$;",
      "CREATE TRIGGER configured AFTER INSERT ON llm_config FOR EACH ROW WHEN (NEW.project_id IS NOT NULL)\n  EXECUTE FUNCTION app.configured();",
      "UPDATE project p SET configured_at = said.at FROM (\n    SELECT project_id, max(created_at) AS at FROM (\n      SELECT DISTINCT ON (level) project_id, created_at, values FROM llm_config WHERE project_id IS NOT NULL ORDER BY level, version DESC\n    ) in_force WHERE values <> '{}' GROUP BY project_id) said\n  WHERE p.id = said.project_id;",
      "REVOKE EXECUTE ON FUNCTION app.configured() FROM PUBLIC;",
      "SELECT app.protect('llm_sum', 'tenant_id');",
      "GRANT SELECT, INSERT, DELETE ON llm_sum TO q2o_platform;",
      "-- What calls add to each sum that they are part of.\nCREATE FUNCTION app.sums_of(calls llm_call[], sign integer) RETURNS SETOF llm_sum LANGUAGE sql STABLE AS $$\n  SELECT whose.id, span, date_trunc(span, c.created_at AT TIME ZONE 'utc')::date, agent, provider, model, status, cache,\n      sign * count(*), sign * count(*) FILTER (WHERE cost_micros IS NULL), sign * sum(input_tokens), sign * sum(cached_tokens),\n      sign * sum(output_tokens), sign * coalesce(sum(cost_micros), 0)::bigint, sign * sum(saved_micros)::bigint, sign * sum(latency_ms), false\n    FROM unnest(calls) c, unnest(ARRAY[c.tenant_id, NULL]) AS whose(id), unnest(ARRAY['day', 'month']) AS span\n    WHERE whose.id IS NULL OR span = 'month' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 $$;",
      "CREATE FUNCTION app.calls_summed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$\nBEGIN\n  IF TG_OP <> 'INSERT' THEN\n    INSERT INTO llm_sum SELECT s.* FROM app.sums_of((SELECT array_agg(ROW(o.*)::llm_call) FROM old_calls o), -1) s;\n  END IF;\n  IF TG_OP <> 'DELETE' THEN\n    INSERT INTO llm_sum SELECT s.* FROM app.sums_of((SELECT array_agg(ROW(n.*)::llm_call) FROM new_calls n), 1) s;\n  END IF;\n  RETURN NULL;\nEND $$;",
      "CREATE TRIGGER calls_made AFTER INSERT ON llm_call REFERENCING NEW TABLE AS new_calls\n  FOR EACH STATEMENT EXECUTE FUNCTION app.calls_summed();",
      "CREATE TRIGGER calls_changed AFTER UPDATE ON llm_call REFERENCING OLD TABLE AS old_calls NEW TABLE AS new_calls\n  FOR EACH STATEMENT EXECUTE FUNCTION app.calls_summed();",
      "CREATE TRIGGER calls_gone AFTER DELETE ON llm_call REFERENCING OLD TABLE AS old_calls\n  FOR EACH STATEMENT EXECUTE FUNCTION app.calls_summed();",
      "INSERT INTO llm_sum SELECT s.* FROM\n  (SELECT array_agg(c) AS calls FROM llm_call c GROUP BY date_trunc('month', created_at AT TIME ZONE 'utc')) months, app.sums_of(calls, 1) s;",
      "REVOKE EXECUTE ON FUNCTION app.sums_of(llm_call[], integer), app.calls_summed() FROM PUBLIC;",
      "-- Looks everything up, by bitmaps alone: the planner cannot know that a word which is common is in no row of a kind, and\n-- would walk the table for it.\nCREATE FUNCTION app.look_up(listed text, pattern text, way text, skip integer, take integer, OUT total integer, OUT page jsonb)\n  LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$\nBEGIN\n  EXECUTE format($find$\n    WITH found AS MATERIALIZED (%s)\n    SELECT (SELECT count(*) FROM found), coalesce((SELECT jsonb_agg(jsonb_build_array(tenant_id, id) ORDER BY by %s, id %s)\n      FROM (SELECT * FROM found ORDER BY by %s, id %s LIMIT $3 OFFSET $2) listed), '[]') $find$, listed, way, way, way, way)\n    INTO total, page USING pattern, skip, take;\nEND $$;",
      "REVOKE EXECUTE ON FUNCTION app.look_up(text, text, text, integer, integer) FROM PUBLIC;",
      "-- Finds what contains the needle. Under a row-level policy no trigram index would be used (LIKE might leak what it\n-- looked at), so this steps past the policies and keeps to their rule itself: a tenant finds its own and nothing else,\n-- whatever it asks for; only the platform asks for one tenant's or for all, and for tenants.\n--\n-- What is common fills the page from a short walk in the wanted order. What is rare is looked up by its trigrams and\n-- counted exactly. What is neither is met on a longer walk; and what is still not found there has so few rows, or stands so\n-- far behind in the order, that all of it is looked up. A walk that filled its page knows a lower bound of the total.\n-- `wanted` is a state or a status, `ran` asks for projects that have run.\nCREATE OR REPLACE FUNCTION app.search(noun text, whose text, needle text, wanted text, ran boolean, sort text, is_desc boolean,\n  skip integer, take integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$\nDECLARE\n  -- More than so many are not sorted to show one page of them.\n  few CONSTANT integer := 2000;\n  steps integer := 500 + 4 * skip;\n  way text := CASE WHEN is_desc THEN 'DESC' ELSE 'ASC' END;\n  pattern text := '%' || regexp_replace(lower(needle), '([\\\\%_])', '\\\\\\1', 'g') || '%';\n  now_ text := quote_literal(app.clock()) || '::timestamptz';\n  relation text := noun;\n  tenant text := 't.tenant_id';\n  fits text := 't.words LIKE $1';\n  which text := 'true';\n  sorts text[];\n  listed text;\n  seen integer;\n  total integer;\n  most integer;\n  keys jsonb[];\n  page jsonb;\nBEGIN\n  IF app.tenant() IS NOT NULL AND noun <> 'tenant' THEN whose := app.tenant();\n  ELSIF current_setting('role') <> 'q2o_platform' THEN RAISE insufficient_privilege USING MESSAGE = 'Nobody searches.';\n  END IF;\n  CASE noun\n    WHEN 'project' THEN\n      sorts := '{created_at,updated_at,name}';\n      which := 't.archived_at IS NULL';\n      IF ran THEN which := which || ' AND t.run_count <> 0'; END IF;\n      IF wanted IS NOT NULL THEN which := which || format(' AND t.state = %L', wanted); END IF;\n    WHEN 'code' THEN\n      relation := 'activation_code';\n      sorts := '{created_at,label,expires_at}';\n      which := CASE wanted\n        WHEN 'revoked' THEN 't.stage = ''revoked'''\n        WHEN 'expired' THEN 't.stage IN (''used'', ''open'') AND t.expires_at <= ' || now_\n        WHEN 'used' THEN 't.stage = ''used'' AND (t.expires_at IS NULL OR t.expires_at > ' || now_ || ')'\n        WHEN 'active' THEN 't.stage = ''open'' AND (t.expires_at IS NULL OR t.expires_at > ' || now_ || ')'\n        ELSE which END;\n    WHEN 'device' THEN\n      sorts := '{created_at,seen_at,label}';\n      which := CASE wanted\n        WHEN 'revoked' THEN 't.is_revoked'\n        WHEN 'expired' THEN 'NOT t.is_revoked AND t.ends_at <= ' || now_\n        WHEN 'active' THEN 'NOT t.is_revoked AND t.ends_at > ' || now_\n        ELSE which END;\n    WHEN 'run' THEN\n      sorts := '{created_at}';\n      IF wanted IS NOT NULL THEN which := format('t.status = %L', wanted); END IF;\n    WHEN 'tenant' THEN\n      tenant := 't.id';\n      sorts := '{created_at,name}';\n      which := CASE wanted\n        WHEN 'trialing' THEN 't.stage = ''trialing'' AND (t.trial_ends_at IS NULL OR t.trial_ends_at > ' || now_ || ')'\n        WHEN 'inactive' THEN 't.stage NOT IN (''active'', ''trialing'', ''past_due'', ''suspended'') OR t.stage = ''trialing'' AND t.trial_ends_at <= ' || now_\n        ELSE CASE WHEN wanted IS NULL THEN which ELSE format('t.stage = %L', wanted) END END;\n  END CASE;\n  IF sort <> ALL (sorts) THEN RAISE invalid_parameter_value; END IF;\n  sort := CASE WHEN noun = 'tenant' AND sort = 'name' THEN 'lower(t.name)' ELSE 't.' || sort END;\n  IF whose IS NOT NULL THEN which := format('%s = %L AND (%s)', tenant, whose, which); END IF;\n  listed := format('SELECT t.id, %s AS tenant_id, %s AS by, %%s AS fits FROM %I t WHERE (%s)', tenant, sort, relation, which);\n\n  FOR turn IN 1 .. 2 LOOP\n    EXECUTE format($walk$\n      WITH walked AS MATERIALIZED (SELECT id, tenant_id, fits, row_number() OVER () AS place\n        FROM (%s ORDER BY by %s, id %s LIMIT %s) listed)\n      SELECT count(*), coalesce(array_agg(jsonb_build_array(tenant_id, id) ORDER BY place) FILTER (WHERE fits), '{}')\n        FROM walked $walk$, format(listed, fits), way, way, steps) INTO seen, keys USING pattern;\n    IF seen < steps OR cardinality(keys) > skip + take THEN\n      RETURN jsonb_build_object('total', cardinality(keys), 'isTotalCapped', seen = steps,\n        'keys', to_jsonb(keys[skip + 1 : skip + take]));\n    END IF;\n    most := CASE turn WHEN 1 THEN few END;\n    SELECT f.total, f.page INTO total, page FROM app.look_up(format('%s AND %s LIMIT %s', format(listed, 'true'), fits,\n      coalesce((most + 1)::text, 'ALL')), pattern, way, skip, take) f;\n    IF most IS NULL OR total <= most THEN\n      RETURN jsonb_build_object('total', total, 'isTotalCapped', false, 'keys', page);\n    END IF;\n    steps := 8000 + 8 * skip;\n  END LOOP;\nEND $$;"
    ]
  },
  {
    "name": "0022_short_ways",
    "statements": [
      "CREATE INDEX \"activation_code_by_id\" ON \"activation_code\" USING btree (\"id\");",
      "CREATE INDEX \"event_of_run_but_log\" ON \"event\" USING btree (\"tenant_id\",\"run_id\",\"id\") WHERE type <> 'run.log';"
    ]
  },
  {
    "name": "0023_search_of_webhooks",
    "statements": [
      "-- Finds what contains the needle. Under a row-level policy no trigram index would be used (LIKE might leak what it\n-- looked at), so this steps past the policies and keeps to their rule itself: a tenant finds its own and nothing else,\n-- whatever it asks for; only the platform asks for one tenant's or for all, and for what is no tenant's.\n--\n-- What is common fills the page from a short walk in the wanted order. What is rare is looked up by its trigrams and\n-- counted exactly. What is neither is met on a longer walk; and what is still not found there has so few rows, or stands so\n-- far behind in the order, that all of it is looked up. A walk that filled its page knows a lower bound of the total.\n-- `wanted` is a state or a status, `ran` asks for projects that have run.\nCREATE OR REPLACE FUNCTION app.search(noun text, whose text, needle text, wanted text, ran boolean, sort text, is_desc boolean,\n  skip integer, take integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$\nDECLARE\n  -- More than so many are not sorted to show one page of them.\n  few CONSTANT integer := 2000;\n  steps integer := 500 + 4 * skip;\n  way text := CASE WHEN is_desc THEN 'DESC' ELSE 'ASC' END;\n  pattern text := '%' || regexp_replace(lower(needle), '([\\\\%_])', '\\\\\\1', 'g') || '%';\n  now_ text := quote_literal(app.clock()) || '::timestamptz';\n  relation text := noun;\n  tenant text := 't.tenant_id';\n  fits text := 't.words LIKE $1';\n  which text := 'true';\n  sorts text[];\n  listed text;\n  seen integer;\n  total integer;\n  most integer;\n  keys jsonb[];\n  page jsonb;\nBEGIN\n  IF app.tenant() IS NOT NULL AND noun NOT IN ('tenant', 'webhook') THEN whose := app.tenant();\n  ELSIF current_setting('role') <> 'q2o_platform' THEN RAISE insufficient_privilege USING MESSAGE = 'Nobody searches.';\n  END IF;\n  CASE noun\n    WHEN 'project' THEN\n      sorts := '{created_at,updated_at,name}';\n      which := 't.archived_at IS NULL';\n      IF ran THEN which := which || ' AND t.run_count <> 0'; END IF;\n      IF wanted IS NOT NULL THEN which := which || format(' AND t.state = %L', wanted); END IF;\n    WHEN 'code' THEN\n      relation := 'activation_code';\n      sorts := '{created_at,label,expires_at}';\n      which := CASE wanted\n        WHEN 'revoked' THEN 't.stage = ''revoked'''\n        WHEN 'expired' THEN 't.stage IN (''used'', ''open'') AND t.expires_at <= ' || now_\n        WHEN 'used' THEN 't.stage = ''used'' AND (t.expires_at IS NULL OR t.expires_at > ' || now_ || ')'\n        WHEN 'active' THEN 't.stage = ''open'' AND (t.expires_at IS NULL OR t.expires_at > ' || now_ || ')'\n        ELSE which END;\n    WHEN 'device' THEN\n      sorts := '{created_at,seen_at,label}';\n      which := CASE wanted\n        WHEN 'revoked' THEN 't.is_revoked'\n        WHEN 'expired' THEN 'NOT t.is_revoked AND t.ends_at <= ' || now_\n        WHEN 'active' THEN 'NOT t.is_revoked AND t.ends_at > ' || now_\n        ELSE which END;\n    WHEN 'run' THEN\n      sorts := '{created_at}';\n      IF wanted IS NOT NULL THEN which := format('t.status = %L', wanted); END IF;\n    WHEN 'webhook' THEN\n      relation := 'webhook_event';\n      tenant := 'NULL';\n      fits := 'lower(t.id) LIKE $1';\n      sorts := '{received_at}';\n      which := CASE wanted\n        WHEN 'received' THEN 't.handled_at IS NULL AND t.failure IS NULL'\n        WHEN 'handled' THEN 't.handled_at IS NOT NULL'\n        WHEN 'failed' THEN 't.handled_at IS NULL AND t.failure IS NOT NULL'\n        ELSE which END;\n    WHEN 'tenant' THEN\n      tenant := 't.id';\n      sorts := '{created_at,name}';\n      which := CASE wanted\n        WHEN 'trialing' THEN 't.stage = ''trialing'' AND (t.trial_ends_at IS NULL OR t.trial_ends_at > ' || now_ || ')'\n        WHEN 'inactive' THEN 't.stage NOT IN (''active'', ''trialing'', ''past_due'', ''suspended'') OR t.stage = ''trialing'' AND t.trial_ends_at <= ' || now_\n        ELSE CASE WHEN wanted IS NULL THEN which ELSE format('t.stage = %L', wanted) END END;\n  END CASE;\n  IF sort <> ALL (sorts) THEN RAISE invalid_parameter_value; END IF;\n  sort := CASE WHEN noun = 'tenant' AND sort = 'name' THEN 'lower(t.name)' ELSE 't.' || sort END;\n  IF whose IS NOT NULL THEN which := format('%s = %L AND (%s)', tenant, whose, which); END IF;\n  listed := format('SELECT t.id, %s::text AS tenant_id, %s AS by, %%s AS fits FROM %I t WHERE (%s)', tenant, sort, relation, which);\n\n  FOR turn IN 1 .. 2 LOOP\n    EXECUTE format($walk$\n      WITH walked AS MATERIALIZED (SELECT id, tenant_id, fits, row_number() OVER () AS place\n        FROM (%s ORDER BY by %s, id %s LIMIT %s) listed)\n      SELECT count(*), coalesce(array_agg(jsonb_build_array(tenant_id, id) ORDER BY place) FILTER (WHERE fits), '{}')\n        FROM walked $walk$, format(listed, fits), way, way, steps) INTO seen, keys USING pattern;\n    IF seen < steps OR cardinality(keys) > skip + take THEN\n      RETURN jsonb_build_object('total', cardinality(keys), 'isTotalCapped', seen = steps,\n        'keys', to_jsonb(keys[skip + 1 : skip + take]));\n    END IF;\n    most := CASE turn WHEN 1 THEN few END;\n    SELECT f.total, f.page INTO total, page FROM app.look_up(format('%s AND %s LIMIT %s', format(listed, 'true'), fits,\n      coalesce((most + 1)::text, 'ALL')), pattern, way, skip, take) f;\n    IF most IS NULL OR total <= most THEN\n      RETURN jsonb_build_object('total', total, 'isTotalCapped', false, 'keys', page);\n    END IF;\n    steps := 8000 + 8 * skip;\n  END LOOP;\nEND $$;"
    ]
  },
  {
    "name": "0024_search_of_archived",
    "statements": [
      "-- There are few of them among all projects, so that a word that is common in those would find them late.\nCREATE INDEX project_archived_words ON project USING gin (words gin_trgm_ops) WITH (fastupdate = off) WHERE archived_at IS NOT NULL;"
    ]
  },
  {
    "name": "0025_poke_under_way",
    "statements": [
      "ALTER TABLE \"run\" ADD COLUMN \"called_at\" timestamp with time zone;"
    ]
  },
  {
    "name": "0026_pending_plan",
    "statements": [
      "ALTER TABLE \"subscription\" ADD COLUMN \"next_plan_id\" text;",
      "ALTER TABLE \"subscription\" ADD COLUMN \"next_interval\" text;",
      "ALTER TABLE \"subscription\" ADD COLUMN \"next_plan_from\" timestamp with time zone;",
      "ALTER TABLE \"subscription\" ADD CONSTRAINT \"subscription_next_plan_id_plan_id_fk\" FOREIGN KEY (\"next_plan_id\") REFERENCES \"public\".\"plan\"(\"id\") ON DELETE no action ON UPDATE no action;"
    ]
  },
  {
    "name": "0027_pictures",
    "statements": [
      "ALTER TABLE \"run\" ADD COLUMN \"delivered_verified\" integer;",
      "ALTER TABLE \"run\" ADD COLUMN \"delivered_gaps\" integer;",
      "ALTER TABLE \"run\" ADD COLUMN \"pictures\" jsonb DEFAULT '[]'::jsonb NOT NULL;"
    ]
  }
];
