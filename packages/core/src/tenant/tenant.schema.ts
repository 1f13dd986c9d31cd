import * as z from "zod";
import { Email, Instant, id, PageQuery, pageOf, Slug, sortBy, text } from "../base/base.schema.ts";
import { overridableLimits } from "../subscription/limits.schema.ts";
import { Meter, Meters } from "../usage/usage.schema.ts";

/** However it was typed: `#ABC` is `#aabbcc`. */
const Colour = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/, "A colour such as #1a73e8.")
  .transform((typed) => (typed.length === 4 ? typed.replace(/[0-9a-f]/g, "$&$&") : typed));
const HttpsUrl = z
  .url({ protocol: /^https$/, hostname: z.regexes.domain, error: "An address that begins with https://." })
  .max(500);

/** A host name, however it was typed: `https://Www.Example.com/` is `www.example.com`. */
export const Domain = z
  .string()
  .max(300)
  .transform((typed) =>
    typed
      .trim()
      .toLowerCase()
      .replace(/^https?:\/\//, "")
      .replace(/[/?#].*$/, "")
      .replace(/:\d+$/, "")
      .replace(/\.$/, ""),
  )
  .pipe(z.string().max(253).regex(z.regexes.domain, "A domain such as projects.example.com."));

const orNothing = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal("").transform(() => null), z.null(), schema]).optional();

export const UpdateProfile = z.object({
  name: text(100).trim().min(1, "Say what the company is called.").optional(),
  email: Email.optional(),
  phone: orNothing(text(40).trim()),
  logoUrl: orNothing(HttpsUrl),
  primaryColor: orNothing(Colour),
  domain: orNothing(Domain),
  namesPlatform: z.boolean().optional(),
});

export const Profile = z.object({
  id: id("tenant"),
  slug: z.string(),
  name: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
  logoUrl: z.string().nullable(),
  primaryColor: z.string().nullable(),
  domain: z.string().nullable(),
  namesPlatform: z.boolean(),
  suspendedReason: z.string().nullable(),
  plan: z.object({ id: z.string(), name: z.string() }),
  subscription: z.object({ status: z.string(), access: z.string(), trialEndsAt: Instant.nullable() }),
  quotas: Meters,
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
  domain: z.string().nullable(),
  ownerEmail: z.string().nullable(),
  status: z.string(),
  plan: z.object({ id: z.string(), name: z.string() }),
  usage: z.object({ runs: Meter, codes: Meter }),
  projects: z.int(),
  createdAt: Instant,
});
export const TenantPage = pageOf(Tenant);
export const TenantId = z.object({ id: id("tenant") });

/** What an admin changes; what is not given stays. */
export const UpdateTenant = UpdateProfile.extend({
  id: id("tenant"),
  slug: Slug.optional(),
  planId: text(64).optional(),
});

export const SuspendTenant = TenantId.extend({
  /** For the tenant to read. */
  reason: text(500).trim().optional(),
});

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

/** By one of the two. */
export const BrandingOf = z
  .object({ slug: text(300).optional(), domain: text(300).optional() })
  .refine(({ slug, domain }) => Boolean(slug) !== Boolean(domain), {
    path: ["slug"],
    message: "Give either slug or domain.",
  });
export const Branding = z.object({
  name: z.string(),
  slug: z.string(),
  logoUrl: z.string().nullable(),
  primaryColor: z.string().nullable(),
  /** Whether clients are told on whose platform their project runs. */
  namesPlatform: z.boolean(),
});

/** The limits of a plan that an admin may set otherwise for one tenant. */
const OverridableLimit = z.enum(overridableLimits);

export const SetOverride = TenantId.extend({
  limit: OverridableLimit,
  /** Null is unlimited. */
  value: z.int().min(0).max(1_000_000).nullable(),
  expiresAt: Instant.nullable().optional(),
  reason: text(500).trim().min(1, "Say why."),
});
export const EndOverride = TenantId.extend({ overrideId: id("override") });

const Override = z.object({
  id: id("override"),
  limit: OverridableLimit,
  value: z.int().nullable(),
  reason: z.string(),
  expiresAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  createdAt: Instant,
});
export const OverrideMade = Override.extend({ inForce: z.boolean() });
export const OverrideList = z.object({ items: z.array(OverrideMade) });

export const TenantDetail = Tenant.extend({
  email: z.string(),
  phone: z.string().nullable(),
  logoUrl: z.string().nullable(),
  primaryColor: z.string().nullable(),
  domain: z.string().nullable(),
  namesPlatform: z.boolean(),
  suspendedAt: Instant.nullable(),
  suspendedReason: z.string().nullable(),
  owner: z.object({ id: id("member"), email: z.string(), name: z.string().nullable() }).nullable(),
  subscription: z.object({
    status: z.string(),
    access: z.string(),
    trialEndsAt: Instant.nullable(),
    currentPeriodEndsAt: Instant.nullable(),
    pastDueSince: Instant.nullable(),
    cancelsAtPeriodEnd: z.boolean(),
  }),
  /** As they are now, overrides counted. */
  limits: z.record(OverridableLimit, z.int().nullable()),
  usage: Meters,
  counts: z.object({
    members: z.int(),
    projects: z.int(),
    archivedProjects: z.int(),
    runs: z.int(),
    codes: z.int(),
    devices: z.int(),
  }),
  overrides: z.array(Override),
});

const Gate = z.object({
  gate: z.enum(["suspension", "subscription", "trial", "grace", "runs", "concurrency", "codes", "devices"]),
  ok: z.boolean(),
  /** Whether RUN is refused while this is not ok. */
  blocksRun: z.boolean(),
  reason: z.string(),
  /** What to do about it; null when there is nothing to do. */
  remedy: z.string().nullable(),
});

/** Why a tenant can or cannot run. */
export const Explanation = z.object({
  canRun: z.boolean(),
  /** Whether runs in flight go on. */
  goesOn: z.boolean(),
  access: z.string(),
  gates: z.array(Gate),
  overrides: z.array(Override),
});
