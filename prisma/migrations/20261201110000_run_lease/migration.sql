-- Who carries a run out: `owner` is a replica, `epoch` counts who took it, and nobody of an earlier epoch may save anything any more.
-- `version` counts the saves, for whoever follows. `target` is where it goes, `cancel` who asked to stop it.
ALTER TABLE "run"
  ADD COLUMN "owner" TEXT,
  ADD COLUMN "epoch" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "version" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "target" JSON,
  ADD COLUMN "cancel" JSON;

ALTER TABLE "run" DROP CONSTRAINT "run_status_known";
ALTER TABLE "run" ADD CONSTRAINT "run_status_known" CHECK ("status" IN ('running', 'succeeded', 'failed', 'cancelled', 'interrupted'));
