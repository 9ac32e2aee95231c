-- Where a person comes from and whether they may sign in; when a session was last used; links for a new password; failed sign-ins.
ALTER TABLE "user" ADD COLUMN "source" TEXT NOT NULL DEFAULT 'local', ADD COLUMN "disabledAt" TIMESTAMPTZ(3);

ALTER TABLE "session" ADD COLUMN "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

ALTER TABLE "invitation" ADD COLUMN "personId" TEXT;

CREATE TABLE "signInAttempt" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,
    "blockedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "signInAttempt_pkey" PRIMARY KEY ("key")
);

CREATE INDEX "signInAttempt_lastAt_idx" ON "signInAttempt"("lastAt");
