-- What is typed into a search is looked for by its trigrams, within one tenant or in all.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS btree_gin;
--> statement-breakpoint
SELECT app.protect('tally', 'tenant_id');
--> statement-breakpoint
GRANT SELECT ON tally TO q2o_tenant;
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON tally TO q2o_platform;
--> statement-breakpoint
-- What people are told of a project: never run and waiting to start read the same, and a cancelled run is as none.
CREATE FUNCTION app.state_of(status text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN status IN ('launching', 'running') THEN 'running'
    WHEN status IN ('paused', 'completed', 'failed') THEN status ELSE 'pending' END $$;
--> statement-breakpoint
UPDATE project p SET state = app.state_of(r.status) FROM run r
  WHERE r.tenant_id = p.tenant_id AND r.project_id = p.id AND r.number = p.run_count;
--> statement-breakpoint
CREATE FUNCTION app.run_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE project SET state = app.state_of(NEW.status)
    WHERE tenant_id = NEW.tenant_id AND id = NEW.project_id AND run_count = NEW.number
      AND state <> app.state_of(NEW.status);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER run_begun AFTER INSERT ON run FOR EACH ROW EXECUTE FUNCTION app.run_moved();
--> statement-breakpoint
CREATE TRIGGER run_moved AFTER UPDATE OF status ON run FOR EACH ROW WHEN (OLD.status <> NEW.status)
  EXECUTE FUNCTION app.run_moved();
--> statement-breakpoint
-- Lines of differences: nobody waits for a counter, and the sweeper adds them up.
CREATE FUNCTION app.count_change(tenant text, noun text, bucket text, difference integer) RETURNS void LANGUAGE sql AS $$
  INSERT INTO public.tally (tenant_id, noun, bucket, difference)
    SELECT whose, noun, bucket, difference FROM unnest(ARRAY[tenant, NULL]) AS whose WHERE bucket IS NOT NULL $$;
--> statement-breakpoint
CREATE FUNCTION app.bucket_of(listed project) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN listed.id IS NOT NULL AND listed.archived_at IS NULL
    THEN listed.state || CASE WHEN listed.run_count > 0 THEN '+' ELSE '' END END $$;
--> statement-breakpoint
CREATE FUNCTION app.project_counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM app.count_change(OLD.tenant_id, 'project', app.bucket_of(OLD), -1);
  PERFORM app.count_change(NEW.tenant_id, 'project', app.bucket_of(NEW), 1);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER project_counted AFTER INSERT OR DELETE ON project FOR EACH ROW EXECUTE FUNCTION app.project_counted();
--> statement-breakpoint
CREATE TRIGGER project_recounted AFTER UPDATE ON project FOR EACH ROW
  WHEN (app.bucket_of(OLD) IS DISTINCT FROM app.bucket_of(NEW)) EXECUTE FUNCTION app.project_counted();
--> statement-breakpoint
CREATE FUNCTION app.code_counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN PERFORM app.count_change(NEW.tenant_id, 'code', '', 1);
  ELSE PERFORM app.count_change(OLD.tenant_id, 'code', '', -1);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER code_counted AFTER INSERT OR DELETE ON activation_code FOR EACH ROW EXECUTE FUNCTION app.code_counted();
--> statement-breakpoint
-- Nothing is left of a tenant that is deleted, its counts included.
CREATE FUNCTION app.tenant_gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM tally WHERE tenant_id = OLD.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER tenant_gone AFTER DELETE ON tenant FOR EACH ROW EXECUTE FUNCTION app.tenant_gone();
--> statement-breakpoint
INSERT INTO tally (tenant_id, noun, bucket, difference)
  SELECT tenant_id, 'project', app.bucket_of(p), count(*)::int FROM project p
    WHERE archived_at IS NULL GROUP BY GROUPING SETS ((tenant_id, app.bucket_of(p)), (app.bucket_of(p)))
  UNION ALL SELECT tenant_id, 'code', '', count(*)::int FROM activation_code GROUP BY GROUPING SETS ((tenant_id), ())
    HAVING count(*) > 0;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.count_change(text, text, text, integer), app.project_counted(), app.code_counted(),
  app.tenant_gone() FROM PUBLIC;
--> statement-breakpoint
-- The words that a search looks in, in small letters: matched by LIKE, they cost a third of ILIKE.
ALTER TABLE project ADD COLUMN words text NOT NULL
  GENERATED ALWAYS AS (lower(name || E'\n' || coalesce(client_name, '') || E'\n' || description)) STORED;
--> statement-breakpoint
ALTER TABLE activation_code ADD COLUMN words text NOT NULL
  GENERATED ALWAYS AS (lower(coalesce(label, '') || E'\n' || last5)) STORED;
--> statement-breakpoint
CREATE INDEX project_words ON project USING gin (tenant_id, words gin_trgm_ops) WITH (fastupdate = off);
--> statement-breakpoint
CREATE INDEX activation_code_words ON activation_code USING gin (tenant_id, words gin_trgm_ops) WITH (fastupdate = off);
--> statement-breakpoint
-- Finds what contains the needle. Under a row-level policy no trigram index would be used (LIKE might leak what it
-- looked at), so this steps past the policies and keeps to their rule itself: a tenant finds its own and nothing else,
-- whatever it asks for; only the platform asks for one tenant's or for all.
--
-- First it walks some rows in the wanted order. What is common fills the page from there, and its total is a lower
-- bound; what is rare is looked up by its trigrams, and its total is exact. `wanted` is a state or a status, `ran` asks
-- for projects that have run.
CREATE FUNCTION app.search(noun text, whose text, needle text, wanted text, ran boolean, sort text, is_desc boolean,
  skip integer, take integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  steps CONSTANT integer := 3000;
  way text := CASE WHEN is_desc THEN 'DESC' ELSE 'ASC' END;
  pattern text := '%' || regexp_replace(lower(needle), '([\\%_])', '\\\1', 'g') || '%';
  lives text := 'revoked_at IS NULL AND (expires_at IS NULL OR expires_at > app.clock())';
  which text := 'true';
  relation text;
  seen integer;
  keys jsonb[];
  answer jsonb;
BEGIN
  IF app.tenant() IS NOT NULL THEN whose := app.tenant();
  ELSIF current_setting('role') <> 'q2o_platform' THEN RAISE insufficient_privilege USING MESSAGE = 'Nobody searches.';
  END IF;
  IF whose IS NOT NULL THEN which := format('tenant_id = %L', whose); END IF;
  CASE noun
    WHEN 'project' THEN
      relation := 'project';
      IF sort NOT IN ('created_at', 'updated_at', 'name') THEN RAISE invalid_parameter_value; END IF;
      which := which || ' AND archived_at IS NULL';
      IF ran THEN which := which || ' AND run_count <> 0'; END IF;
      IF wanted IS NOT NULL THEN which := which || format(' AND state = %L', wanted); END IF;
    WHEN 'code' THEN
      relation := 'activation_code';
      IF sort NOT IN ('created_at', 'label', 'expires_at') THEN RAISE invalid_parameter_value; END IF;
      which := which || CASE wanted
        WHEN 'revoked' THEN ' AND revoked_at IS NOT NULL'
        WHEN 'expired' THEN ' AND revoked_at IS NULL AND expires_at <= app.clock()'
        WHEN 'used' THEN ' AND uses >= max_uses AND ' || lives
        WHEN 'active' THEN ' AND uses < max_uses AND ' || lives
        ELSE '' END;
  END CASE;
  EXECUTE format($walk$
    WITH walked AS MATERIALIZED (
      SELECT id, tenant_id, words LIKE $1 AS fits, row_number() OVER () AS place FROM (
        SELECT id, tenant_id, words FROM %I WHERE %s ORDER BY %I %s, id %s LIMIT %s) listed)
    SELECT count(*), coalesce(array_agg(jsonb_build_array(tenant_id, id) ORDER BY place) FILTER (WHERE fits), '{}')
      FROM walked $walk$, relation, which, sort, way, way, steps) INTO seen, keys USING pattern;
  IF seen < steps OR cardinality(keys) > skip + take THEN
    RETURN jsonb_build_object('total', cardinality(keys), 'isTotalCapped', seen = steps,
      'keys', to_jsonb(keys[skip + 1 : skip + take]));
  END IF;
  EXECUTE format($find$
    WITH found AS MATERIALIZED (SELECT id, tenant_id, %I AS by FROM %I WHERE %s AND words LIKE $1)
    SELECT jsonb_build_object('total', (SELECT count(*) FROM found), 'isTotalCapped', false, 'keys', coalesce(
      (SELECT jsonb_agg(jsonb_build_array(tenant_id, id) ORDER BY by %s, id %s)
        FROM (SELECT * FROM found ORDER BY by %s, id %s LIMIT $3 OFFSET $2) listed), '[]')) $find$,
    sort, relation, which, way, way, way, way) INTO answer USING pattern, skip, take;
  RETURN answer;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.search(text, text, text, text, boolean, text, boolean, integer, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.search(text, text, text, text, boolean, text, boolean, integer, integer)
  TO q2o_tenant, q2o_platform;
