import * as z from "zod";
import { Email, Instant, id, PageQuery, pageOf, Slug, sortBy, text } from "../base/base.schema.ts";

const Colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, "A colour such as #1a73e8.");
const HttpsUrl = z
  .url({ protocol: /^https$/, hostname: z.regexes.domain, error: "An address that begins with https://." })
  .max(500);

/** A host name, however it was typed: `https://Www.Example.com/` is `www.example.com`. */
const Domain = z
  .string()
  .max(300)
  .transform((typed) =>
    typed
      .trim()
      .toLowerCase()
      .replace(/^https?:\/\//, "")
      .replace(/[/?#].*$/, "")
      .replace(/\.$/, ""),
  )
  .pipe(z.string().max(253).regex(z.regexes.domain, "A domain such as projects.example.com."));

const orNothing = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal("").transform(() => null), z.null(), schema]).optional();

export const UpdateProfile = z.object({
  name: text(100).trim().min(1, "Say what your company is called.").optional(),
  email: Email.optional(),
  phone: orNothing(text(40).trim()),
  logoUrl: orNothing(HttpsUrl),
  primaryColor: orNothing(Colour),
  domain: orNothing(Domain),
});

const Quota = z.object({ used: z.int(), limit: z.int().nullable() });

export const Profile = z.object({
  id: id("tenant"),
  slug: z.string(),
  name: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
  logoUrl: z.string().nullable(),
  primaryColor: z.string().nullable(),
  domain: z.string().nullable(),
  plan: z.object({ id: z.string(), name: z.string() }),
  subscription: z.object({ status: z.string(), access: z.string(), trialEndsAt: Instant.nullable() }),
  quotas: z.object({ runs: Quota, codes: Quota }),
});

export const tenantStatuses = ["active", "trialing", "past_due", "suspended", "inactive"] as const;

export const ListTenants = PageQuery.extend({
  status: z.enum(tenantStatuses).optional(),
  sort: sortBy(["createdAt", "name", "usage"], "createdAt:desc"),
});

export const Tenant = z.object({
  id: id("tenant"),
  slug: z.string(),
  name: z.string(),
  ownerEmail: z.string().nullable(),
  status: z.string(),
  plan: z.object({ id: z.string(), name: z.string() }),
  usage: z.object({ runs: Quota, codes: Quota }),
  projects: z.int(),
  createdAt: Instant,
});
export const TenantPage = pageOf(Tenant);
export const TenantId = z.object({ id: id("tenant") });

export const CreateTenant = z.object({
  name: text(100).trim().min(1, "Say what the tenant is called."),
  slug: Slug.optional(),
  ownerEmail: Email,
  planId: text(64).optional(),
  phone: orNothing(text(40).trim()),
  logoUrl: orNothing(HttpsUrl),
  primaryColor: orNothing(Colour),
  domain: orNothing(Domain),
});

export const CheckSlug = z.object({ slug: text(200) });
export const SlugCheck = z.object({
  slug: z.string(),
  available: z.boolean(),
  suggestions: z.array(z.string()),
  reason: z.string().optional(),
});

/** The limits of a plan that an admin may set otherwise for one tenant. */
export const overridableLimits = ["runsPerMonth", "codesPerMonth", "concurrentRuns", "maxDevices"] as const;
