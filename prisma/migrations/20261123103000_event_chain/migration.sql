-- Each event carries a hash of what it says and of the event before it, so that a row that was changed, removed or put in by hand is found
-- (docs/decisions says why; `gauntlet audit verify` computes the same outside of the database).

ALTER TABLE "event" ADD COLUMN "hash" TEXT NOT NULL DEFAULT '';

-- What was begun and did not come to its end.
ALTER TABLE "event" DROP CONSTRAINT "event_outcome_known";
ALTER TABLE "event" ADD CONSTRAINT "event_outcome_known" CHECK ("outcome" IN ('ok', 'refused', 'failed'));

-- One field of the canonical form: its length in bytes and its text, or "-" where there is none, so that no two events look alike.
CREATE FUNCTION "event_field"(value TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN value IS NULL THEN '-' ELSE octet_length(convert_to(value, 'UTF8')) || ':' || value END
$$;

CREATE FUNCTION "event_hash"(previous TEXT, e "event") RETURNS TEXT LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\n', 'gauntlet event 1', previous,
    "event_field"(e."id"::text), "event_field"(trunc(extract(epoch FROM e."at") * 1000)::bigint::text),
    "event_field"(e."actorId"), "event_field"(e."actorName"), "event_field"(e."door"), "event_field"(e."action"), "event_field"(e."outcome"),
    "event_field"(e."stackId"), "event_field"(e."subject"), "event_field"(e."before"::text), "event_field"(e."after"::text)), 'UTF8')), 'hex')
$$;

-- The lock is held until the writer commits: ids then grow in the order in which events can be seen, without a gap, and a reader who
-- pages by id misses nothing. A writer's event is the last thing that it writes, so the lock is held for the time of one commit.
CREATE FUNCTION "chain_event"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  head RECORD;
BEGIN
  PERFORM pg_advisory_xact_lock(4120771004);
  SELECT "id", "hash" INTO head FROM "event" ORDER BY "id" DESC LIMIT 1;
  NEW."id" := coalesce(head."id", 0) + 1;
  NEW."hash" := "event_hash"(coalesce(head."hash", repeat('0', 64)), NEW);
  RETURN NEW;
END
$$;

-- What was written before joins the chain as it is.
ALTER TABLE "event" DISABLE TRIGGER "event_append_only";
DO $$
DECLARE
  e "event";
  previous TEXT := repeat('0', 64);
BEGIN
  FOR e IN SELECT * FROM "event" ORDER BY "id" LOOP
    previous := "event_hash"(previous, e);
    UPDATE "event" SET "hash" = previous WHERE "id" = e."id";
  END LOOP;
END
$$;
ALTER TABLE "event" ENABLE TRIGGER "event_append_only";

CREATE TRIGGER "event_chain" BEFORE INSERT ON "event" FOR EACH ROW EXECUTE FUNCTION "chain_event"();

-- One index for each filter of the audit, in the order of its pages.
CREATE INDEX "event_actorId_id_idx" ON "event"("actorId", "id");
CREATE INDEX "event_action_id_idx" ON "event"("action", "id");
CREATE INDEX "event_outcome_id_idx" ON "event"("outcome", "id");
CREATE INDEX "event_door_id_idx" ON "event"("door", "id");
CREATE INDEX "event_at_idx" ON "event"("at");
