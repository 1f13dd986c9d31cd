CREATE TABLE "checkout" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"member_id" text NOT NULL,
	"kind" text NOT NULL,
	"plan_id" text,
	"interval" text,
	"quantity" integer,
	"cents" integer NOT NULL,
	"stripe_session_id" text,
	"stripe_payment_id" text,
	"fulfilled_at" timestamp with time zone,
	"undone_at" timestamp with time zone,
	CONSTRAINT "checkout_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "checkout_stripe_session_id_unique" UNIQUE("stripe_session_id"),
	CONSTRAINT "checkout_stripe_payment_id_unique" UNIQUE("stripe_payment_id")
);
--> statement-breakpoint
CREATE TABLE "invoice" (
	"tenant_id" text NOT NULL,
	"id" text NOT NULL,
	"mirror_seq" bigint NOT NULL,
	"number" text,
	"status" text NOT NULL,
	"due_cents" bigint NOT NULL,
	"paid_cents" bigint NOT NULL,
	"currency" text NOT NULL,
	"reason" text,
	"url" text,
	"pdf_url" text,
	"created_at" timestamp with time zone NOT NULL,
	"paid_at" timestamp with time zone,
	CONSTRAINT "invoice_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "plan_price" (
	"stripe_price_id" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT app.clock() NOT NULL,
	"plan_id" text NOT NULL,
	"interval" text NOT NULL,
	"cents" integer NOT NULL,
	"stripe_product_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "activation_code" ADD COLUMN "pack_id" text;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "cancels_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "mirror_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "subscription" ADD COLUMN "mirrored_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "webhook_event" ADD COLUMN "tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "checkout" ADD CONSTRAINT "checkout_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_price" ADD CONSTRAINT "plan_price_plan_id_plan_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "checkout_newest" ON "checkout" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE INDEX "invoice_newest" ON "invoice" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "plan_price_once" ON "plan_price" USING btree ("plan_id","interval","cents");--> statement-breakpoint
CREATE INDEX "webhook_event_waiting" ON "webhook_event" USING btree ("received_at") WHERE handled_at is null;