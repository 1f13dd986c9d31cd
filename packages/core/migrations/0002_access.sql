SELECT app.protect('tenant', 'id'),
  app.protect('subscription', 'tenant_id'), app.protect('member', 'tenant_id'), app.protect('session', 'tenant_id'),
  app.protect('activation_code', 'tenant_id'), app.protect('project', 'tenant_id'), app.protect('run', 'tenant_id'),
  app.protect('run_requirement', 'tenant_id'), app.protect('run_task', 'tenant_id'), app.protect('run_check', 'tenant_id'),
  app.protect('usage', 'tenant_id'), app.protect('event', 'tenant_id'), app.protect('idempotency', 'tenant_id'),
  app.protect('plan', NULL), app.protect('admin', NULL), app.protect('otp', NULL), app.protect('outbox', NULL),
  app.protect('throttle', NULL), app.protect('webhook_event', NULL);
--> statement-breakpoint
-- A tenant's people, clients and runs. What is append-only is so by right, not by habit.
GRANT SELECT, INSERT, UPDATE ON tenant, subscription, member, session, activation_code, project, run, run_requirement,
  run_task, run_check, usage, idempotency TO q2o_tenant;
--> statement-breakpoint
GRANT SELECT, INSERT ON event TO q2o_tenant;
--> statement-breakpoint
GRANT SELECT ON plan TO q2o_tenant;
--> statement-breakpoint
GRANT INSERT ON outbox TO q2o_tenant;
--> statement-breakpoint
CREATE POLICY plans_are_public ON plan FOR SELECT TO q2o_tenant, q2o_public USING (true);
--> statement-breakpoint
CREATE POLICY anybody_asks ON outbox FOR INSERT TO q2o_tenant, q2o_public WITH CHECK (true);
--> statement-breakpoint
-- A tenant's slug must be unlike all others, which it cannot see.
CREATE FUNCTION app.slug_taken(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  AS $$ select exists (select 1 from tenant where slug = wanted) $$;
--> statement-breakpoint
-- A stranger at a door: may ask for a code, show one, and be recognised. Nothing of a tenant's work is in reach.
GRANT SELECT ON plan TO q2o_public;
--> statement-breakpoint
GRANT SELECT (id, slug, name, suspended_at, logo_url, primary_color, domain) ON tenant TO q2o_public;
--> statement-breakpoint
GRANT SELECT (tenant_id, id, email, role) ON member TO q2o_public;
--> statement-breakpoint
GRANT SELECT (id, email) ON admin TO q2o_public;
--> statement-breakpoint
GRANT SELECT (tenant_id, id, sealed, scopes, uses, max_uses, expires_at, revoked_at) ON activation_code TO q2o_public;
--> statement-breakpoint
GRANT SELECT (tenant_id, id, code_id, archived_at, created_at) ON project TO q2o_public;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON otp, session, throttle, idempotency TO q2o_public;
--> statement-breakpoint
GRANT INSERT ON outbox TO q2o_public;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['tenant', 'member', 'admin', 'activation_code', 'project'] LOOP
    EXECUTE format('CREATE POLICY recognised_at_the_door ON public.%I FOR SELECT TO q2o_public USING (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['otp', 'session', 'throttle'] LOOP
    EXECUTE format('CREATE POLICY the_door_itself ON public.%I TO q2o_public USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY the_door_itself ON idempotency TO q2o_public USING (tenant_id IS NULL) WITH CHECK (tenant_id IS NULL);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO q2o_platform;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON event FROM q2o_platform;
--> statement-breakpoint
-- A run that ended stays as it ended; only its cost may still be counted.
CREATE FUNCTION app.run_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status IN ('completed', 'failed', 'cancelled')
    AND (NEW.status, NEW.result_key, NEW.result_sha256, NEW.epoch)
      IS DISTINCT FROM (OLD.status, OLD.result_key, OLD.result_sha256, OLD.epoch)
  THEN RAISE EXCEPTION 'run % has ended', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'run_ended';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER run_ended BEFORE UPDATE ON run FOR EACH ROW EXECUTE FUNCTION app.run_ended();
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.clock(), app.tenant(), app.slug_taken(text) TO q2o_public, q2o_tenant, q2o_platform;
