-- What a list of devices goes by is partly their codes'. The code is read anew by each statement here, and who changes a
-- code touches its devices after it: whichever is first, the second sees it.
CREATE FUNCTION app.device_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT NEW.revoked_at IS NOT NULL OR c.revoked_at IS NOT NULL, least(NEW.refresh_expires_at, c.expires_at),
      lower(coalesce(NEW.label, '') || E'\n' || c.words) INTO NEW.is_revoked, NEW.ends_at, NEW.words
    FROM activation_code c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.code_id;
  RETURN NEW;
END $$;
--> statement-breakpoint
ALTER TABLE device ADD COLUMN words text NOT NULL DEFAULT '';
--> statement-breakpoint
CREATE TRIGGER device_kept BEFORE INSERT OR UPDATE OF revoked_at, refresh_expires_at, label, is_revoked ON device
  FOR EACH ROW EXECUTE FUNCTION app.device_kept();
--> statement-breakpoint
CREATE FUNCTION app.code_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE device SET is_revoked = is_revoked WHERE tenant_id = NEW.tenant_id AND code_id = NEW.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER code_changed AFTER UPDATE ON activation_code FOR EACH ROW
  WHEN ((OLD.revoked_at, OLD.expires_at, OLD.label, OLD.last5) IS DISTINCT FROM (NEW.revoked_at, NEW.expires_at, NEW.label, NEW.last5))
  EXECUTE FUNCTION app.code_changed();
--> statement-breakpoint
UPDATE device SET is_revoked = is_revoked;
--> statement-breakpoint
CREATE INDEX device_words ON device USING gin (tenant_id, is_revoked, words gin_trgm_ops) WITH (fastupdate = off);
--> statement-breakpoint
-- With the state, for a word may be common and yet in no row of a state.
DROP INDEX project_words;
--> statement-breakpoint
CREATE INDEX project_words ON project USING gin (tenant_id, state, words gin_trgm_ops) WITH (fastupdate = off);
--> statement-breakpoint
DROP INDEX activation_code_words;
--> statement-breakpoint
CREATE INDEX activation_code_words ON activation_code USING gin (tenant_id, stage, words gin_trgm_ops) WITH (fastupdate = off);
--> statement-breakpoint
-- Runs are looked for by what their projects are called now. Whoever begins a run or renames a project holds the project.
ALTER TABLE run ADD COLUMN words text NOT NULL DEFAULT '';
--> statement-breakpoint
CREATE FUNCTION app.run_named() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT lower(name) INTO NEW.words FROM project WHERE tenant_id = NEW.tenant_id AND id = NEW.project_id;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER run_named BEFORE INSERT ON run FOR EACH ROW EXECUTE FUNCTION app.run_named();
--> statement-breakpoint
CREATE FUNCTION app.project_renamed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE run SET words = lower(NEW.name) WHERE tenant_id = NEW.tenant_id AND project_id = NEW.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER project_renamed AFTER UPDATE ON project FOR EACH ROW WHEN (OLD.name <> NEW.name)
  EXECUTE FUNCTION app.project_renamed();
--> statement-breakpoint
UPDATE run r SET words = lower(p.name) FROM project p WHERE p.tenant_id = r.tenant_id AND p.id = r.project_id;
--> statement-breakpoint
CREATE INDEX run_words ON run USING gin (tenant_id, status, words gin_trgm_ops) WITH (fastupdate = off);
--> statement-breakpoint
ALTER TABLE tenant ADD COLUMN words text NOT NULL
  GENERATED ALWAYS AS (lower(name || E'\n' || slug || E'\n' || email || E'\n' || coalesce(domain, ''))) STORED;
--> statement-breakpoint
CREATE INDEX tenant_words ON tenant USING gin (words gin_trgm_ops) WITH (fastupdate = off);
--> statement-breakpoint
-- Whoever changes a subscription holds its tenant already.
CREATE FUNCTION app.subscription_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE tenant SET subscription_status = NEW.status, trial_ends_at = NEW.trial_ends_at WHERE id = NEW.tenant_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER subscription_begun AFTER INSERT ON subscription FOR EACH ROW EXECUTE FUNCTION app.subscription_told();
--> statement-breakpoint
CREATE TRIGGER subscription_changed AFTER UPDATE ON subscription FOR EACH ROW
  WHEN ((OLD.status, OLD.trial_ends_at) IS DISTINCT FROM (NEW.status, NEW.trial_ends_at)) EXECUTE FUNCTION app.subscription_told();
--> statement-breakpoint
UPDATE tenant SET subscription_status = s.status, trial_ends_at = s.trial_ends_at FROM subscription s WHERE s.tenant_id = tenant.id;
--> statement-breakpoint
CREATE FUNCTION app.device_counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM app.count_change(coalesce(NEW.tenant_id, OLD.tenant_id), 'device', '', CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER device_counted AFTER INSERT OR DELETE ON device FOR EACH ROW EXECUTE FUNCTION app.device_counted();
--> statement-breakpoint
INSERT INTO tally (tenant_id, noun, bucket, difference)
  SELECT tenant_id, 'device', '', count(*)::int FROM device GROUP BY GROUPING SETS ((tenant_id), ()) HAVING count(*) > 0;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.device_kept(), app.code_changed(), app.subscription_told(), app.device_counted(), app.run_named(),
  app.project_renamed() FROM PUBLIC;
--> statement-breakpoint
CREATE FUNCTION app.configured() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE project SET configured_at = (
      SELECT max(created_at) FROM (
        SELECT DISTINCT ON (level) created_at, values FROM llm_config WHERE project_id = NEW.project_id ORDER BY level, version DESC
      ) in_force WHERE values <> '{}')
    WHERE tenant_id = NEW.tenant_id AND id = NEW.project_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER configured AFTER INSERT ON llm_config FOR EACH ROW WHEN (NEW.project_id IS NOT NULL)
  EXECUTE FUNCTION app.configured();
--> statement-breakpoint
UPDATE project p SET configured_at = said.at FROM (
    SELECT project_id, max(created_at) AS at FROM (
      SELECT DISTINCT ON (level) project_id, created_at, values FROM llm_config WHERE project_id IS NOT NULL ORDER BY level, version DESC
    ) in_force WHERE values <> '{}' GROUP BY project_id) said
  WHERE p.id = said.project_id;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.configured() FROM PUBLIC;
--> statement-breakpoint
SELECT app.protect('llm_sum', 'tenant_id');
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON llm_sum TO q2o_platform;
--> statement-breakpoint
-- What calls add to each sum that they are part of.
CREATE FUNCTION app.sums_of(calls llm_call[], sign integer) RETURNS SETOF llm_sum LANGUAGE sql STABLE AS $$
  SELECT whose.id, span, date_trunc(span, c.created_at AT TIME ZONE 'utc')::date, agent, provider, model, status, cache,
      sign * count(*), sign * count(*) FILTER (WHERE cost_micros IS NULL), sign * sum(input_tokens), sign * sum(cached_tokens),
      sign * sum(output_tokens), sign * coalesce(sum(cost_micros), 0)::bigint, sign * sum(saved_micros)::bigint, sign * sum(latency_ms), false
    FROM unnest(calls) c, unnest(ARRAY[c.tenant_id, NULL]) AS whose(id), unnest(ARRAY['day', 'month']) AS span
    WHERE whose.id IS NULL OR span = 'month' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 $$;
--> statement-breakpoint
CREATE FUNCTION app.calls_summed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO llm_sum SELECT s.* FROM app.sums_of((SELECT array_agg(ROW(o.*)::llm_call) FROM old_calls o), -1) s;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO llm_sum SELECT s.* FROM app.sums_of((SELECT array_agg(ROW(n.*)::llm_call) FROM new_calls n), 1) s;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER calls_made AFTER INSERT ON llm_call REFERENCING NEW TABLE AS new_calls
  FOR EACH STATEMENT EXECUTE FUNCTION app.calls_summed();
--> statement-breakpoint
CREATE TRIGGER calls_changed AFTER UPDATE ON llm_call REFERENCING OLD TABLE AS old_calls NEW TABLE AS new_calls
  FOR EACH STATEMENT EXECUTE FUNCTION app.calls_summed();
--> statement-breakpoint
CREATE TRIGGER calls_gone AFTER DELETE ON llm_call REFERENCING OLD TABLE AS old_calls
  FOR EACH STATEMENT EXECUTE FUNCTION app.calls_summed();
--> statement-breakpoint
INSERT INTO llm_sum SELECT s.* FROM
  (SELECT array_agg(c) AS calls FROM llm_call c GROUP BY date_trunc('month', created_at AT TIME ZONE 'utc')) months, app.sums_of(calls, 1) s;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.sums_of(llm_call[], integer), app.calls_summed() FROM PUBLIC;
--> statement-breakpoint
-- Looks everything up, by bitmaps alone: the planner cannot know that a word which is common is in no row of a kind, and
-- would walk the table for it.
CREATE FUNCTION app.look_up(listed text, pattern text, way text, skip integer, take integer, OUT total integer, OUT page jsonb)
  LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
BEGIN
  EXECUTE format($find$
    WITH found AS MATERIALIZED (%s)
    SELECT (SELECT count(*) FROM found), coalesce((SELECT jsonb_agg(jsonb_build_array(tenant_id, id) ORDER BY by %s, id %s)
      FROM (SELECT * FROM found ORDER BY by %s, id %s LIMIT $3 OFFSET $2) listed), '[]') $find$, listed, way, way, way, way)
    INTO total, page USING pattern, skip, take;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.look_up(text, text, text, integer, integer) FROM PUBLIC;
--> statement-breakpoint
-- Finds what contains the needle. Under a row-level policy no trigram index would be used (LIKE might leak what it
-- looked at), so this steps past the policies and keeps to their rule itself: a tenant finds its own and nothing else,
-- whatever it asks for; only the platform asks for one tenant's or for all, and for tenants.
--
-- What is common fills the page from a short walk in the wanted order. What is rare is looked up by its trigrams and
-- counted exactly. What is neither is met on a longer walk; and what is still not found there has so few rows, or stands so
-- far behind in the order, that all of it is looked up. A walk that filled its page knows a lower bound of the total.
-- `wanted` is a state or a status, `ran` asks for projects that have run.
CREATE OR REPLACE FUNCTION app.search(noun text, whose text, needle text, wanted text, ran boolean, sort text, is_desc boolean,
  skip integer, take integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  -- More than so many are not sorted to show one page of them.
  few CONSTANT integer := 2000;
  steps integer := 500 + 4 * skip;
  way text := CASE WHEN is_desc THEN 'DESC' ELSE 'ASC' END;
  pattern text := '%' || regexp_replace(lower(needle), '([\\%_])', '\\\1', 'g') || '%';
  now_ text := quote_literal(app.clock()) || '::timestamptz';
  relation text := noun;
  tenant text := 't.tenant_id';
  fits text := 't.words LIKE $1';
  which text := 'true';
  sorts text[];
  listed text;
  seen integer;
  total integer;
  most integer;
  keys jsonb[];
  page jsonb;
BEGIN
  IF app.tenant() IS NOT NULL AND noun <> 'tenant' THEN whose := app.tenant();
  ELSIF current_setting('role') <> 'q2o_platform' THEN RAISE insufficient_privilege USING MESSAGE = 'Nobody searches.';
  END IF;
  CASE noun
    WHEN 'project' THEN
      sorts := '{created_at,updated_at,name}';
      which := 't.archived_at IS NULL';
      IF ran THEN which := which || ' AND t.run_count <> 0'; END IF;
      IF wanted IS NOT NULL THEN which := which || format(' AND t.state = %L', wanted); END IF;
    WHEN 'code' THEN
      relation := 'activation_code';
      sorts := '{created_at,label,expires_at}';
      which := CASE wanted
        WHEN 'revoked' THEN 't.stage = ''revoked'''
        WHEN 'expired' THEN 't.stage IN (''used'', ''open'') AND t.expires_at <= ' || now_
        WHEN 'used' THEN 't.stage = ''used'' AND (t.expires_at IS NULL OR t.expires_at > ' || now_ || ')'
        WHEN 'active' THEN 't.stage = ''open'' AND (t.expires_at IS NULL OR t.expires_at > ' || now_ || ')'
        ELSE which END;
    WHEN 'device' THEN
      sorts := '{created_at,seen_at,label}';
      which := CASE wanted
        WHEN 'revoked' THEN 't.is_revoked'
        WHEN 'expired' THEN 'NOT t.is_revoked AND t.ends_at <= ' || now_
        WHEN 'active' THEN 'NOT t.is_revoked AND t.ends_at > ' || now_
        ELSE which END;
    WHEN 'run' THEN
      sorts := '{created_at}';
      IF wanted IS NOT NULL THEN which := format('t.status = %L', wanted); END IF;
    WHEN 'tenant' THEN
      tenant := 't.id';
      sorts := '{created_at,name}';
      which := CASE wanted
        WHEN 'trialing' THEN 't.stage = ''trialing'' AND (t.trial_ends_at IS NULL OR t.trial_ends_at > ' || now_ || ')'
        WHEN 'inactive' THEN 't.stage NOT IN (''active'', ''trialing'', ''past_due'', ''suspended'') OR t.stage = ''trialing'' AND t.trial_ends_at <= ' || now_
        ELSE CASE WHEN wanted IS NULL THEN which ELSE format('t.stage = %L', wanted) END END;
  END CASE;
  IF sort <> ALL (sorts) THEN RAISE invalid_parameter_value; END IF;
  sort := CASE WHEN noun = 'tenant' AND sort = 'name' THEN 'lower(t.name)' ELSE 't.' || sort END;
  IF whose IS NOT NULL THEN which := format('%s = %L AND (%s)', tenant, whose, which); END IF;
  listed := format('SELECT t.id, %s AS tenant_id, %s AS by, %%s AS fits FROM %I t WHERE (%s)', tenant, sort, relation, which);

  FOR turn IN 1 .. 2 LOOP
    EXECUTE format($walk$
      WITH walked AS MATERIALIZED (SELECT id, tenant_id, fits, row_number() OVER () AS place
        FROM (%s ORDER BY by %s, id %s LIMIT %s) listed)
      SELECT count(*), coalesce(array_agg(jsonb_build_array(tenant_id, id) ORDER BY place) FILTER (WHERE fits), '{}')
        FROM walked $walk$, format(listed, fits), way, way, steps) INTO seen, keys USING pattern;
    IF seen < steps OR cardinality(keys) > skip + take THEN
      RETURN jsonb_build_object('total', cardinality(keys), 'isTotalCapped', seen = steps,
        'keys', to_jsonb(keys[skip + 1 : skip + take]));
    END IF;
    most := CASE turn WHEN 1 THEN few END;
    SELECT f.total, f.page INTO total, page FROM app.look_up(format('%s AND %s LIMIT %s', format(listed, 'true'), fits,
      coalesce((most + 1)::text, 'ALL')), pattern, way, skip, take) f;
    IF most IS NULL OR total <= most THEN
      RETURN jsonb_build_object('total', total, 'isTotalCapped', false, 'keys', page);
    END IF;
    steps := 8000 + 8 * skip;
  END LOOP;
END $$;
