SELECT app.protect('device', 'tenant_id'), app.protect('comment', 'tenant_id'), app.protect('llm_call', 'tenant_id'),
  app.protect('llm_config', 'tenant_id'), app.protect('tenant_override', 'tenant_id'), app.protect('passkey', NULL),
  app.protect('challenge', NULL), app.protect('llm_alert', NULL), app.protect('disabled_blueprint', NULL),
  app.protect('event_head', NULL);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON device, comment, llm_call, llm_config, tenant_override, passkey, challenge,
  llm_alert, disabled_blueprint TO q2o_platform;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON device, comment, llm_call TO q2o_tenant;
--> statement-breakpoint
GRANT SELECT ON tenant_override, llm_config, disabled_blueprint TO q2o_tenant;
--> statement-breakpoint
GRANT DELETE ON member TO q2o_tenant;
--> statement-breakpoint
-- What a run begins with is composed from the system's configuration, too.
CREATE POLICY system_is_for_all ON llm_config FOR SELECT TO q2o_tenant USING (tenant_id IS NULL);
--> statement-breakpoint
CREATE POLICY disabled_for_all ON disabled_blueprint FOR SELECT TO q2o_tenant USING (true);
--> statement-breakpoint
GRANT SELECT (names_platform) ON tenant TO q2o_public;
--> statement-breakpoint
-- What an event says, in one form for ever: the hash of the next one stands on it.
CREATE FUNCTION app.event_digest(before text, said event) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(before || E'\n' || jsonb_build_object(
    'seq', said.seq, 'tenantId', said.tenant_id, 'type', said.type, 'actorType', said.actor_type,
    'actorId', said.actor_id, 'projectId', said.project_id, 'runId', said.run_id, 'codeId', said.code_id,
    'subjectId', said.subject_id, 'isAudit', said.is_audit, 'requestId', said.request_id, 'data', said.data,
    'at', to_char(said.at AT TIME ZONE 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text, 'UTF8')), 'hex') $$;
--> statement-breakpoint
-- The only way to write an event. It holds the head of the chain until the transaction ends, so the events of a chain
-- are committed in the order of their ids, and a reader's cursor passes none over.
CREATE FUNCTION app.append_events(said jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  one jsonb;
  head event_head;
  new_event event;
BEGIN
  -- Chains in one order, so that two transactions that append to several cannot wait for each other.
  FOR one IN SELECT value FROM jsonb_array_elements(said) WITH ORDINALITY AS listed(value, place)
    ORDER BY coalesce(value->>'tenantId', ''), place
  LOOP
    IF app.tenant() IS NOT NULL AND one->>'tenantId' IS DISTINCT FROM app.tenant() THEN
      RAISE insufficient_privilege USING MESSAGE = 'An event of another tenant.';
    END IF;
    INSERT INTO event_head (chain, seq, hash) VALUES (coalesce(one->>'tenantId', 'platform'), 0, '')
      ON CONFLICT (chain) DO UPDATE SET seq = event_head.seq RETURNING * INTO head;
    new_event := (nextval(pg_get_serial_sequence('public.event', 'id')), one->>'tenantId', app.clock(), one->>'type',
      one->>'actorType', one->>'actorId', one->>'projectId', one->>'runId', one->>'codeId', one->'data',
      one->>'subjectId', (one->>'isAudit')::boolean, one->>'requestId', head.seq + 1, NULL);
    new_event.hash := app.event_digest(head.hash, new_event);
    INSERT INTO event OVERRIDING SYSTEM VALUE SELECT new_event.*;
    UPDATE event_head SET seq = new_event.seq, hash = new_event.hash WHERE chain = head.chain;
  END LOOP;
END $$;
--> statement-breakpoint
-- The first place where a chain (a tenant's id, or `platform`) is not as it was written; null when it is whole.
CREATE FUNCTION app.broken_at(wanted text) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT min(place) FROM (
    SELECT row_number() OVER (ORDER BY e.seq) AS place
      , e.seq <> row_number() OVER (ORDER BY e.seq)
        OR e.hash <> app.event_digest(coalesce(lag(e.hash) OVER (ORDER BY e.seq), ''), e) AS is_broken
      FROM event e WHERE coalesce(e.tenant_id, 'platform') = wanted
    UNION ALL
    SELECT h.seq, NOT EXISTS (SELECT 1 FROM event e
        WHERE coalesce(e.tenant_id, 'platform') = wanted AND e.seq = h.seq AND e.hash = h.hash)
      FROM event_head h WHERE h.chain = wanted AND h.seq > 0
  ) links WHERE is_broken AND (app.tenant() IS NULL OR app.tenant() = wanted) $$;
--> statement-breakpoint
-- Events from before there were chains are linked in the order of their ids.
DO $$
DECLARE
  old event;
  head event_head;
BEGIN
  FOR old IN SELECT * FROM event ORDER BY id LOOP
    INSERT INTO event_head (chain, seq, hash) VALUES (coalesce(old.tenant_id, 'platform'), 0, '')
      ON CONFLICT (chain) DO UPDATE SET seq = event_head.seq RETURNING * INTO head;
    old.is_audit := old.actor_type IN ('public', 'admin', 'tenant', 'client') AND old.type <> 'run.log';
    old.seq := head.seq + 1;
    old.hash := app.event_digest(head.hash, old);
    UPDATE event SET is_audit = old.is_audit, seq = old.seq, hash = old.hash WHERE id = old.id;
    UPDATE event_head SET seq = old.seq, hash = old.hash WHERE chain = head.chain;
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE event ALTER COLUMN is_audit SET NOT NULL, ALTER COLUMN seq SET NOT NULL, ALTER COLUMN hash SET NOT NULL;
--> statement-breakpoint
CREATE UNIQUE INDEX event_chain ON event (coalesce(tenant_id, 'platform'), seq);
--> statement-breakpoint
REVOKE INSERT ON event FROM q2o_tenant, q2o_platform;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION app.append_events(jsonb), app.broken_at(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.append_events(jsonb), app.broken_at(text) TO q2o_tenant, q2o_platform;
