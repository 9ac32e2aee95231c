-- Bearer tokens of the API, and what writes with an Idempotency-Key were answered.
CREATE TABLE "api_token" (
    "id" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "ownerName" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secretHash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "scopes" TEXT[],
    "everyStack" BOOLEAN NOT NULL,
    "stackIds" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "api_answer" (
    "tokenId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "status" INTEGER,
    "headers" JSON,
    "body" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_answer_pkey" PRIMARY KEY ("tokenId","key")
);

CREATE UNIQUE INDEX "api_token_secretHash_key" ON "api_token"("secretHash");
CREATE INDEX "api_token_ownerId_idx" ON "api_token"("ownerId");
CREATE INDEX "api_answer_startedAt_idx" ON "api_answer"("startedAt");

ALTER TABLE "api_answer" ADD CONSTRAINT "api_answer_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "api_token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Two tokens of one name that both work would look alike in the audit.
CREATE UNIQUE INDEX "api_token_open_name_key" ON "api_token"("ownerId", "name") WHERE "revokedAt" IS NULL;
