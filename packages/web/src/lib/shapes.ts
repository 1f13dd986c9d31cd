/** The API's nouns under the names that pages call them. What they hold, the API's own description says. */
import type { Reply } from "@q2o/functions/client";
import type { Item } from "./api.ts";

export type Session = Reply<"get /api/tenant/auth/session">;
export type Profile = Reply<"get /api/tenant/profile">;
export type Member = Item<"/api/tenant/members">;
export type MailChoice = Item<"/api/tenant/notifications">;
export type Role = Member["role"];
export type Device = Item<"/api/tenant/devices">;
export type UsageMonth = Reply<"get /api/tenant/usage">["history"][number];

export type Project = Reply<"get /api/tenant/projects/{id}">;
export type Run = Reply<"get /api/tenant/runs/{id}">;
/** A run as lists have it. */
export type RunBrief = Item<"/api/tenant/projects/{id}/runs">;
export type RunStatus = Run["status"];
export type Requirement = Run["requirements"][number];
export type Task = Run["tasks"][number];
export type Picture = Run["pictures"][number];
export type Check = Run["checks"][number];
export type Download = Reply<"get /api/tenant/projects/{id}/download">;

export type ClientProject = Reply<"get /api/public/projects/{id}">;
export type Comment = Item<"/api/public/projects/{id}/comments">;

export type BillingState = Reply<"get /api/tenant/billing">;
export type BillingPlans = Reply<"get /api/tenant/billing/plans">;
export type Invoice = Item<"/api/tenant/billing/invoices">;
export type OfferedPlan = BillingPlans["items"][number];

export type AdminSession = Reply<"get /api/admin/auth/session">;
export type Dashboard = Reply<"get /api/admin/dashboard">;
export type Admin = Item<"/api/admin/admins">;
export type Passkey = Reply<"get /api/admin/auth/passkeys">["items"][number];
export type Tenant = Item<"/api/admin/tenants">;
export type TenantDetail = Reply<"get /api/admin/tenants/{id}">;
export type SlugCheck = Reply<"get /api/admin/tenants/slug-check">;
export type Override = Item<"/api/admin/tenants/{id}/overrides">;
export type DeletionImpact = Reply<"get /api/admin/tenants/{id}/deletion-impact">;
export type ActivationCode = Item<"/api/tenant/activation-codes"> | Item<"/api/admin/codes">;
export type ProjectOfTenant = Item<"/api/admin/projects">;
export type DeviceOfTenant = Item<"/api/admin/devices">;
export type RunOfTenant = Item<"/api/admin/runs">;
export type RunDetailOfTenant = Reply<"get /api/admin/runs/{id}">;
export type ManagedPlan = Item<"/api/admin/plans">;
export type AuditEntry = Item<"/api/admin/audit">;
export type WebhookEvent = Item<"/api/admin/webhook-events">;
export type Analytics = Reply<"get /api/admin/analytics">;
/** A figure against the time before it. */
export type Change = Analytics["totals"]["successRate"];

export type LlmLevel = Reply<"get /api/llm/system">;
export type LlmValues = LlmLevel["values"];
export type LlmOverride = Item<"/api/llm/projects">;
export type LlmStats = Reply<"get /api/llm/stats">;
export type LlmSaved = Item<"/api/llm/history">;
export type LlmProvider = Item<"/api/llm/providers">;
export type ProviderCheck = Reply<"post /api/llm/providers/{provider}/check">;
export type LlmCall = Item<"/api/llm/logs">;
export type LlmAlert = Item<"/api/llm/alerts">;
