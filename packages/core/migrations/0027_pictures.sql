ALTER TABLE "run" ADD COLUMN "delivered_verified" integer;--> statement-breakpoint
ALTER TABLE "run" ADD COLUMN "delivered_gaps" integer;--> statement-breakpoint
ALTER TABLE "run" ADD COLUMN "pictures" jsonb DEFAULT '[]'::jsonb NOT NULL;