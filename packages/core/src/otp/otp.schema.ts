import * as z from "zod";
import { Email, Slug, text } from "../base/base.schema.ts";

export const otpRealms = ["tenant", "admin"] as const;

/** Who a new tenant wants to be; kept until the address is proved. */
export type SignUpWish = { companyName: string; slug: string | null };

export const RequestCode = z.object({ email: Email, tenantSlug: Slug.optional() });
export const RequestAdminCode = z.object({ email: Email });
export const CodeRequested = z.object({ expiresInSeconds: z.int() });

export const SignUp = z.object({
  companyName: text(100).trim().min(1, "Say what your company is called."),
  email: Email,
  slug: Slug.optional(),
});

const OneTimeCode = z
  .string()
  .max(40)
  .transform((typed) => typed.replace(/[\s-]/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, "Enter the six digits from the mail."));

export const SignIn = z.object({ email: Email, code: OneTimeCode, tenantSlug: Slug.optional() });
export const AdminSignIn = z.object({ email: Email, code: OneTimeCode });
export const StepUp = z.object({ code: OneTimeCode });
