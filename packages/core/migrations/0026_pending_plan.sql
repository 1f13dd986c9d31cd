ALTER TABLE "subscription" ADD COLUMN "next_plan_id" text;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "next_interval" text;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "next_plan_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_next_plan_id_plan_id_fk" FOREIGN KEY ("next_plan_id") REFERENCES "public"."plan"("id") ON DELETE no action ON UPDATE no action;