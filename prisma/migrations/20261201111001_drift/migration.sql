-- What was last seen of the difference between a stack's applied revision and its cluster: one row a stack, overwritten by each check.
CREATE TABLE "drift" (
    "stackId" TEXT NOT NULL,
    "revision" INTEGER,
    "checkedAt" TIMESTAMPTZ(3),
    "goodAt" TIMESTAMPTZ(3),
    "failure" JSON,
    "objects" JSON NOT NULL DEFAULT '[]',
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "claim" TEXT,
    "claimedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "drift_pkey" PRIMARY KEY ("stackId")
);

-- AddForeignKey
ALTER TABLE "drift" ADD CONSTRAINT "drift_stackId_fkey" FOREIGN KEY ("stackId") REFERENCES "stack"("id") ON DELETE CASCADE ON UPDATE CASCADE;
