-- Findings that a person accepted: who, why and until when.
CREATE TABLE "acceptance" (
    "id" TEXT NOT NULL,
    "stackId" TEXT NOT NULL,
    "findingKey" TEXT NOT NULL,
    "finding" JSON NOT NULL,
    "reason" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "acceptedById" TEXT NOT NULL,
    "acceptedByName" TEXT NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedHow" TEXT,
    "endedById" TEXT,
    "endedByName" TEXT,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "acceptance_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "acceptance_stackId_until_idx" ON "acceptance"("stackId", "until");

-- AddForeignKey
ALTER TABLE "acceptance" ADD CONSTRAINT "acceptance_stackId_fkey" FOREIGN KEY ("stackId") REFERENCES "stack"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One open acceptance for each finding: accepting it anew ends the one before.
CREATE UNIQUE INDEX "acceptance_one_open_per_finding" ON "acceptance"("stackId", "findingKey") WHERE "endedAt" IS NULL;

ALTER TABLE "acceptance" ADD CONSTRAINT "acceptance_ended_whole"
  CHECK (("endedAt" IS NULL) = ("endedHow" IS NULL) AND ("endedAt" IS NULL) = ("endedById" IS NULL) AND ("endedAt" IS NULL) = ("endedByName" IS NULL));
ALTER TABLE "acceptance" ADD CONSTRAINT "acceptance_ended_known" CHECK ("endedHow" IN ('withdrawn', 'replaced'));
ALTER TABLE "acceptance" ADD CONSTRAINT "acceptance_until_within_a_year" CHECK ("until" > "acceptedAt" AND "until" <= "acceptedAt" + INTERVAL '367 days');

-- An acceptance may end, once; nothing else of it ever changes.
CREATE FUNCTION "refuse_rewriting_acceptance"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."endedAt" IS NOT NULL
    OR (to_jsonb(NEW) - ARRAY['endedHow', 'endedById', 'endedByName', 'endedAt']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['endedHow', 'endedById', 'endedByName', 'endedAt'])
  THEN
    RAISE EXCEPTION 'table "acceptance" keeps what was accepted: % is refused', TG_OP
      USING ERRCODE = 'restrict_violation', HINT = 'End it, and accept the finding anew.';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER "acceptance_only_ends" BEFORE UPDATE ON "acceptance"
  FOR EACH ROW EXECUTE FUNCTION "refuse_rewriting_acceptance"();
CREATE TRIGGER "acceptance_append_only" BEFORE DELETE OR TRUNCATE ON "acceptance"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
