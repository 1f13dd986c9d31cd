/** What the API answers to a tenant's members about their workspace, as far as pages read it. */

type Quota = { used: number; limit: number | null };
type Quotas = { runs: Quota; codes: Quota; concurrentRuns: Quota; devices: Quota };

export type OwnProfile = {
  id: string;
  slug: string;
  name: string;
  email: string;
  phone: string | null;
  logoUrl: string | null;
  primaryColor: string | null;
  domain: string | null;
  namesPlatform: boolean;
  plan: { name: string };
  subscription: { status: string; trialEndsAt: string | null };
  quotas: Quotas;
};

export type Role = "owner" | "builder" | "billing" | "viewer";

export type Member = {
  id: string;
  email: string;
  name: string | null;
  role: Role;
  status: "invited" | "active";
  isSelf: boolean;
  joinedAt: string | null;
  lastSeenAt: string | null;
  createdAt: string;
};

export type OpenSession = {
  id: string;
  isCurrent: boolean;
  agent: string | null;
  createdAt: string;
  seenAt: string;
  expiresAt: string;
};

export type Notifications = { items: { kind: string; isOn: boolean }[] };

export type Device = {
  id: string;
  label: string | null;
  status: "active" | "expired" | "revoked";
  code: { id: string; last5: string; label: string | null };
  createdAt: string;
  seenAt: string;
  revokedReason: string | null;
};

export type UsageMonth = {
  month: string;
  runs: number;
  codes: number;
  completed: number;
  failed: number;
  costMicros: number;
};

export type UsageReport = {
  month: string;
  resetsAt: string;
  plan: { name: string };
  quotas: Quotas;
  costMicros: number;
  /** Newest first. */
  history: UsageMonth[];
};
