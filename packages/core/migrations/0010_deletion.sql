SELECT app.protect('erasure', NULL);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON erasure TO q2o_platform;
--> statement-breakpoint
-- The tables that hold tenants' rows, those that stand on others first: in this order rows can be deleted. Events stand
-- on nothing and are not among them.
CREATE FUNCTION app.owned_tables() RETURNS TABLE (name text, has_project boolean, has_run boolean) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE depth AS (
    SELECT oid AS one, 0 AS level FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    UNION ALL
    SELECT child.conrelid, level + 1 FROM depth JOIN pg_constraint child ON child.confrelid = one
      WHERE child.contype = 'f' AND child.conrelid <> child.confrelid AND level < 30
  ), has AS (
    SELECT attrelid AS one, array_agg(attname::text) AS columns FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped GROUP BY attrelid
  )
  SELECT c.relname::text, 'project_id' = ANY (columns), 'run_id' = ANY (columns)
    FROM depth JOIN has USING (one) JOIN pg_class c ON c.oid = one
    WHERE 'tenant_id' = ANY (columns) AND c.relname <> 'event'
    GROUP BY c.relname, columns ORDER BY max(level) DESC, c.relname $$;
--> statement-breakpoint
-- Deletes a tenant with every row it has, in whatever table there is. Whoever changes a tenant's things takes these locks
-- in this order, and the chain of events last. Those who wait for the chain find no tenant any more.
CREATE FUNCTION app.erase_tenant(wanted text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owned record;
BEGIN
  IF app.tenant() IS NOT NULL THEN RAISE insufficient_privilege USING MESSAGE = 'Only the platform deletes tenants.'; END IF;
  PERFORM 1 FROM tenant WHERE id = wanted FOR UPDATE;
  PERFORM 1 FROM run WHERE tenant_id = wanted ORDER BY id FOR UPDATE;
  PERFORM 1 FROM project WHERE tenant_id = wanted ORDER BY id FOR UPDATE;
  PERFORM 1 FROM activation_code WHERE tenant_id = wanted ORDER BY id FOR UPDATE;
  PERFORM 1 FROM device WHERE tenant_id = wanted ORDER BY id FOR UPDATE;
  DELETE FROM llm_alert WHERE subject = wanted OR subject IN (SELECT id FROM project WHERE tenant_id = wanted);
  DELETE FROM outbox WHERE body->>'tenantId' = wanted;
  FOR owned IN SELECT * FROM app.owned_tables() LOOP
    EXECUTE format('DELETE FROM public.%I WHERE tenant_id = $1', owned.name) USING wanted;
  END LOOP;
  DELETE FROM event_head WHERE chain = wanted;
  DELETE FROM event WHERE tenant_id = wanted;
  DELETE FROM tenant WHERE id = wanted;
END $$;
--> statement-breakpoint
-- Deletes a project with its runs and all that hangs on them. What was said of it stays in the tenant's chain.
CREATE FUNCTION app.erase_project(of_tenant text, wanted text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  owned record;
  runs text[];
BEGIN
  IF app.tenant() IS NOT NULL THEN RAISE insufficient_privilege USING MESSAGE = 'Only the platform deletes projects.'; END IF;
  PERFORM 1 FROM run WHERE tenant_id = of_tenant AND project_id = wanted ORDER BY id FOR UPDATE;
  PERFORM 1 FROM project WHERE tenant_id = of_tenant AND id = wanted FOR UPDATE;
  SELECT coalesce(array_agg(id), '{}') INTO runs FROM run WHERE tenant_id = of_tenant AND project_id = wanted;
  DELETE FROM llm_alert WHERE subject = wanted;
  FOR owned IN SELECT * FROM app.owned_tables() WHERE has_project OR has_run LOOP
    EXECUTE format('DELETE FROM public.%I WHERE tenant_id = $1 AND (%s)', owned.name, concat_ws(' OR ',
      CASE WHEN owned.has_project THEN 'project_id = $2' END, CASE WHEN owned.has_run THEN 'run_id = ANY ($3)' END))
      USING of_tenant, wanted, runs;
  END LOOP;
  DELETE FROM project WHERE tenant_id = of_tenant AND id = wanted;
END $$;
--> statement-breakpoint
-- An event names its tenant without a foreign key, whose lock could be waited for in a circle. So whoever appends looks,
-- holding the chain's head: the tenant is there, or was deleted by the one who held the head before.
CREATE FUNCTION app.event_of_tenant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM tenant WHERE id = NEW.tenant_id) THEN
    RAISE foreign_key_violation USING MESSAGE = 'The tenant is gone.', CONSTRAINT = 'event_of_tenant';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER event_of_tenant BEFORE INSERT ON event FOR EACH ROW WHEN (NEW.tenant_id IS NOT NULL)
  EXECUTE FUNCTION app.event_of_tenant();
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.owned_tables(), app.erase_tenant(text), app.erase_project(text, text),
  app.event_of_tenant() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.erase_tenant(text), app.erase_project(text, text) TO q2o_platform;
