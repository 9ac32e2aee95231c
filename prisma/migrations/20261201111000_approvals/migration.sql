-- Stacks on which a risky plan needs a second person, and what such persons decided.
ALTER TABLE "stack" ADD COLUMN "isProtected" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "approval" (
    "id" BIGSERIAL NOT NULL,
    "planId" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "byId" TEXT NOT NULL,
    "byName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "approval_planId_id_idx" ON "approval"("planId", "id");

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_planId_fkey" FOREIGN KEY ("planId") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "approval" ADD CONSTRAINT "approval_kind_known" CHECK ("kind" IN ('approved', 'rejected', 'withdrawn'));
ALTER TABLE "approval" ADD CONSTRAINT "approval_rejected_says_why" CHECK ("kind" <> 'rejected' OR "comment" <> '');

CREATE TRIGGER "approval_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "approval"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
