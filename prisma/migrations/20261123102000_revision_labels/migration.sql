-- A name for a revision, such as "known-good": one of a name per stack. A revision is never rewritten, so its labels stand beside it.
CREATE TABLE "revision_label" (
    "stackId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "authorId" TEXT NOT NULL,
    "authorName" TEXT NOT NULL,
    "setAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "revision_label_pkey" PRIMARY KEY ("stackId","name")
);

-- CreateIndex
CREATE INDEX "revision_label_stackId_number_idx" ON "revision_label"("stackId", "number");

-- AddForeignKey
ALTER TABLE "revision_label" ADD CONSTRAINT "revision_label_stackId_number_fkey" FOREIGN KEY ("stackId", "number") REFERENCES "revision"("stackId", "number") ON DELETE RESTRICT ON UPDATE CASCADE;
