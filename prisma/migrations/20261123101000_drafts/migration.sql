-- What one person has edited on one stack and not saved. Private working state: it is rewritten and deleted, and no event tells of it.
CREATE TABLE "draft" (
    "stackId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "mark" TEXT NOT NULL,
    "baseNumber" INTEGER,
    "content" JSON NOT NULL,
    "edits" INTEGER NOT NULL,
    "keptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("stackId","personId")
);

-- CreateIndex
CREATE INDEX "draft_personId_idx" ON "draft"("personId");

-- AddForeignKey
ALTER TABLE "draft" ADD CONSTRAINT "draft_stackId_fkey" FOREIGN KEY ("stackId") REFERENCES "stack"("id") ON DELETE CASCADE ON UPDATE CASCADE;
