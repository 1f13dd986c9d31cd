SELECT app.protect('llm_reservation', 'tenant_id');
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON llm_reservation TO q2o_platform;
--> statement-breakpoint
-- Told what a question has cost, a task's tenant lets go of what was set aside for it.
GRANT SELECT, DELETE ON llm_reservation TO q2o_tenant;
