-- Live views ask whether anything changed before they ask what; a change that is no event moves the turn alone.
CREATE OR REPLACE FUNCTION app.append_events(said jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
    IF one->>'type' IS NULL THEN
      UPDATE event_head SET turn = turn + 1 WHERE chain = coalesce(one->>'tenantId', 'platform');
      CONTINUE;
    END IF;
    INSERT INTO event_head (chain, seq, hash, turn) VALUES (coalesce(one->>'tenantId', 'platform'), 0, '', 1)
      ON CONFLICT (chain) DO UPDATE SET turn = event_head.turn + 1 RETURNING * INTO head;
    new_event := (nextval(pg_get_serial_sequence('public.event', 'id')), one->>'tenantId', app.clock(), one->>'type',
      one->>'actorType', one->>'actorId', one->>'projectId', one->>'runId', one->>'codeId', one->'data',
      one->>'subjectId', (one->>'isAudit')::boolean, one->>'requestId', head.seq + 1, NULL);
    new_event.hash := app.event_digest(head.hash, new_event);
    INSERT INTO event OVERRIDING SYSTEM VALUE SELECT new_event.*;
    UPDATE event_head SET seq = new_event.seq, hash = new_event.hash WHERE chain = head.chain;
  END LOOP;
END $$;
--> statement-breakpoint
-- A stranger is recognised and told in one question what the last change was.
GRANT SELECT (chain, turn) ON event_head TO q2o_public;
--> statement-breakpoint
CREATE POLICY recognised_at_the_door ON event_head FOR SELECT TO q2o_public USING (true);
