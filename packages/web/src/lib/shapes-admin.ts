/** What the API answers to the platform's admins, as far as pages read it. */
import type { Run } from "./shapes.ts";

type Named = { id: string; name: string };
type Quota = { used: number; limit: number | null };

export const limitNames = {
  runsPerMonth: "Runs a month",
  codesPerMonth: "Codes a month",
  concurrentRuns: "Runs at a time",
  maxDevices: "Devices",
} as const;
export type LimitName = keyof typeof limitNames;

export type Override = {
  id: string;
  limit: LimitName;
  value: number | null;
  reason: string;
  expiresAt: string | null;
  endedAt: string | null;
  createdAt: string;
  inForce: boolean;
};

export type TenantDetail = {
  id: string;
  slug: string;
  name: string;
  status: string;
  plan: Named;
  email: string;
  phone: string | null;
  logoUrl: string | null;
  primaryColor: string | null;
  domain: string | null;
  namesPlatform: boolean;
  suspendedAt: string | null;
  suspendedReason: string | null;
  owner: { id: string; email: string; name: string | null } | null;
  subscription: {
    status: string;
    access: string;
    trialEndsAt: string | null;
    currentPeriodEndsAt: string | null;
    cancelsAtPeriodEnd: boolean;
  };
  usage: { runs: Quota; codes: Quota; concurrentRuns: Quota; devices: Quota };
  counts: { members: number; projects: number; archivedProjects: number; runs: number; codes: number; devices: number };
  createdAt: string;
};

export type Explanation = {
  canRun: boolean;
  goesOn: boolean;
  gates: { gate: string; ok: boolean; blocksRun: boolean; reason: string; remedy: string | null }[];
};

export type DeletionImpact = {
  members: number;
  projects: number;
  runs: number;
  openRuns: number;
  codes: number;
  devices: number;
  comments: number;
  sessions: number;
  files: number;
  bytes: number;
  hasMoreFiles: boolean;
};

export type ProjectOfTenant = {
  id: string;
  name: string;
  clientName: string | null;
  state: string;
  tenant: Named;
  latestRun: Run | null;
  createdAt: string;
  archivedAt: string | null;
};

export type DeviceOfTenant = {
  id: string;
  label: string | null;
  status: string;
  code: { id: string; last5: string; label: string | null };
  tenant: Named;
  createdAt: string;
  seenAt: string;
};

export type RunOfTenant = Run & { project: Named; tenant: Named };

export type ManagedPlan = {
  id: string;
  name: string;
  monthlyCents: number;
  yearlyCents: number;
  runsPerMonth: number | null;
  codesPerMonth: number | null;
  concurrentRuns: number | null;
  maxDevices: number | null;
  pastDueGraceDays: number;
  retiredAt: string | null;
  tenants: number;
};

export type AuditEntry = {
  id: string;
  at: string;
  type: string;
  text: string;
  actor: { type: string; id: string | null; name: string | null; email: string | null };
  tenant: { id: string; name: string | null } | null;
  requestId: string | null;
};

export type ChainVerdict = { ok: boolean; brokenAt: number | null; entries: number };

export type WebhookEvent = {
  id: string;
  provider: string;
  type: string;
  status: string;
  receivedAt: string;
  handledAt: string | null;
  failure: string | null;
  replays: number;
  replayedAt: string | null;
};

export type Change = { value: number | null; previous: number | null; change: number | null };
type Outcomes = { completed: number; failed: number; cancelled: number };
type Spent = { calls: number; failed: number; inputTokens: number; outputTokens: number; costMicros: number };
type TenantUsage = Outcomes & { runs: number; codes: number; devices: number; costMicros: number };

export type Analytics = {
  totals: Record<
    | "codesGenerated"
    | "codesAssigned"
    | "devicesActivated"
    | "clientSignIns"
    | "runs"
    | "completed"
    | "failed"
    | "cancelled"
    | "successRate"
    | "costMicros",
    Change
  >;
  activation: {
    at: string;
    codesGenerated: number;
    codesAssigned: number;
    devicesActivated: number;
    clientSignIns: number;
  }[];
  runs: (Outcomes & { at: string; started: number; successRate: number | null })[];
  durations: { p50Seconds: Change; p95Seconds: Change; averageSeconds: Change };
  tenants: { items: (TenantUsage & { tenant: Named })[]; rest: TenantUsage & { tenants: number } };
  cost: { byModel: (Spent & { provider: string; model: string })[]; byAgent: (Spent & { agent: string })[] };
  subscriptions: { plan: Named; status: string; interval: "month" | "year"; tenants: number; mrrCents: number }[];
  mrrCents: number;
};

export type LlmValues = Partial<{
  provider: string;
  model: string;
  fallback: { provider: string; model: string }[];
  temperature: number;
  maxTokens: number;
  monthlyBudgetMicros: number;
  dailyBudgetMicros: number;
  projectBudgetMicros: number;
  runBudgetMicros: number;
  enabled: boolean;
  prompt: string;
}>;
type Author = { id: string; email: string | null };
type LlmVersionHead = {
  level: string;
  project: Named | null;
  agent: string | null;
  version: number;
  reason: string | null;
  author: Author | null;
  createdAt: string | null;
};
export type LlmLevel = LlmVersionHead & { id: string | null; values: LlmValues };
type LlmChange = { name: string; old: unknown; new: unknown };
export type LlmSaved = LlmVersionHead & {
  id: string;
  changes: LlmChange[];
  prompt: { addedLines: number; removedLines: number };
};
type Side = { version: number };
export type LlmDiff = {
  from: Side;
  to: Side;
  values: LlmChange[];
  prompt: { kind: "same" | "added" | "removed"; text: string }[];
};
export type LlmEffective = {
  values: Record<string, { value: unknown; level: string; version: number }>;
  prompt: { text: string; parts: { level: string; version: number; text: string }[] };
};
export type LlmProvider = { provider: string; name: string; isConfigured: boolean; isUsable: boolean };
export type ProviderCheck = { outcome: string; message: string; latencyMs: number };
export type LlmCall = {
  id: string;
  at: string;
  tenant: Named;
  project: Named;
  agent: string;
  provider: string;
  model: string;
  inputTokens: number;
  outputTokens: number;
  costMicros: number | null;
  latencyMs: number;
  cache: string;
  status: string;
  errorCode: string | null;
};
export type LlmTotals = {
  calls: number;
  failed: number;
  inputTokens: number;
  outputTokens: number;
  costMicros: number;
  savedMicros: number;
  unpriced: number;
  averageLatencyMs: number | null;
};
export type LlmAlert = {
  id: string;
  kind: string;
  subject: string;
  subjectName: string | null;
  period: string;
  message: string;
  status: "open" | "resolved";
  createdAt: string;
  resolvedAt: string | null;
  resolvedBy: Author | null;
};
export type Blueprint = {
  id: string;
  name: string;
  version: string;
  description: string;
  delivers: string[];
  enabled: boolean;
  disabledAt: string | null;
  disabledBy: Author | null;
};
