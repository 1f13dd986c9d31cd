import * as z from "zod";
import { Instant, id, PageQuery, pageOf, sortBy, text } from "../base/base.schema.ts";
import { DeviceStatus } from "../device/device.schema.ts";

export const codeScopes = ["watch", "comment", "download"] as const;
export const CodeScope = z.enum(codeScopes);
export type CodeScope = z.infer<typeof CodeScope>;

/** Strongest first: a revoked code that has also expired is revoked. */
export const codeStatuses = ["revoked", "expired", "used", "active"] as const;
export const CodeStatus = z.enum(codeStatuses);
export type CodeStatus = z.infer<typeof CodeStatus>;

/** Where a code is from: the tenant's beginning, its month, a pack it bought, or an admin. */
export const codeSources = ["starter", "quota", "pack", "admin"] as const;

export const GenerateCodes = z.object({
  count: z.int().min(1).max(100, "At most 100 codes at a time."),
  label: text(100).trim().optional(),
  expiresInDays: z.int().min(1).max(3_650).optional(),
  maxUses: z.int().min(1).max(1_000).default(1),
  maxDevices: z.int().min(1).max(1_000).optional(),
  scopes: z
    .array(CodeScope)
    .min(1, "Give at least one scope.")
    .max(3)
    .default([...codeScopes])
    .transform((scopes) => codeScopes.filter((scope) => scopes.includes(scope))),
});

export const GenerateCodesFor = GenerateCodes.extend({ tenantId: id("tenant") });

/** The only time that a code is ever said. */
export const NewCodes = z.object({ codes: z.array(z.object({ id: id("code"), code: z.string() })) });

export const ActivationCode = z.object({
  id: id("code"),
  last5: z.string(),
  label: z.string().nullable(),
  status: CodeStatus,
  uses: z.int(),
  maxUses: z.int(),
  maxDevices: z.int().nullable(),
  scopes: z.array(CodeScope),
  source: z.enum(codeSources),
  expiresAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  createdAt: Instant,
});
export const CodeOfTenant = ActivationCode.extend({ tenant: z.object({ id: id("tenant"), name: z.string() }) });

/** A code with what stands on it. */
const standing = {
  projects: z.array(z.object({ id: id("project"), name: z.string(), archivedAt: Instant.nullable() })),
  devices: z.array(z.object({ id: id("device"), label: z.string().nullable(), status: DeviceStatus, seenAt: Instant })),
  /** When a client or a device last came with it. */
  lastSeenAt: Instant.nullable(),
};
export const CodeDetails = ActivationCode.extend(standing);
export const CodeOfTenantDetails = CodeOfTenant.extend(standing);

export const ListCodes = PageQuery.extend({
  status: CodeStatus.optional(),
  sort: sortBy(["createdAt", "label", "expiresAt"], "createdAt:desc"),
});
export const ListAllCodes = ListCodes.extend({ tenantId: id("tenant").optional() });
export const CodePage = pageOf(ActivationCode);
export const AllCodesPage = pageOf(CodeOfTenant);

export const CodeId = z.object({ id: id("code") });

/** What was typed; the check character and the alphabet are the code's own business. */
export const RedeemCode = z.object({ code: z.string().min(1, "Enter your activation code.").max(200) });
