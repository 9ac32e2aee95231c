-- A plan holds what a run of it does, in order; a plan from before has none and is computed again. A run holds what its reviewer chose.
ALTER TABLE "plan" ADD COLUMN "steps" JSON;
ALTER TABLE "run" ADD COLUMN "choices" JSON NOT NULL DEFAULT '{}';
