-- Drawn before Stripe is asked, so that of two answers the one asked for later counts.
CREATE SEQUENCE app.billing_seq;
--> statement-breakpoint
GRANT USAGE ON SEQUENCE app.billing_seq TO q2o_platform;
--> statement-breakpoint
SELECT app.protect('plan_price', NULL), app.protect('checkout', 'tenant_id'), app.protect('invoice', 'tenant_id');
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON plan_price, checkout, invoice TO q2o_platform;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON checkout, invoice TO q2o_tenant;
--> statement-breakpoint
GRANT SELECT ON plan_price TO q2o_tenant;
--> statement-breakpoint
CREATE POLICY prices_are_for_all ON plan_price FOR SELECT TO q2o_tenant USING (true);
