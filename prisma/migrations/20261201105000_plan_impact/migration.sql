-- What a plan does in words and how risky it is, as it was computed; null in a plan from before.
ALTER TABLE "plan" ADD COLUMN "impacts" JSON, ADD COLUMN "risk" JSON;
