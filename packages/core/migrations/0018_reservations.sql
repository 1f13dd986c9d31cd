CREATE TABLE "llm_reservation" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"run_id" text NOT NULL,
	"project_id" text NOT NULL,
	"agent" text NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"most_micros" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	CONSTRAINT "llm_reservation_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "llm_call" ADD COLUMN "held_micros" bigint;--> statement-breakpoint
ALTER TABLE "llm_call" ADD COLUMN "price_version" text;--> statement-breakpoint
ALTER TABLE "llm_reservation" ADD CONSTRAINT "llm_reservation_tenant_id_run_id_run_tenant_id_id_fk" FOREIGN KEY ("tenant_id","run_id") REFERENCES "public"."run"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "llm_reservation_oldest" ON "llm_reservation" USING btree ("created_at");