/** What the API answers, as far as pages read it. */

export type Page<T> = {
  items: T[];
  total: number;
  isTotalCapped?: boolean;
  page: number;
  pageSize: number;
  totalPages: number;
};
export type Feed<T> = { items: T[]; next: string | null };

type ProjectState = "pending" | "running" | "paused" | "completed" | "failed";
export type RunStatus = "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
type TaskStatus = "waiting" | "running" | "done" | "failed" | "skipped" | "nothing_to_do";
type RequirementStatus = "open" | "verified" | "gap";
type CheckStatus = "passed" | "failed" | "skipped";
type CodeStatus = "active" | "used" | "expired" | "revoked";
type SubscriptionStatus = string;

export type Session = {
  tenant: { id: string; slug: string; name: string };
  member: { id: string; email: string; role: string };
  expiresAt: string;
};

export type AdminSession = {
  admin: { id: string; email: string };
  expiresAt: string;
  /** What must still be shown before the session is worth anything. */
  needs?: "passkey" | "enrolment";
};

type Quota = { used: number; limit: number | null };

export type Profile = {
  name: string;
  slug: string;
  logoUrl?: string | null;
  primaryColor?: string | null;
  plan?: { name: string } | null;
  subscription?: { status: SubscriptionStatus; trialEndsAt?: string | null } | null;
  quotas?: { runs?: Quota; codes?: Quota } | null;
};

export type Requirement = {
  id: string;
  text: string;
  status: RequirementStatus;
  kind?: string;
  priority?: string;
  reason?: string | null;
};
export type Task = {
  id: string;
  agent: string;
  title: string;
  status: TaskStatus;
  summary?: string | null;
  dependsOn?: string[];
};
export type Check = {
  check: string;
  name: string;
  status: CheckStatus;
  requirementIds: string[];
  summary: string;
  durationMs?: number;
};

export type Run = {
  id: string;
  projectId: string;
  number: number;
  status: RunStatus;
  phase?: string | null;
  /** From 1, among the tenant's own that wait. */
  queuePosition?: number | null;
  /** Why it does not work just now. */
  waitingFor?: string | null;
  progress: number;
  etaSeconds?: number | null;
  attempt?: number;
  createdAt: string;
  startedAt?: string | null;
  endedAt?: string | null;
  error?: { code: string; message: string } | null;
  requirements?: Requirement[];
  tasks?: Task[];
  checks?: Check[];
  costMicros?: number;
  artifact?: { bytes: number; sha256: string } | null;
};

export type Project = {
  id: string;
  name: string;
  clientName?: string | null;
  description: string;
  objectives: string;
  state: ProjectState;
  activationCode?: { id: string; last5: string; label?: string | null } | null;
  latestRun?: Run | null;
  createdAt: string;
  updatedAt?: string;
};

export type ActivationCode = {
  id: string;
  last5: string;
  label?: string | null;
  status: CodeStatus;
  uses: number;
  maxUses: number;
  maxDevices?: number | null;
  scopes?: string[];
  source?: string;
  expiresAt?: string | null;
  revokedAt?: string | null;
  createdAt: string;
  tenant?: { id: string; name: string };
};

export type NewCodes = { codes: { id: string; code: string }[] };

export type LogLine = { id: string; at: string; type?: string; level?: "info" | "warn" | "error"; text: string };

export type Download = { url: string; expiresAt: string; bytes: number; sha256: string };

export type Brand = { name: string; logoUrl?: string | null; primaryColor?: string | null };

export type ClientProject = {
  id: string;
  name: string;
  clientName: string | null;
  description: string;
  state: ProjectState;
  stage: "waiting" | "understanding" | "building" | "checking" | "proving" | "ready" | "paused" | "stopped";
  sentence: string;
  tenant: Brand;
  scopes: string[];
  run: {
    progress: number;
    etaSeconds: number | null;
    startedAt: string | null;
    endedAt: string | null;
    requirements: Requirement[];
    checks: { passed: number; failed: number; items: { text: string; status: CheckStatus }[] };
  } | null;
  artifact: { bytes: number; sha256: string } | null;
};

export type Comment = {
  id: string;
  author: { type: "client" | "tenant"; name: string; isSelf: boolean };
  text: string;
  createdAt: string;
};

export type Tenant = {
  id: string;
  slug: string;
  name: string;
  ownerEmail?: string | null;
  status: string;
  plan?: { id: string; name: string } | null;
  usage?: { runs?: Quota; codes?: Quota } | null;
  projects?: number;
  createdAt: string;
};

export type Plan = { id: string; name: string; monthlyCents?: number };

export type SlugCheck = { slug: string; available: boolean; suggestions?: string[]; reason?: string };

type Figure = { total: number; change?: number | null };
export type Dashboard = {
  tenants: Figure;
  projects: Figure;
  codes: Figure;
  devices: Figure;
  successRate: { total: number | null; change?: number | null };
};
export type Activity = {
  id: string;
  at: string;
  type: string;
  text?: string;
  tenant?: { id: string; name: string } | null;
};

type PlanLimits = {
  runsPerMonth: number | null;
  codesPerMonth: number | null;
  concurrentRuns: number | null;
  maxDevices: number | null;
};
type PricedPlan = PlanLimits & { id: string; name: string; monthlyCents: number; yearlyCents: number };
export type OfferedPlan = PricedPlan & { isCurrent: boolean };

export type BillingState = {
  plan: PricedPlan;
  interval: "month" | "year";
  status: SubscriptionStatus;
  access: "full" | "trial" | "grace" | "none";
  trialEndsAt: string | null;
  currentPeriodEndsAt: string | null;
  cancelsAt: string | null;
  usage: { runs: Quota; codes: Quota; concurrentRuns: Quota; devices: Quota };
};

export type BillingPlans = { items: OfferedPlan[]; codePacks: { quantity: number; cents: number }[] };

export type Invoice = {
  id: string;
  number: string | null;
  status: string;
  dueCents: number;
  currency: string;
  createdAt: string;
  url: string | null;
};
