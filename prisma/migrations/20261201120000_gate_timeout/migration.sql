-- How long a run of a stack waits for one workload, and what a plan could not look at.
ALTER TABLE "stack" ADD COLUMN "gateTimeoutMs" INTEGER;
ALTER TABLE "stack" ADD CONSTRAINT "stack_gate_timeout_sensible" CHECK ("gateTimeoutMs" BETWEEN 10000 AND 14400000);
ALTER TABLE "plan" ADD COLUMN "notes" JSON;
