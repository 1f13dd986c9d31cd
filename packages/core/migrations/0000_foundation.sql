-- The product's clock. Everything that expires asks it, so that a machine whose clock is moved moves all of it.
CREATE SCHEMA IF NOT EXISTS app;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION app.clock() RETURNS timestamptz LANGUAGE sql STABLE AS 'select now()';
--> statement-breakpoint
-- The tenant of this transaction; an empty string is nobody.
CREATE FUNCTION app.tenant() RETURNS text LANGUAGE sql STABLE AS $$ select nullif(current_setting('app.tenant_id', true), '') $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA app, public TO q2o_public, q2o_tenant, q2o_platform;
--> statement-breakpoint
-- Whose table is whose: a tenant reaches its own rows, the platform all, a stranger none unless another policy says so.
CREATE FUNCTION app.protect(name text, tenant_column text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('CREATE POLICY platform ON public.%I TO q2o_platform USING (true) WITH CHECK (true)', name);
  IF tenant_column IS NOT NULL THEN
    EXECUTE format(
      'CREATE POLICY tenant ON public.%I TO q2o_tenant USING (%I = app.tenant()) WITH CHECK (%I = app.tenant())',
      name, tenant_column, tenant_column);
  END IF;
END $$;
