-- Finds what contains the needle. Under a row-level policy no trigram index would be used (LIKE might leak what it
-- looked at), so this steps past the policies and keeps to their rule itself: a tenant finds its own and nothing else,
-- whatever it asks for; only the platform asks for one tenant's or for all, and for what is no tenant's.
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
  IF app.tenant() IS NOT NULL AND noun NOT IN ('tenant', 'webhook') THEN whose := app.tenant();
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
    WHEN 'webhook' THEN
      relation := 'webhook_event';
      tenant := 'NULL';
      fits := 'lower(t.id) LIKE $1';
      sorts := '{received_at}';
      which := CASE wanted
        WHEN 'received' THEN 't.handled_at IS NULL AND t.failure IS NULL'
        WHEN 'handled' THEN 't.handled_at IS NOT NULL'
        WHEN 'failed' THEN 't.handled_at IS NULL AND t.failure IS NOT NULL'
        ELSE which END;
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
  listed := format('SELECT t.id, %s::text AS tenant_id, %s AS by, %%s AS fits FROM %I t WHERE (%s)', tenant, sort, relation, which);

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
