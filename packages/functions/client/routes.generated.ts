// Made by packages/functions/generate.ts from the description of the API.

/** Every refusal. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  errors?: { path: string; message: string }[];
};

/** What each route finds in its path, what else it takes (of a GET the query, of others the body), and what it answers. */
export type Routes = {
  /** This API as OpenAPI 3.1 */
  "get /api/openapi.json": {
    path: object;
    input: object;
    reply: { openapi: string; [name: string]: unknown };
  };
  /** This API, to read */
  "get /api/docs": {
    path: object;
    input: object;
    reply: string;
  };
  /** Whether it works */
  "get /api/health": {
    path: object;
    input: object;
    reply: { status: "ok" };
  };
  /** Ask for a trial; a code comes by mail */
  "post /api/tenant/signup": {
    path: object;
    input: { companyName: string; email: string; slug?: string };
    reply: { expiresInSeconds: number };
  };
  /** Ask for a one-time code */
  "post /api/tenant/auth/otp": {
    path: object;
    input: { email: string; tenantSlug?: string };
    reply: { expiresInSeconds: number };
  };
  /** Sign in with a one-time code */
  "post /api/tenant/auth/session": {
    path: object;
    input: { email: string; code: string; tenantSlug?: string };
    reply: {
      tenant: { id: string; slug: string; name: string };
      member: { id: string; email: string; role: "owner" | "builder" | "billing" | "viewer" };
      subscription: { status: string; access: "full" | "trial" | "grace" | "none" };
      expiresAt: string;
    };
  };
  /** The session */
  "get /api/tenant/auth/session": {
    path: object;
    input: object;
    reply: {
      tenant: { id: string; slug: string; name: string };
      member: { id: string; email: string; role: "owner" | "builder" | "billing" | "viewer" };
      subscription: { status: string; access: "full" | "trial" | "grace" | "none" };
      expiresAt: string;
    };
  };
  /** Sign out */
  "delete /api/tenant/auth/session": {
    path: object;
    input: object;
    reply: void;
  };
  /** Where you are signed in */
  "get /api/tenant/auth/sessions": {
    path: object;
    input: object;
    reply: {
      items: { id: string; isCurrent: boolean; agent: string | null; createdAt: string; seenAt: string; expiresAt: string }[];
    };
  };
  /** Sign out everywhere else */
  "delete /api/tenant/auth/sessions": {
    path: object;
    input: object;
    reply: { ended: number };
  };
  /** End one of your sessions; an owner also those of other members */
  "delete /api/tenant/auth/sessions/{id}": {
    path: { id: string };
    input: object;
    reply: void;
  };
  /** Plan, status and period */
  "get /api/tenant/billing": {
    path: object;
    input: object;
    reply: {
      plan: {
        id: string;
        name: string;
        monthlyCents: number;
        yearlyCents: number;
        runsPerMonth: number | null;
        codesPerMonth: number | null;
        concurrentRuns: number | null;
        maxDevices: number | null;
      };
      interval: "month" | "year";
      status: string;
      access: "full" | "trial" | "grace" | "none";
      trialEndsAt: string | null;
      currentPeriodEndsAt: string | null;
      cancelsAtPeriodEnd: boolean;
      cancelsAt: string | null;
      pendingPlan: {
        plan: {
          id: string;
          name: string;
          monthlyCents: number;
          yearlyCents: number;
          runsPerMonth: number | null;
          codesPerMonth: number | null;
          concurrentRuns: number | null;
          maxDevices: number | null;
        };
        interval: "month" | "year";
        startsAt: string;
      } | null;
      pastDueSince: string | null;
      graceEndsAt: string | null;
      usage: {
        runs: { used: number; limit: number | null };
        codes: { used: number; limit: number | null };
        concurrentRuns: { used: number; limit: number | null };
        devices: { used: number; limit: number | null };
      };
    };
  };
  /** What can be bought */
  "get /api/tenant/billing/plans": {
    path: object;
    input: object;
    reply: {
      items: {
        id: string;
        name: string;
        monthlyCents: number;
        yearlyCents: number;
        runsPerMonth: number | null;
        codesPerMonth: number | null;
        concurrentRuns: number | null;
        maxDevices: number | null;
        isCurrent: boolean;
      }[];
      codePacks: { quantity: 1 | 5 | 10 | 20 | 50; cents: number }[];
    };
  };
  /** The newest invoices */
  "get /api/tenant/billing/invoices": {
    path: object;
    input: object;
    reply: {
      items: {
        id: string;
        number: string | null;
        status: string;
        dueCents: number;
        paidCents: number;
        currency: string;
        createdAt: string;
        paidAt: string | null;
        url: string | null;
        pdfUrl: string | null;
      }[];
    };
  };
  /** Choose a plan: leads to the payment page, or changes the plan that is paid already */
  "post /api/tenant/billing/upgrade": {
    path: object;
    input: { planId: string; interval?: "month" | "year" };
    reply: { url: string };
  };
  /** Keep the present plan although another was chosen for the next period */
  "post /api/tenant/billing/keep-plan": {
    path: object;
    input: object;
    reply: { url: string };
  };
  /** Buy a pack of activation codes; they come by mail when it is paid */
  "post /api/tenant/billing/purchase-codes": {
    path: object;
    input: { quantity: 1 | 5 | 10 | 20 | 50 };
    reply: { url: string };
  };
  /** Stripe's own pages: cards, invoices, leaving */
  "post /api/tenant/billing/portal": {
    path: object;
    input: object;
    reply: { url: string };
  };
  /** Open a project with its activation code */
  "post /api/public/activate-project": {
    path: object;
    input: { code: string };
    reply: {
      project: {
        id: string;
        name: string;
        clientName: string | null;
        description: string;
        state: "pending" | "running" | "paused" | "completed" | "failed";
        stage: "waiting" | "understanding" | "building" | "checking" | "proving" | "ready" | "paused" | "stopped";
        sentence: string;
        tenant: { name: string; logoUrl: string | null; primaryColor: string | null; namesPlatform: boolean };
        scopes: ("watch" | "comment" | "download")[];
        run: {
          progress: number;
          etaSeconds: number | null;
          startedAt: string | null;
          endedAt: string | null;
          requirements: { id: string; text: string; status: "open" | "verified" | "gap" }[];
          checks: { passed: number; failed: number; items: { text: string; status: "passed" | "failed" | "skipped" }[] };
        } | null;
        artifact: { bytes: number; sha256: string } | null;
        pictures: {
          name: "start-wide" | "start-narrow" | "list-wide" | "list-narrow" | "detail-wide" | "detail-narrow" | "form-wide" | "form-narrow";
          page: "start" | "list" | "detail" | "form";
          screen: "wide" | "narrow";
          path: string;
          heading: string;
          width: number;
          height: number;
        }[];
      };
    };
  };
  /** How a tenant looks, by slug or domain */
  "get /api/public/branding": {
    path: object;
    input: { slug?: string; domain?: string };
    reply: { name: string; slug: string; logoUrl: string | null; primaryColor: string | null; namesPlatform: boolean };
  };
  /** The tenant, its plan and its quotas */
  "get /api/tenant/profile": {
    path: object;
    input: object;
    reply: {
      id: string;
      slug: string;
      name: string;
      email: string;
      phone: string | null;
      logoUrl: string | null;
      primaryColor: string | null;
      domain: string | null;
      namesPlatform: boolean;
      suspendedReason: string | null;
      plan: { id: string; name: string };
      subscription: { status: string; access: string; trialEndsAt: string | null };
      quotas: {
        runs: { used: number; limit: number | null };
        codes: { used: number; limit: number | null };
        concurrentRuns: { used: number; limit: number | null };
        devices: { used: number; limit: number | null };
      };
    };
  };
  /** Change the profile */
  "put /api/tenant/profile": {
    path: object;
    input: {
      name?: string;
      email?: string;
      phone?: "" | null | string;
      logoUrl?: "" | null | string;
      primaryColor?: "" | null | string;
      domain?: "" | null | string;
      namesPlatform?: boolean;
    };
    reply: {
      id: string;
      slug: string;
      name: string;
      email: string;
      phone: string | null;
      logoUrl: string | null;
      primaryColor: string | null;
      domain: string | null;
      namesPlatform: boolean;
      suspendedReason: string | null;
      plan: { id: string; name: string };
      subscription: { status: string; access: string; trialEndsAt: string | null };
      quotas: {
        runs: { used: number; limit: number | null };
        codes: { used: number; limit: number | null };
        concurrentRuns: { used: number; limit: number | null };
        devices: { used: number; limit: number | null };
      };
    };
  };
  /** List projects */
  "get /api/tenant/projects": {
    path: object;
    input: {
      page?: number;
      pageSize?: number;
      search?: string;
      state?: "pending" | "running" | "paused" | "completed" | "failed";
      sort?: "createdAt:asc" | "createdAt:desc" | "updatedAt:asc" | "updatedAt:desc" | "name:asc" | "name:desc";
      archived?: "true" | "false";
    };
    reply: {
      items: {
        id: string;
        name: string;
        clientName: string | null;
        description: string;
        objectives: string;
        state: "pending" | "running" | "paused" | "completed" | "failed";
        activationCode: { id: string; last5: string; label: string | null } | null;
        latestRun: {
          id: string;
          projectId: string;
          number: number;
          status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
          desired: "run" | "pause" | "cancel";
          phase: string | null;
          progress: number;
          etaSeconds: number | null;
          attempt: number;
          createdAt: string;
          startedAt: string | null;
          endedAt: string | null;
          error: { code: string; message: string } | null;
          artifact: { bytes: number; sha256: string } | null;
          delivered: { verified: number; gaps: number } | null;
          costMicros: number;
        } | null;
        createdAt: string;
        updatedAt: string;
        archivedAt: string | null;
      }[];
      total: number;
      isTotalCapped: boolean;
      page: number;
      pageSize: number;
      totalPages: number;
    };
  };
  /** Describe a project */
  "post /api/tenant/projects": {
    path: object;
    input: { name: string; clientName?: null | string; description: string; objectives: string };
    reply: {
      id: string;
      name: string;
      clientName: string | null;
      description: string;
      objectives: string;
      state: "pending" | "running" | "paused" | "completed" | "failed";
      activationCode: { id: string; last5: string; label: string | null } | null;
      latestRun: {
        id: string;
        projectId: string;
        number: number;
        status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
        desired: "run" | "pause" | "cancel";
        phase: string | null;
        progress: number;
        etaSeconds: number | null;
        attempt: number;
        createdAt: string;
        startedAt: string | null;
        endedAt: string | null;
        error: { code: string; message: string } | null;
        artifact: { bytes: number; sha256: string } | null;
        delivered: { verified: number; gaps: number } | null;
        costMicros: number;
      } | null;
      createdAt: string;
      updatedAt: string;
      archivedAt: string | null;
    };
  };
  /** Projects that have run */
  "get /api/tenant/projects/status": {
    path: object;
    input: {
      page?: number;
      pageSize?: number;
      search?: string;
      state?: "pending" | "running" | "paused" | "completed" | "failed";
      sort?: "createdAt:asc" | "createdAt:desc" | "updatedAt:asc" | "updatedAt:desc" | "name:asc" | "name:desc";
    };
    reply: {
      items: {
        id: string;
        name: string;
        clientName: string | null;
        description: string;
        objectives: string;
        state: "pending" | "running" | "paused" | "completed" | "failed";
        activationCode: { id: string; last5: string; label: string | null } | null;
        latestRun: {
          id: string;
          projectId: string;
          number: number;
          status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
          desired: "run" | "pause" | "cancel";
          phase: string | null;
          progress: number;
          etaSeconds: number | null;
          attempt: number;
          createdAt: string;
          startedAt: string | null;
          endedAt: string | null;
          error: { code: string; message: string } | null;
          artifact: { bytes: number; sha256: string } | null;
          delivered: { verified: number; gaps: number } | null;
          costMicros: number;
        } | null;
        createdAt: string;
        updatedAt: string;
        archivedAt: string | null;
        work: {
          agents: { agent: string; status: "waiting" | "running" | "done" | "failed" | "skipped" | "nothing_to_do" }[];
          current: { id: string; agent: string; title: string; startedAt: string | null }[];
          tasks: {
            total: number;
            waiting: number;
            running: number;
            done: number;
            failed: number;
            skipped: number;
            nothingToDo: number;
          };
          requirements: { total: number; open: number; verified: number; gap: number };
          checks: { total: number; passed: number; failed: number; skipped: number };
        } | null;
      }[];
      total: number;
      isTotalCapped: boolean;
      page: number;
      pageSize: number;
      totalPages: number;
    };
  };
  /** Read a project */
  "get /api/tenant/projects/{id}": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      name: string;
      clientName: string | null;
      description: string;
      objectives: string;
      state: "pending" | "running" | "paused" | "completed" | "failed";
      activationCode: { id: string; last5: string; label: string | null } | null;
      latestRun: {
        id: string;
        projectId: string;
        number: number;
        status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
        desired: "run" | "pause" | "cancel";
        phase: string | null;
        progress: number;
        etaSeconds: number | null;
        attempt: number;
        createdAt: string;
        startedAt: string | null;
        endedAt: string | null;
        error: { code: string; message: string } | null;
        artifact: { bytes: number; sha256: string } | null;
        delivered: { verified: number; gaps: number } | null;
        costMicros: number;
      } | null;
      createdAt: string;
      updatedAt: string;
      archivedAt: string | null;
    };
  };
  /** Change a project */
  "put /api/tenant/projects/{id}": {
    path: { id: string };
    input: { name?: string; clientName?: null | string; description?: string; objectives?: string };
    reply: {
      id: string;
      name: string;
      clientName: string | null;
      description: string;
      objectives: string;
      state: "pending" | "running" | "paused" | "completed" | "failed";
      activationCode: { id: string; last5: string; label: string | null } | null;
      latestRun: {
        id: string;
        projectId: string;
        number: number;
        status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
        desired: "run" | "pause" | "cancel";
        phase: string | null;
        progress: number;
        etaSeconds: number | null;
        attempt: number;
        createdAt: string;
        startedAt: string | null;
        endedAt: string | null;
        error: { code: string; message: string } | null;
        artifact: { bytes: number; sha256: string } | null;
        delivered: { verified: number; gaps: number } | null;
        costMicros: number;
      } | null;
      createdAt: string;
      updatedAt: string;
      archivedAt: string | null;
    };
  };
  /** Archive a project */
  "delete /api/tenant/projects/{id}": {
    path: { id: string };
    input: object;
    reply: void;
  };
  /** Take a project out of the archive */
  "post /api/tenant/projects/{id}/restore": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      name: string;
      clientName: string | null;
      description: string;
      objectives: string;
      state: "pending" | "running" | "paused" | "completed" | "failed";
      activationCode: { id: string; last5: string; label: string | null } | null;
      latestRun: {
        id: string;
        projectId: string;
        number: number;
        status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
        desired: "run" | "pause" | "cancel";
        phase: string | null;
        progress: number;
        etaSeconds: number | null;
        attempt: number;
        createdAt: string;
        startedAt: string | null;
        endedAt: string | null;
        error: { code: string; message: string } | null;
        artifact: { bytes: number; sha256: string } | null;
        delivered: { verified: number; gaps: number } | null;
        costMicros: number;
      } | null;
      createdAt: string;
      updatedAt: string;
      archivedAt: string | null;
    };
  };
  /** Give a project its activation code, for good */
  "post /api/tenant/projects/{id}/assign-activation-code": {
    path: { id: string };
    input: { code?: string; codeId?: string };
    reply: {
      id: string;
      name: string;
      clientName: string | null;
      description: string;
      objectives: string;
      state: "pending" | "running" | "paused" | "completed" | "failed";
      activationCode: { id: string; last5: string; label: string | null } | null;
      latestRun: {
        id: string;
        projectId: string;
        number: number;
        status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
        desired: "run" | "pause" | "cancel";
        phase: string | null;
        progress: number;
        etaSeconds: number | null;
        attempt: number;
        createdAt: string;
        startedAt: string | null;
        endedAt: string | null;
        error: { code: string; message: string } | null;
        artifact: { bytes: number; sha256: string } | null;
        delivered: { verified: number; gaps: number } | null;
        costMicros: number;
      } | null;
      createdAt: string;
      updatedAt: string;
      archivedAt: string | null;
    };
  };
  /** Run a project */
  "post /api/tenant/projects/{id}/run": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      projectId: string;
      number: number;
      status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
      desired: "run" | "pause" | "cancel";
      phase: string | null;
      progress: number;
      etaSeconds: number | null;
      attempt: number;
      createdAt: string;
      startedAt: string | null;
      endedAt: string | null;
      error: { code: string; message: string } | null;
      artifact: { bytes: number; sha256: string } | null;
      delivered: { verified: number; gaps: number } | null;
      costMicros: number;
      queuePosition: number | null;
      waitingFor: string | null;
      requirements: {
        id: string;
        text: string;
        kind: string;
        priority: "must" | "should" | "could";
        status: "open" | "verified" | "gap";
        reason: string | null;
      }[];
      tasks: {
        id: string;
        agent: string;
        title: string;
        status: "waiting" | "running" | "done" | "failed" | "skipped" | "nothing_to_do";
        summary: string | null;
        dependsOn: string[];
        startedAt: string | null;
        endedAt: string | null;
      }[];
      checks: {
        check: string;
        name: string;
        status: "passed" | "failed" | "skipped";
        requirementIds: string[];
        summary: string;
        durationMs: number;
      }[];
      pictures: {
        name: "start-wide" | "start-narrow" | "list-wide" | "list-narrow" | "detail-wide" | "detail-narrow" | "form-wide" | "form-narrow";
        page: "start" | "list" | "detail" | "form";
        screen: "wide" | "narrow";
        path: string;
        heading: string;
        width: number;
        height: number;
      }[];
    };
  };
  /** The runs of a project */
  "get /api/tenant/projects/{id}/runs": {
    path: { id: string };
    input: object;
    reply: {
      items: {
        id: string;
        projectId: string;
        number: number;
        status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
        desired: "run" | "pause" | "cancel";
        phase: string | null;
        progress: number;
        etaSeconds: number | null;
        attempt: number;
        createdAt: string;
        startedAt: string | null;
        endedAt: string | null;
        error: { code: string; message: string } | null;
        artifact: { bytes: number; sha256: string } | null;
        delivered: { verified: number; gaps: number } | null;
        costMicros: number;
      }[];
    };
  };
  /** The newest archive: a redirect, or its address as JSON */
  "get /api/tenant/projects/{id}/download": {
    path: { id: string };
    input: object;
    reply: { url: string; expiresAt: string; bytes: number; sha256: string };
  };
  /** Read a run */
  "get /api/tenant/runs/{id}": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      projectId: string;
      number: number;
      status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
      desired: "run" | "pause" | "cancel";
      phase: string | null;
      progress: number;
      etaSeconds: number | null;
      attempt: number;
      createdAt: string;
      startedAt: string | null;
      endedAt: string | null;
      error: { code: string; message: string } | null;
      artifact: { bytes: number; sha256: string } | null;
      delivered: { verified: number; gaps: number } | null;
      costMicros: number;
      queuePosition: number | null;
      waitingFor: string | null;
      requirements: {
        id: string;
        text: string;
        kind: string;
        priority: "must" | "should" | "could";
        status: "open" | "verified" | "gap";
        reason: string | null;
      }[];
      tasks: {
        id: string;
        agent: string;
        title: string;
        status: "waiting" | "running" | "done" | "failed" | "skipped" | "nothing_to_do";
        summary: string | null;
        dependsOn: string[];
        startedAt: string | null;
        endedAt: string | null;
      }[];
      checks: {
        check: string;
        name: string;
        status: "passed" | "failed" | "skipped";
        requirementIds: string[];
        summary: string;
        durationMs: number;
      }[];
      pictures: {
        name: "start-wide" | "start-narrow" | "list-wide" | "list-narrow" | "detail-wide" | "detail-narrow" | "form-wide" | "form-narrow";
        page: "start" | "list" | "detail" | "form";
        screen: "wide" | "narrow";
        path: string;
        heading: string;
        width: number;
        height: number;
      }[];
    };
  };
  /** A picture of what was delivered: start-wide, list-narrow */
  "get /api/tenant/runs/{id}/pictures/{name}": {
    path: {
      id: string;
      name: "start-wide" | "start-narrow" | "list-wide" | "list-narrow" | "detail-wide" | "detail-narrow" | "form-wide" | "form-narrow";
    };
    input: object;
    reply: string;
  };
  /** The log of a run */
  "get /api/tenant/runs/{id}/events": {
    path: { id: string };
    input: { after?: string; limit?: number };
    reply: {
      items: {
        id: string;
        at: string;
        type: string;
        level: "info" | "warn" | "error";
        text: string;
        about: {
          kind: "task";
          id: string;
          agent: string;
          status: "waiting" | "running" | "done" | "failed" | "skipped" | "nothing_to_do";
        } | { kind: "check"; check: string; name: string; status: "passed" | "failed" | "skipped" } | { kind: "file"; path: string; bytes: number } | null;
      }[];
      next: string | null;
    };
  };
  /** Pause a run at its next step */
  "post /api/tenant/runs/{id}/pause": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      projectId: string;
      number: number;
      status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
      desired: "run" | "pause" | "cancel";
      phase: string | null;
      progress: number;
      etaSeconds: number | null;
      attempt: number;
      createdAt: string;
      startedAt: string | null;
      endedAt: string | null;
      error: { code: string; message: string } | null;
      artifact: { bytes: number; sha256: string } | null;
      delivered: { verified: number; gaps: number } | null;
      costMicros: number;
      queuePosition: number | null;
      waitingFor: string | null;
      requirements: {
        id: string;
        text: string;
        kind: string;
        priority: "must" | "should" | "could";
        status: "open" | "verified" | "gap";
        reason: string | null;
      }[];
      tasks: {
        id: string;
        agent: string;
        title: string;
        status: "waiting" | "running" | "done" | "failed" | "skipped" | "nothing_to_do";
        summary: string | null;
        dependsOn: string[];
        startedAt: string | null;
        endedAt: string | null;
      }[];
      checks: {
        check: string;
        name: string;
        status: "passed" | "failed" | "skipped";
        requirementIds: string[];
        summary: string;
        durationMs: number;
      }[];
      pictures: {
        name: "start-wide" | "start-narrow" | "list-wide" | "list-narrow" | "detail-wide" | "detail-narrow" | "form-wide" | "form-narrow";
        page: "start" | "list" | "detail" | "form";
        screen: "wide" | "narrow";
        path: string;
        heading: string;
        width: number;
        height: number;
      }[];
    };
  };
  /** Let a paused run go on */
  "post /api/tenant/runs/{id}/resume": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      projectId: string;
      number: number;
      status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
      desired: "run" | "pause" | "cancel";
      phase: string | null;
      progress: number;
      etaSeconds: number | null;
      attempt: number;
      createdAt: string;
      startedAt: string | null;
      endedAt: string | null;
      error: { code: string; message: string } | null;
      artifact: { bytes: number; sha256: string } | null;
      delivered: { verified: number; gaps: number } | null;
      costMicros: number;
      queuePosition: number | null;
      waitingFor: string | null;
      requirements: {
        id: string;
        text: string;
        kind: string;
        priority: "must" | "should" | "could";
        status: "open" | "verified" | "gap";
        reason: string | null;
      }[];
      tasks: {
        id: string;
        agent: string;
        title: string;
        status: "waiting" | "running" | "done" | "failed" | "skipped" | "nothing_to_do";
        summary: string | null;
        dependsOn: string[];
        startedAt: string | null;
        endedAt: string | null;
      }[];
      checks: {
        check: string;
        name: string;
        status: "passed" | "failed" | "skipped";
        requirementIds: string[];
        summary: string;
        durationMs: number;
      }[];
      pictures: {
        name: "start-wide" | "start-narrow" | "list-wide" | "list-narrow" | "detail-wide" | "detail-narrow" | "form-wide" | "form-narrow";
        page: "start" | "list" | "detail" | "form";
        screen: "wide" | "narrow";
        path: string;
        heading: string;
        width: number;
        height: number;
      }[];
    };
  };
  /** Cancel a run */
  "post /api/tenant/runs/{id}/cancel": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      projectId: string;
      number: number;
      status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
      desired: "run" | "pause" | "cancel";
      phase: string | null;
      progress: number;
      etaSeconds: number | null;
      attempt: number;
      createdAt: string;
      startedAt: string | null;
      endedAt: string | null;
      error: { code: string; message: string } | null;
      artifact: { bytes: number; sha256: string } | null;
      delivered: { verified: number; gaps: number } | null;
      costMicros: number;
      queuePosition: number | null;
      waitingFor: string | null;
      requirements: {
        id: string;
        text: string;
        kind: string;
        priority: "must" | "should" | "could";
        status: "open" | "verified" | "gap";
        reason: string | null;
      }[];
      tasks: {
        id: string;
        agent: string;
        title: string;
        status: "waiting" | "running" | "done" | "failed" | "skipped" | "nothing_to_do";
        summary: string | null;
        dependsOn: string[];
        startedAt: string | null;
        endedAt: string | null;
      }[];
      checks: {
        check: string;
        name: string;
        status: "passed" | "failed" | "skipped";
        requirementIds: string[];
        summary: string;
        durationMs: number;
      }[];
      pictures: {
        name: "start-wide" | "start-narrow" | "list-wide" | "list-narrow" | "detail-wide" | "detail-narrow" | "form-wide" | "form-narrow";
        page: "start" | "list" | "detail" | "form";
        screen: "wide" | "narrow";
        path: string;
        heading: string;
        width: number;
        height: number;
      }[];
    };
  };
  /** Start again from where a failed run was */
  "post /api/tenant/runs/{id}/restart": {
    path: { id: string };
    input: { fromStart?: boolean };
    reply: {
      id: string;
      projectId: string;
      number: number;
      status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
      desired: "run" | "pause" | "cancel";
      phase: string | null;
      progress: number;
      etaSeconds: number | null;
      attempt: number;
      createdAt: string;
      startedAt: string | null;
      endedAt: string | null;
      error: { code: string; message: string } | null;
      artifact: { bytes: number; sha256: string } | null;
      delivered: { verified: number; gaps: number } | null;
      costMicros: number;
      queuePosition: number | null;
      waitingFor: string | null;
      requirements: {
        id: string;
        text: string;
        kind: string;
        priority: "must" | "should" | "could";
        status: "open" | "verified" | "gap";
        reason: string | null;
      }[];
      tasks: {
        id: string;
        agent: string;
        title: string;
        status: "waiting" | "running" | "done" | "failed" | "skipped" | "nothing_to_do";
        summary: string | null;
        dependsOn: string[];
        startedAt: string | null;
        endedAt: string | null;
      }[];
      checks: {
        check: string;
        name: string;
        status: "passed" | "failed" | "skipped";
        requirementIds: string[];
        summary: string;
        durationMs: number;
      }[];
      pictures: {
        name: "start-wide" | "start-narrow" | "list-wide" | "list-narrow" | "detail-wide" | "detail-narrow" | "form-wide" | "form-narrow";
        page: "start" | "list" | "detail" | "form";
        screen: "wide" | "narrow";
        path: string;
        heading: string;
        width: number;
        height: number;
      }[];
    };
  };
  /** Quotas, use and its history */
  "get /api/tenant/usage": {
    path: object;
    input: object;
    reply: {
      month: string;
      resetsAt: string;
      plan: { id: string; name: string };
      quotas: {
        runs: { used: number; limit: number | null };
        codes: { used: number; limit: number | null };
        concurrentRuns: { used: number; limit: number | null };
        devices: { used: number; limit: number | null };
      };
      costMicros: number;
      history: { month: string; runs: number; codes: number; completed: number; failed: number; costMicros: number }[];
    };
  };
  /** Everything the tenant owns; go on with `after` while `next` is not null */
  "get /api/tenant/export": {
    path: object;
    input: { after?: string };
    reply: {
      exportedAt: string;
      tenant: { id: string; slug: string; name: string; [name: string]: unknown };
      members: { [name: string]: unknown }[];
      projects: { [name: string]: unknown }[];
      activationCodes: { [name: string]: unknown }[];
      runs: { [name: string]: unknown }[];
      devices: { [name: string]: unknown }[];
      comments: { [name: string]: unknown }[];
      usage: { [name: string]: unknown }[];
      llmCalls: { [name: string]: unknown }[];
      overrides: { [name: string]: unknown }[];
      events: { [name: string]: unknown }[];
      next: string | null;
    };
  };
  /** List members */
  "get /api/tenant/members": {
    path: object;
    input: {
      page?: number;
      pageSize?: number;
      search?: string;
      role?: "owner" | "builder" | "billing" | "viewer";
      status?: "invited" | "active";
      sort?: "createdAt:asc" | "createdAt:desc" | "email:asc" | "email:desc" | "role:asc" | "role:desc";
    };
    reply: {
      items: {
        id: string;
        email: string;
        name: string | null;
        role: "owner" | "builder" | "billing" | "viewer";
        status: "invited" | "active";
        isSelf: boolean;
        joinedAt: string | null;
        lastSeenAt: string | null;
        createdAt: string;
      }[];
      total: number;
      isTotalCapped: boolean;
      page: number;
      pageSize: number;
      totalPages: number;
    };
  };
  /** Invite somebody by mail */
  "post /api/tenant/members": {
    path: object;
    input: { email: string; role: "owner" | "builder" | "billing" | "viewer"; name?: string };
    reply: {
      id: string;
      email: string;
      name: string | null;
      role: "owner" | "builder" | "billing" | "viewer";
      status: "invited" | "active";
      isSelf: boolean;
      joinedAt: string | null;
      lastSeenAt: string | null;
      createdAt: string;
    };
  };
  /** Write once more to somebody who has not joined */
  "post /api/tenant/members/{id}/invite-again": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      email: string;
      name: string | null;
      role: "owner" | "builder" | "billing" | "viewer";
      status: "invited" | "active";
      isSelf: boolean;
      joinedAt: string | null;
      lastSeenAt: string | null;
      createdAt: string;
    };
  };
  /** Change a member's role or name */
  "put /api/tenant/members/{id}": {
    path: { id: string };
    input: { role?: "owner" | "builder" | "billing" | "viewer"; name?: string | null };
    reply: {
      id: string;
      email: string;
      name: string | null;
      role: "owner" | "builder" | "billing" | "viewer";
      status: "invited" | "active";
      isSelf: boolean;
      joinedAt: string | null;
      lastSeenAt: string | null;
      createdAt: string;
    };
  };
  /** Remove a member, who is signed out at once */
  "delete /api/tenant/members/{id}": {
    path: { id: string };
    input: object;
    reply: void;
  };
  /** Where a member is signed in */
  "get /api/tenant/members/{id}/sessions": {
    path: { id: string };
    input: object;
    reply: {
      items: { id: string; isCurrent: boolean; agent: string | null; createdAt: string; seenAt: string; expiresAt: string }[];
    };
  };
  /** Which mails you want */
  "get /api/tenant/notifications": {
    path: object;
    input: object;
    reply: {
      items: {
        kind: "run_completed" | "run_failed" | "run_paused" | "trial_ending" | "payment_failed" | "comment_added";
        isOn: boolean;
      }[];
    };
  };
  /** Choose which mails you want */
  "put /api/tenant/notifications": {
    path: object;
    input: {
      items: {
        kind: "run_completed" | "run_failed" | "run_paused" | "trial_ending" | "payment_failed" | "comment_added";
        isOn: boolean;
      }[];
    };
    reply: {
      items: {
        kind: "run_completed" | "run_failed" | "run_paused" | "trial_ending" | "payment_failed" | "comment_added";
        isOn: boolean;
      }[];
    };
  };
  /** What people did in this tenant, newest first */
  "get /api/tenant/audit": {
    path: object;
    input: {
      after?: string;
      limit?: number;
      actorType?: "public" | "arriving" | "admin" | "tenant" | "client" | "device";
      type?: string;
      from?: string;
      to?: string;
      search?: string;
    };
    reply: {
      items: {
        id: string;
        at: string;
        type: string;
        text: string;
        actor: { type: string; id: string | null; name: string | null; email: string | null };
        tenant: { id: string; name: string | null } | null;
        projectId: string | null;
        runId: string | null;
        codeId: string | null;
        subjectId: string | null;
        requestId: string | null;
        seq: number;
      }[];
      next: string | null;
    };
  };
  /** What people did in this tenant as CSV, 10,000 rows a page; x-total-count says how many there are */
  "get /api/tenant/audit/export": {
    path: object;
    input: {
      format?: "csv";
      page?: number;
      actorType?: "public" | "arriving" | "admin" | "tenant" | "client" | "device";
      type?: string;
      search?: string;
      from?: string;
      to?: string;
    };
    reply: string;
  };
  /** List activation codes; with status=active those that a project can be given */
  "get /api/tenant/activation-codes": {
    path: object;
    input: {
      page?: number;
      pageSize?: number;
      search?: string;
      status?: "revoked" | "expired" | "used" | "active";
      sort?: "createdAt:asc" | "createdAt:desc" | "label:asc" | "label:desc" | "expiresAt:asc" | "expiresAt:desc";
    };
    reply: {
      items: {
        id: string;
        last5: string;
        label: string | null;
        status: "revoked" | "expired" | "used" | "active";
        uses: number;
        maxUses: number;
        maxDevices: number | null;
        scopes: ("watch" | "comment" | "download")[];
        source: "starter" | "quota" | "pack" | "admin";
        expiresAt: string | null;
        revokedAt: string | null;
        createdAt: string;
      }[];
      total: number;
      isTotalCapped: boolean;
      page: number;
      pageSize: number;
      totalPages: number;
    };
  };
  /** Generate activation codes, shown once */
  "post /api/tenant/activation-codes/generate": {
    path: object;
    input: {
      count: number;
      label?: string;
      expiresInDays?: number;
      maxUses?: number;
      maxDevices?: number;
      scopes?: ("watch" | "comment" | "download")[];
    };
    reply: { codes: { id: string; code: string }[] };
  };
  /** An activation code with the projects and devices that stand on it */
  "get /api/tenant/activation-codes/{id}": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      last5: string;
      label: string | null;
      status: "revoked" | "expired" | "used" | "active";
      uses: number;
      maxUses: number;
      maxDevices: number | null;
      scopes: ("watch" | "comment" | "download")[];
      source: "starter" | "quota" | "pack" | "admin";
      expiresAt: string | null;
      revokedAt: string | null;
      createdAt: string;
      projects: { id: string; name: string; archivedAt: string | null }[];
      devices: { id: string; label: string | null; status: "revoked" | "expired" | "active"; seenAt: string }[];
      lastSeenAt: string | null;
    };
  };
  /** Revoke an activation code, with the sessions and devices that stand on it */
  "delete /api/tenant/activation-codes/{id}": {
    path: { id: string };
    input: object;
    reply: void;
  };
  /** List devices */
  "get /api/tenant/devices": {
    path: object;
    input: {
      page?: number;
      pageSize?: number;
      search?: string;
      status?: "revoked" | "expired" | "active";
      sort?: "createdAt:asc" | "createdAt:desc" | "seenAt:asc" | "seenAt:desc" | "label:asc" | "label:desc";
    };
    reply: {
      items: {
        id: string;
        label: string | null;
        status: "revoked" | "expired" | "active";
        code: { id: string; last5: string; label: string | null };
        createdAt: string;
        seenAt: string;
        revokedAt: string | null;
        revokedReason: "member" | "admin" | "reuse" | "code" | null;
      }[];
      total: number;
      isTotalCapped: boolean;
      page: number;
      pageSize: number;
      totalPages: number;
    };
  };
  /** Revoke a device, for good */
  "delete /api/tenant/devices/{id}": {
    path: { id: string };
    input: object;
    reply: void;
  };
  /** The plans */
  "get /api/public/plans": {
    path: object;
    input: object;
    reply: {
      items: {
        id: string;
        name: string;
        monthlyCents: number;
        yearlyCents: number;
        runsPerMonth: number | null;
        codesPerMonth: number | null;
        concurrentRuns: number | null;
        maxDevices: number | null;
      }[];
    };
  };
  /** The session */
  "get /api/public/session": {
    path: object;
    input: object;
    reply: { projectId: string; scopes: ("watch" | "comment" | "download")[]; expiresAt: string };
  };
  /** Sign out */
  "delete /api/public/session": {
    path: object;
    input: object;
    reply: void;
  };
  /** The project of this session */
  "get /api/public/projects/{id}": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      name: string;
      clientName: string | null;
      description: string;
      state: "pending" | "running" | "paused" | "completed" | "failed";
      stage: "waiting" | "understanding" | "building" | "checking" | "proving" | "ready" | "paused" | "stopped";
      sentence: string;
      tenant: { name: string; logoUrl: string | null; primaryColor: string | null; namesPlatform: boolean };
      scopes: ("watch" | "comment" | "download")[];
      run: {
        progress: number;
        etaSeconds: number | null;
        startedAt: string | null;
        endedAt: string | null;
        requirements: { id: string; text: string; status: "open" | "verified" | "gap" }[];
        checks: { passed: number; failed: number; items: { text: string; status: "passed" | "failed" | "skipped" }[] };
      } | null;
      artifact: { bytes: number; sha256: string } | null;
      pictures: {
        name: "start-wide" | "start-narrow" | "list-wide" | "list-narrow" | "detail-wide" | "detail-narrow" | "form-wide" | "form-narrow";
        page: "start" | "list" | "detail" | "form";
        screen: "wide" | "narrow";
        path: string;
        heading: string;
        width: number;
        height: number;
      }[];
    };
  };
  /** What happened, in plain words */
  "get /api/public/projects/{id}/events": {
    path: { id: string };
    input: { after?: string; limit?: number };
    reply: { items: { id: string; at: string; type: string; text: string }[]; next: string | null };
  };
  /** How what was delivered looks: start-wide, start-narrow */
  "get /api/public/projects/{id}/pictures/{name}": {
    path: {
      id: string;
      name: "start-wide" | "start-narrow" | "list-wide" | "list-narrow" | "detail-wide" | "detail-narrow" | "form-wide" | "form-narrow";
    };
    input: object;
    reply: string;
  };
  /** Its newest archive: a redirect, or its address as JSON */
  "get /api/public/projects/{id}/download": {
    path: { id: string };
    input: object;
    reply: { url: string; expiresAt: string; bytes: number; sha256: string };
  };
  /** What was said about a project, oldest first */
  "get /api/tenant/projects/{id}/comments": {
    path: { id: string };
    input: { after?: string; limit?: number };
    reply: {
      items: {
        id: string;
        author: { type: "client" | "tenant"; name: string; isSelf: boolean };
        text: string;
        createdAt: string;
      }[];
      next: string | null;
    };
  };
  /** Say something to the project's client */
  "post /api/tenant/projects/{id}/comments": {
    path: { id: string };
    input: { text: string };
    reply: {
      id: string;
      author: { type: "client" | "tenant"; name: string; isSelf: boolean };
      text: string;
      createdAt: string;
    };
  };
  /** What was said about the project, oldest first */
  "get /api/public/projects/{id}/comments": {
    path: { id: string };
    input: { after?: string; limit?: number };
    reply: {
      items: {
        id: string;
        author: { type: "client" | "tenant"; name: string; isSelf: boolean };
        text: string;
        createdAt: string;
      }[];
      next: string | null;
    };
  };
  /** Say something to who builds the project; they get a mail */
  "post /api/public/projects/{id}/comments": {
    path: { id: string };
    input: { text: string; name?: string };
    reply: {
      id: string;
      author: { type: "client" | "tenant"; name: string; isSelf: boolean };
      text: string;
      createdAt: string;
    };
  };
  /** Ask for a one-time code */
  "post /api/admin/auth/otp": {
    path: object;
    input: { email: string };
    reply: { expiresInSeconds: number };
  };
  /** Show a one-time code; whoever needs a passkey has only arrived */
  "post /api/admin/auth/session": {
    path: object;
    input: { email: string; code: string };
    reply: { admin: { id: string; email: string }; expiresAt: string; needs?: "passkey" | "enrolment" };
  };
  /** The session */
  "get /api/admin/auth/session": {
    path: object;
    input: object;
    reply: { admin: { id: string; email: string }; expiresAt: string; needs?: "passkey" | "enrolment" };
  };
  /** Sign out */
  "delete /api/admin/auth/session": {
    path: object;
    input: object;
    reply: void;
  };
  /** Where you are signed in */
  "get /api/admin/auth/sessions": {
    path: object;
    input: object;
    reply: {
      items: { id: string; isCurrent: boolean; agent: string | null; createdAt: string; seenAt: string; expiresAt: string }[];
    };
  };
  /** Sign out everywhere else */
  "delete /api/admin/auth/sessions": {
    path: object;
    input: object;
    reply: { ended: number };
  };
  /** End one of your sessions */
  "delete /api/admin/auth/sessions/{id}": {
    path: { id: string };
    input: object;
    reply: void;
  };
  /** Your passkeys */
  "get /api/admin/auth/passkeys": {
    path: object;
    input: object;
    reply: { items: { id: string; name: string; isBackedUp: boolean; createdAt: string; usedAt: string | null }[] };
  };
  /** Enrol a passkey; whoever was arriving is signed in */
  "post /api/admin/auth/passkeys": {
    path: object;
    input: {
      name: string;
      credential: {
        id: string;
        rawId: string;
        type: "public-key";
        response: { clientDataJSON: string; attestationObject: string; transports?: string[] };
      };
    };
    reply: { id: string; name: string; isBackedUp: boolean; createdAt: string; usedAt: string | null };
  };
  /** Begin to enrol a passkey */
  "post /api/admin/auth/passkeys/options": {
    path: object;
    input: object;
    reply: { challenge: string; rp: { id: string; [name: string]: unknown }; [name: string]: unknown };
  };
  /** Begin to show a passkey */
  "post /api/admin/auth/passkeys/proof/options": {
    path: object;
    input: object;
    reply: { challenge: string; rpId: string; [name: string]: unknown };
  };
  /** Show a passkey: finishes signing in, and makes an admin fresh */
  "post /api/admin/auth/passkeys/proof": {
    path: object;
    input: {
      credential: {
        id: string;
        rawId: string;
        type: "public-key";
        response: { clientDataJSON: string; authenticatorData: string; signature: string };
      };
    };
    reply: { admin: { id: string; email: string }; expiresAt: string; needs?: "passkey" | "enrolment" };
  };
  /** Remove a passkey */
  "delete /api/admin/auth/passkeys/{id}": {
    path: { id: string };
    input: object;
    reply: void;
  };
  /** Make yourself fresh by a one-time code, without a passkey */
  "post /api/admin/auth/step-up": {
    path: object;
    input: { code: string };
    reply: { admin: { id: string; email: string }; expiresAt: string; needs?: "passkey" | "enrolment" };
  };
  /** The figures of the platform */
  "get /api/admin/dashboard": {
    path: object;
    input: object;
    reply: {
      tenants: { total: number; change: number; daily: number[] };
      projects: { total: number; change: number; daily: number[] };
      codes: { total: number; change: number; daily: number[] };
      devices: { total: number; change: number; daily: number[] };
      successRate: { total: number | null; change: number | null; daily: (number | null)[] };
      activation: { day: string; codesAssigned: number; devicesActivated: number; clientSignIns: number }[];
      share: {
        projects: Record<"pending" | "running" | "paused" | "completed" | "failed", number>;
        devices: { active: number; revoked: number };
      };
    };
  };
  /** What happened lately */
  "get /api/admin/activities": {
    path: object;
    input: { after?: string; limit?: number; days?: number };
    reply: {
      items: {
        id: string;
        at: string;
        type: string;
        text: string;
        actor: { type: string; id: string | null; name: string | null; email: string | null };
        tenant: { id: string; name: string } | null;
        projectId: string | null;
        runId: string | null;
        codeId: string | null;
        subjectId: string | null;
      }[];
      next: string | null;
    };
  };
  /** List admins */
  "get /api/admin/admins": {
    path: object;
    input: {
      page?: number;
      pageSize?: number;
      search?: string;
      sort?: "createdAt:asc" | "createdAt:desc" | "email:asc" | "email:desc";
    };
    reply: {
      items: { id: string; email: string; isSelf: boolean; passkeys: number; lastSeenAt: string | null; createdAt: string }[];
      total: number;
      isTotalCapped: boolean;
      page: number;
      pageSize: number;
      totalPages: number;
    };
  };
  /** Add an admin */
  "post /api/admin/admins": {
    path: object;
    input: { email: string };
    reply: { id: string; email: string; isSelf: boolean; passkeys: number; lastSeenAt: string | null; createdAt: string };
  };
  /** Remove another admin */
  "delete /api/admin/admins/{id}": {
    path: { id: string };
    input: object;
    reply: void;
  };
  /** List activation codes of all tenants */
  "get /api/admin/codes": {
    path: object;
    input: {
      page?: number;
      pageSize?: number;
      search?: string;
      status?: "revoked" | "expired" | "used" | "active";
      sort?: "createdAt:asc" | "createdAt:desc" | "label:asc" | "label:desc" | "expiresAt:asc" | "expiresAt:desc";
      tenantId?: string;
    };
    reply: {
      items: {
        id: string;
        last5: string;
        label: string | null;
        status: "revoked" | "expired" | "used" | "active";
        uses: number;
        maxUses: number;
        maxDevices: number | null;
        scopes: ("watch" | "comment" | "download")[];
        source: "starter" | "quota" | "pack" | "admin";
        expiresAt: string | null;
        revokedAt: string | null;
        createdAt: string;
        tenant: { id: string; name: string };
      }[];
      total: number;
      isTotalCapped: boolean;
      page: number;
      pageSize: number;
      totalPages: number;
    };
  };
  /** Generate activation codes for a tenant, outside of its month's quota; shown once */
  "post /api/admin/codes/generate": {
    path: object;
    input: {
      count: number;
      label?: string;
      expiresInDays?: number;
      maxUses?: number;
      maxDevices?: number;
      scopes?: ("watch" | "comment" | "download")[];
      tenantId: string;
    };
    reply: { codes: { id: string; code: string }[] };
  };
  /** An activation code with the projects and devices that stand on it */
  "get /api/admin/codes/{id}": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      last5: string;
      label: string | null;
      status: "revoked" | "expired" | "used" | "active";
      uses: number;
      maxUses: number;
      maxDevices: number | null;
      scopes: ("watch" | "comment" | "download")[];
      source: "starter" | "quota" | "pack" | "admin";
      expiresAt: string | null;
      revokedAt: string | null;
      createdAt: string;
      tenant: { id: string; name: string };
      projects: { id: string; name: string; archivedAt: string | null }[];
      devices: { id: string; label: string | null; status: "revoked" | "expired" | "active"; seenAt: string }[];
      lastSeenAt: string | null;
    };
  };
  /** Revoke an activation code, with the sessions and devices that stand on it */
  "delete /api/admin/codes/{id}": {
    path: { id: string };
    input: object;
    reply: void;
  };
  /** List devices of all tenants */
  "get /api/admin/devices": {
    path: object;
    input: {
      page?: number;
      pageSize?: number;
      search?: string;
      status?: "revoked" | "expired" | "active";
      sort?: "createdAt:asc" | "createdAt:desc" | "seenAt:asc" | "seenAt:desc" | "label:asc" | "label:desc";
      tenantId?: string;
    };
    reply: {
      items: {
        id: string;
        label: string | null;
        status: "revoked" | "expired" | "active";
        code: { id: string; last5: string; label: string | null };
        createdAt: string;
        seenAt: string;
        revokedAt: string | null;
        revokedReason: "member" | "admin" | "reuse" | "code" | null;
        tenant: { id: string; name: string };
      }[];
      total: number;
      isTotalCapped: boolean;
      page: number;
      pageSize: number;
      totalPages: number;
    };
  };
  /** Revoke a device, for good */
  "delete /api/admin/devices/{id}": {
    path: { id: string };
    input: object;
    reply: void;
  };
  /** List tenants */
  "get /api/admin/tenants": {
    path: object;
    input: {
      page?: number;
      pageSize?: number;
      search?: string;
      status?: "active" | "trialing" | "past_due" | "suspended" | "inactive";
      sort?: "createdAt:asc" | "createdAt:desc" | "name:asc" | "name:desc" | "usage:asc" | "usage:desc";
    };
    reply: {
      items: {
        id: string;
        slug: string;
        name: string;
        domain: string | null;
        ownerEmail: string | null;
        status: string;
        plan: { id: string; name: string };
        usage: { runs: { used: number; limit: number | null }; codes: { used: number; limit: number | null } };
        projects: number;
        createdAt: string;
      }[];
      total: number;
      isTotalCapped: boolean;
      page: number;
      pageSize: number;
      totalPages: number;
    };
  };
  /** Create a tenant; its owner is invited by mail */
  "post /api/admin/tenants": {
    path: object;
    input: {
      name: string;
      slug?: string;
      ownerEmail: string;
      planId?: string;
      phone?: "" | null | string;
      logoUrl?: "" | null | string;
      primaryColor?: "" | null | string;
      domain?: "" | null | string;
    };
    reply: {
      id: string;
      slug: string;
      name: string;
      domain: string | null;
      ownerEmail: string | null;
      status: string;
      plan: { id: string; name: string };
      usage: {
        runs: { used: number; limit: number | null };
        codes: { used: number; limit: number | null };
        concurrentRuns: { used: number; limit: number | null };
        devices: { used: number; limit: number | null };
      };
      projects: number;
      createdAt: string;
      email: string;
      phone: string | null;
      logoUrl: string | null;
      primaryColor: string | null;
      namesPlatform: boolean;
      suspendedAt: string | null;
      suspendedReason: string | null;
      owner: { id: string; email: string; name: string | null } | null;
      subscription: {
        status: string;
        access: string;
        trialEndsAt: string | null;
        currentPeriodEndsAt: string | null;
        pastDueSince: string | null;
        cancelsAtPeriodEnd: boolean;
      };
      limits: Record<"runsPerMonth" | "codesPerMonth" | "concurrentRuns" | "maxDevices", number | null>;
      counts: { members: number; projects: number; archivedProjects: number; runs: number; codes: number; devices: number };
      overrides: {
        id: string;
        limit: "runsPerMonth" | "codesPerMonth" | "concurrentRuns" | "maxDevices";
        value: number | null;
        reason: string;
        expiresAt: string | null;
        endedAt: string | null;
        createdAt: string;
      }[];
    };
  };
  /** Whether a slug is free */
  "get /api/admin/tenants/slug-check": {
    path: object;
    input: { slug: string };
    reply: { slug: string; available: boolean; suggestions: string[]; reason?: string };
  };
  /** Read a tenant */
  "get /api/admin/tenants/{id}": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      slug: string;
      name: string;
      domain: string | null;
      ownerEmail: string | null;
      status: string;
      plan: { id: string; name: string };
      usage: {
        runs: { used: number; limit: number | null };
        codes: { used: number; limit: number | null };
        concurrentRuns: { used: number; limit: number | null };
        devices: { used: number; limit: number | null };
      };
      projects: number;
      createdAt: string;
      email: string;
      phone: string | null;
      logoUrl: string | null;
      primaryColor: string | null;
      namesPlatform: boolean;
      suspendedAt: string | null;
      suspendedReason: string | null;
      owner: { id: string; email: string; name: string | null } | null;
      subscription: {
        status: string;
        access: string;
        trialEndsAt: string | null;
        currentPeriodEndsAt: string | null;
        pastDueSince: string | null;
        cancelsAtPeriodEnd: boolean;
      };
      limits: Record<"runsPerMonth" | "codesPerMonth" | "concurrentRuns" | "maxDevices", number | null>;
      counts: { members: number; projects: number; archivedProjects: number; runs: number; codes: number; devices: number };
      overrides: {
        id: string;
        limit: "runsPerMonth" | "codesPerMonth" | "concurrentRuns" | "maxDevices";
        value: number | null;
        reason: string;
        expiresAt: string | null;
        endedAt: string | null;
        createdAt: string;
      }[];
    };
  };
  /** Change a tenant */
  "put /api/admin/tenants/{id}": {
    path: { id: string };
    input: {
      name?: string;
      email?: string;
      phone?: "" | null | string;
      logoUrl?: "" | null | string;
      primaryColor?: "" | null | string;
      domain?: "" | null | string;
      namesPlatform?: boolean;
      slug?: string;
      planId?: string;
    };
    reply: {
      id: string;
      slug: string;
      name: string;
      domain: string | null;
      ownerEmail: string | null;
      status: string;
      plan: { id: string; name: string };
      usage: {
        runs: { used: number; limit: number | null };
        codes: { used: number; limit: number | null };
        concurrentRuns: { used: number; limit: number | null };
        devices: { used: number; limit: number | null };
      };
      projects: number;
      createdAt: string;
      email: string;
      phone: string | null;
      logoUrl: string | null;
      primaryColor: string | null;
      namesPlatform: boolean;
      suspendedAt: string | null;
      suspendedReason: string | null;
      owner: { id: string; email: string; name: string | null } | null;
      subscription: {
        status: string;
        access: string;
        trialEndsAt: string | null;
        currentPeriodEndsAt: string | null;
        pastDueSince: string | null;
        cancelsAtPeriodEnd: boolean;
      };
      limits: Record<"runsPerMonth" | "codesPerMonth" | "concurrentRuns" | "maxDevices", number | null>;
      counts: { members: number; projects: number; archivedProjects: number; runs: number; codes: number; devices: number };
      overrides: {
        id: string;
        limit: "runsPerMonth" | "codesPerMonth" | "concurrentRuns" | "maxDevices";
        value: number | null;
        reason: string;
        expiresAt: string | null;
        endedAt: string | null;
        createdAt: string;
      }[];
    };
  };
  /** Delete a tenant with all it owns, for good */
  "delete /api/admin/tenants/{id}": {
    path: { id: string };
    input: object;
    reply: void;
  };
  /** What would go with a tenant */
  "get /api/admin/tenants/{id}/deletion-impact": {
    path: { id: string };
    input: object;
    reply: {
      tenant: { id: string; slug: string; name: string };
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
  };
  /** Everything a tenant owns; go on with `after` while `next` is not null */
  "get /api/admin/tenants/{id}/export": {
    path: { id: string };
    input: { after?: string };
    reply: {
      exportedAt: string;
      tenant: { id: string; slug: string; name: string; [name: string]: unknown };
      members: { [name: string]: unknown }[];
      projects: { [name: string]: unknown }[];
      activationCodes: { [name: string]: unknown }[];
      runs: { [name: string]: unknown }[];
      devices: { [name: string]: unknown }[];
      comments: { [name: string]: unknown }[];
      usage: { [name: string]: unknown }[];
      llmCalls: { [name: string]: unknown }[];
      overrides: { [name: string]: unknown }[];
      events: { [name: string]: unknown }[];
      next: string | null;
    };
  };
  /** Take a tenant's access; what runs pauses */
  "post /api/admin/tenants/{id}/suspend": {
    path: { id: string };
    input: { reason?: string };
    reply: {
      id: string;
      slug: string;
      name: string;
      domain: string | null;
      ownerEmail: string | null;
      status: string;
      plan: { id: string; name: string };
      usage: {
        runs: { used: number; limit: number | null };
        codes: { used: number; limit: number | null };
        concurrentRuns: { used: number; limit: number | null };
        devices: { used: number; limit: number | null };
      };
      projects: number;
      createdAt: string;
      email: string;
      phone: string | null;
      logoUrl: string | null;
      primaryColor: string | null;
      namesPlatform: boolean;
      suspendedAt: string | null;
      suspendedReason: string | null;
      owner: { id: string; email: string; name: string | null } | null;
      subscription: {
        status: string;
        access: string;
        trialEndsAt: string | null;
        currentPeriodEndsAt: string | null;
        pastDueSince: string | null;
        cancelsAtPeriodEnd: boolean;
      };
      limits: Record<"runsPerMonth" | "codesPerMonth" | "concurrentRuns" | "maxDevices", number | null>;
      counts: { members: number; projects: number; archivedProjects: number; runs: number; codes: number; devices: number };
      overrides: {
        id: string;
        limit: "runsPerMonth" | "codesPerMonth" | "concurrentRuns" | "maxDevices";
        value: number | null;
        reason: string;
        expiresAt: string | null;
        endedAt: string | null;
        createdAt: string;
      }[];
    };
  };
  /** Give a tenant's access back; what paused for it goes on */
  "post /api/admin/tenants/{id}/reinstate": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      slug: string;
      name: string;
      domain: string | null;
      ownerEmail: string | null;
      status: string;
      plan: { id: string; name: string };
      usage: {
        runs: { used: number; limit: number | null };
        codes: { used: number; limit: number | null };
        concurrentRuns: { used: number; limit: number | null };
        devices: { used: number; limit: number | null };
      };
      projects: number;
      createdAt: string;
      email: string;
      phone: string | null;
      logoUrl: string | null;
      primaryColor: string | null;
      namesPlatform: boolean;
      suspendedAt: string | null;
      suspendedReason: string | null;
      owner: { id: string; email: string; name: string | null } | null;
      subscription: {
        status: string;
        access: string;
        trialEndsAt: string | null;
        currentPeriodEndsAt: string | null;
        pastDueSince: string | null;
        cancelsAtPeriodEnd: boolean;
      };
      limits: Record<"runsPerMonth" | "codesPerMonth" | "concurrentRuns" | "maxDevices", number | null>;
      counts: { members: number; projects: number; archivedProjects: number; runs: number; codes: number; devices: number };
      overrides: {
        id: string;
        limit: "runsPerMonth" | "codesPerMonth" | "concurrentRuns" | "maxDevices";
        value: number | null;
        reason: string;
        expiresAt: string | null;
        endedAt: string | null;
        createdAt: string;
      }[];
    };
  };
  /** Why a tenant can or cannot run */
  "get /api/admin/tenants/{id}/explain": {
    path: { id: string };
    input: object;
    reply: {
      canRun: boolean;
      goesOn: boolean;
      access: string;
      gates: {
        gate: "suspension" | "subscription" | "trial" | "grace" | "runs" | "concurrency" | "codes" | "devices";
        ok: boolean;
        blocksRun: boolean;
        reason: string;
        remedy: string | null;
      }[];
      overrides: {
        id: string;
        limit: "runsPerMonth" | "codesPerMonth" | "concurrentRuns" | "maxDevices";
        value: number | null;
        reason: string;
        expiresAt: string | null;
        endedAt: string | null;
        createdAt: string;
      }[];
    };
  };
  /** What limits were set otherwise for a tenant */
  "get /api/admin/tenants/{id}/overrides": {
    path: { id: string };
    input: object;
    reply: {
      items: {
        id: string;
        limit: "runsPerMonth" | "codesPerMonth" | "concurrentRuns" | "maxDevices";
        value: number | null;
        reason: string;
        expiresAt: string | null;
        endedAt: string | null;
        createdAt: string;
        inForce: boolean;
      }[];
    };
  };
  /** Set a limit otherwise for a tenant */
  "post /api/admin/tenants/{id}/overrides": {
    path: { id: string };
    input: {
      limit: "runsPerMonth" | "codesPerMonth" | "concurrentRuns" | "maxDevices";
      value: number | null;
      expiresAt?: string | null;
      reason: string;
    };
    reply: {
      id: string;
      limit: "runsPerMonth" | "codesPerMonth" | "concurrentRuns" | "maxDevices";
      value: number | null;
      reason: string;
      expiresAt: string | null;
      endedAt: string | null;
      createdAt: string;
      inForce: boolean;
    };
  };
  /** End an override */
  "delete /api/admin/tenants/{id}/overrides/{overrideId}": {
    path: { id: string; overrideId: string };
    input: object;
    reply: void;
  };
  /** List plans, also retired ones */
  "get /api/admin/plans": {
    path: object;
    input: object;
    reply: {
      items: {
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
        createdAt: string;
        updatedAt: string;
      }[];
    };
  };
  /** Create a plan */
  "post /api/admin/plans": {
    path: object;
    input: {
      name: string;
      monthlyCents: number;
      yearlyCents?: number;
      runsPerMonth: number | null;
      codesPerMonth: number | null;
      concurrentRuns: number | null;
      maxDevices: number | null;
      pastDueGraceDays?: number;
    };
    reply: {
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
      createdAt: string;
      updatedAt: string;
    };
  };
  /** Change a plan */
  "put /api/admin/plans/{id}": {
    path: { id: string };
    input: {
      name?: string;
      monthlyCents?: number;
      yearlyCents?: number;
      runsPerMonth?: number | null;
      codesPerMonth?: number | null;
      concurrentRuns?: number | null;
      maxDevices?: number | null;
      pastDueGraceDays?: number;
    };
    reply: {
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
      createdAt: string;
      updatedAt: string;
    };
  };
  /** Offer a plan no more */
  "post /api/admin/plans/{id}/retire": {
    path: { id: string };
    input: object;
    reply: {
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
      createdAt: string;
      updatedAt: string;
    };
  };
  /** Offer a plan again */
  "post /api/admin/plans/{id}/restore": {
    path: { id: string };
    input: object;
    reply: {
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
      createdAt: string;
      updatedAt: string;
    };
  };
  /** List projects of all tenants */
  "get /api/admin/projects": {
    path: object;
    input: {
      page?: number;
      pageSize?: number;
      search?: string;
      state?: "pending" | "running" | "paused" | "completed" | "failed";
      sort?: "createdAt:asc" | "createdAt:desc" | "updatedAt:asc" | "updatedAt:desc" | "name:asc" | "name:desc";
      archived?: "true" | "false";
      tenantId?: string;
    };
    reply: {
      items: {
        id: string;
        name: string;
        clientName: string | null;
        description: string;
        objectives: string;
        state: "pending" | "running" | "paused" | "completed" | "failed";
        activationCode: { id: string; last5: string; label: string | null } | null;
        latestRun: {
          id: string;
          projectId: string;
          number: number;
          status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
          desired: "run" | "pause" | "cancel";
          phase: string | null;
          progress: number;
          etaSeconds: number | null;
          attempt: number;
          createdAt: string;
          startedAt: string | null;
          endedAt: string | null;
          error: { code: string; message: string } | null;
          artifact: { bytes: number; sha256: string } | null;
          delivered: { verified: number; gaps: number } | null;
          costMicros: number;
        } | null;
        createdAt: string;
        updatedAt: string;
        archivedAt: string | null;
        tenant: { id: string; name: string };
      }[];
      total: number;
      isTotalCapped: boolean;
      page: number;
      pageSize: number;
      totalPages: number;
    };
  };
  /** Delete a project with its runs, comments and files, for good */
  "delete /api/admin/projects/{id}": {
    path: { id: string };
    input: object;
    reply: void;
  };
  /** List runs of all tenants */
  "get /api/admin/runs": {
    path: object;
    input: {
      page?: number;
      pageSize?: number;
      search?: string;
      status?: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
      tenantId?: string;
    };
    reply: {
      items: {
        id: string;
        projectId: string;
        number: number;
        status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
        desired: "run" | "pause" | "cancel";
        phase: string | null;
        progress: number;
        etaSeconds: number | null;
        attempt: number;
        createdAt: string;
        startedAt: string | null;
        endedAt: string | null;
        error: { code: string; message: string } | null;
        artifact: { bytes: number; sha256: string } | null;
        delivered: { verified: number; gaps: number } | null;
        costMicros: number;
        project: { id: string; name: string };
        tenant: { id: string; name: string };
      }[];
      total: number;
      isTotalCapped: boolean;
      page: number;
      pageSize: number;
      totalPages: number;
    };
  };
  /** A picture of what was delivered: start-wide, list-narrow */
  "get /api/admin/runs/{id}/pictures/{name}": {
    path: {
      id: string;
      name: "start-wide" | "start-narrow" | "list-wide" | "list-narrow" | "detail-wide" | "detail-narrow" | "form-wide" | "form-narrow";
    };
    input: object;
    reply: string;
  };
  /** Read a run */
  "get /api/admin/runs/{id}": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      projectId: string;
      number: number;
      status: "queued" | "launching" | "running" | "paused" | "completed" | "failed" | "cancelled";
      desired: "run" | "pause" | "cancel";
      phase: string | null;
      progress: number;
      etaSeconds: number | null;
      attempt: number;
      createdAt: string;
      startedAt: string | null;
      endedAt: string | null;
      error: { code: string; message: string } | null;
      artifact: { bytes: number; sha256: string } | null;
      delivered: { verified: number; gaps: number } | null;
      costMicros: number;
      queuePosition: number | null;
      waitingFor: string | null;
      requirements: {
        id: string;
        text: string;
        kind: string;
        priority: "must" | "should" | "could";
        status: "open" | "verified" | "gap";
        reason: string | null;
      }[];
      tasks: {
        id: string;
        agent: string;
        title: string;
        status: "waiting" | "running" | "done" | "failed" | "skipped" | "nothing_to_do";
        summary: string | null;
        dependsOn: string[];
        startedAt: string | null;
        endedAt: string | null;
      }[];
      checks: {
        check: string;
        name: string;
        status: "passed" | "failed" | "skipped";
        requirementIds: string[];
        summary: string;
        durationMs: number;
      }[];
      pictures: {
        name: "start-wide" | "start-narrow" | "list-wide" | "list-narrow" | "detail-wide" | "detail-narrow" | "form-wide" | "form-narrow";
        page: "start" | "list" | "detail" | "form";
        screen: "wide" | "narrow";
        path: string;
        heading: string;
        width: number;
        height: number;
      }[];
      project: { id: string; name: string };
      tenant: { id: string; name: string };
    };
  };
  /** What people did, newest first */
  "get /api/admin/audit": {
    path: object;
    input: {
      after?: string;
      limit?: number;
      actorType?: "public" | "arriving" | "admin" | "tenant" | "client" | "device";
      type?: string;
      from?: string;
      to?: string;
      search?: string;
      tenantId?: string;
    };
    reply: {
      items: {
        id: string;
        at: string;
        type: string;
        text: string;
        actor: { type: string; id: string | null; name: string | null; email: string | null };
        tenant: { id: string; name: string | null } | null;
        projectId: string | null;
        runId: string | null;
        codeId: string | null;
        subjectId: string | null;
        requestId: string | null;
        seq: number;
      }[];
      next: string | null;
    };
  };
  /** Whether a chain of events is as it was written; without a tenant the platform's own */
  "get /api/admin/audit/verify": {
    path: object;
    input: { tenantId?: string };
    reply: { ok: boolean; brokenAt: number | null; entries: number };
  };
  /** The inbox of providers' events */
  "get /api/admin/webhook-events": {
    path: object;
    input: {
      page?: number;
      pageSize?: number;
      search?: string;
      type?: string;
      status?: "received" | "handled" | "failed";
      from?: string;
      to?: string;
      sort?: "receivedAt:asc" | "receivedAt:desc";
    };
    reply: {
      items: {
        id: string;
        provider: string;
        type: string;
        status: "received" | "handled" | "failed";
        receivedAt: string;
        handledAt: string | null;
        failure: string | null;
        replays: number;
        replayedAt: string | null;
      }[];
      total: number;
      isTotalCapped: boolean;
      page: number;
      pageSize: number;
      totalPages: number;
    };
  };
  /** Read a provider's event */
  "get /api/admin/webhook-events/{id}": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      provider: string;
      type: string;
      status: "received" | "handled" | "failed";
      receivedAt: string;
      handledAt: string | null;
      failure: string | null;
      replays: number;
      replayedAt: string | null;
      payload: unknown;
    };
  };
  /** Mark a provider's event as not handled yet, so that it is taken up again */
  "post /api/admin/webhook-events/{id}/replay": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      provider: string;
      type: string;
      status: "received" | "handled" | "failed";
      receivedAt: string;
      handledAt: string | null;
      failure: string | null;
      replays: number;
      replayedAt: string | null;
    };
  };
  /** Activation, runs, usage, cost and revenue over a range, against the one before */
  "get /api/admin/analytics": {
    path: object;
    input: {
      range?: "7d" | "30d" | "90d" | "12m" | "custom";
      from?: string;
      to?: string;
      project?: string;
      tenant?: string;
    };
    reply: {
      range: { from: string; to: string; bucket: "day" | "month"; previous: { from: string; to: string } };
      totals: {
        codesGenerated: { value: number | null; previous: number | null; change: number | null };
        codesAssigned: { value: number | null; previous: number | null; change: number | null };
        devicesActivated: { value: number | null; previous: number | null; change: number | null };
        clientSignIns: { value: number | null; previous: number | null; change: number | null };
        runs: { value: number | null; previous: number | null; change: number | null };
        completed: { value: number | null; previous: number | null; change: number | null };
        failed: { value: number | null; previous: number | null; change: number | null };
        cancelled: { value: number | null; previous: number | null; change: number | null };
        successRate: { value: number | null; previous: number | null; change: number | null };
        costMicros: { value: number | null; previous: number | null; change: number | null };
      };
      activation: { at: string; codesGenerated: number; codesAssigned: number; devicesActivated: number; clientSignIns: number }[];
      runs: {
        at: string;
        started: number;
        completed: number;
        failed: number;
        cancelled: number;
        successRate: number | null;
      }[];
      durations: {
        p50Seconds: { value: number | null; previous: number | null; change: number | null };
        p95Seconds: { value: number | null; previous: number | null; change: number | null };
        averageSeconds: { value: number | null; previous: number | null; change: number | null };
      };
      tenants: {
        items: {
          runs: number;
          completed: number;
          failed: number;
          cancelled: number;
          codes: number;
          devices: number;
          costMicros: number;
          tenant: { id: string; name: string };
        }[];
        rest: {
          runs: number;
          completed: number;
          failed: number;
          cancelled: number;
          codes: number;
          devices: number;
          costMicros: number;
          tenants: number;
        };
      };
      cost: {
        byProvider: {
          calls: number;
          failed: number;
          inputTokens: number;
          outputTokens: number;
          costMicros: number;
          unpriced: number;
          provider: string;
        }[];
        byModel: {
          calls: number;
          failed: number;
          inputTokens: number;
          outputTokens: number;
          costMicros: number;
          unpriced: number;
          provider: string;
          model: string;
        }[];
        byAgent: {
          calls: number;
          failed: number;
          inputTokens: number;
          outputTokens: number;
          costMicros: number;
          unpriced: number;
          agent: string;
        }[];
      };
      subscriptions: {
        plan: { id: string; name: string };
        status: string;
        interval: "month" | "year";
        tenants: number;
        mrrCents: number;
      }[];
      mrrCents: number;
    };
  };
  /** A table as CSV, 10,000 rows a page; x-total-count says how many there are */
  "get /api/admin/export": {
    path: object;
    input: {
      kind: "tenants" | "codes" | "projects" | "devices" | "runs" | "webhook-events" | "audit" | "analytics";
      format?: "csv";
      page?: number;
      tenantId?: string;
      from?: string;
      to?: string;
      actorType?: "public" | "arriving" | "admin" | "tenant" | "client" | "device";
      type?: string;
      search?: string;
      table?: "totals" | "activation" | "runs" | "tenants" | "cost" | "subscriptions";
      range?: "7d" | "30d" | "90d" | "12m" | "custom";
      project?: string;
    };
    reply: string;
  };
  /** What the whole platform works by */
  "get /api/llm/system": {
    path: object;
    input: object;
    reply: {
      id: string | null;
      level: "system" | "project" | "agent";
      project: { id: string; name: string } | null;
      tenant: { id: string; name: string } | null;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
      version: number;
      values: {
        provider?: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        model?: string;
        fallback?: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
        temperature?: number;
        maxTokens?: number;
        monthlyBudgetMicros?: number;
        dailyBudgetMicros?: number;
        tenantBudgetMicros?: number;
        projectBudgetMicros?: number;
        runBudgetMicros?: number;
        reach?: "gaps" | "all";
        enabled?: boolean;
        prompt?: string;
      };
      reason: string | null;
      author: { id: string; email: string | null } | null;
      createdAt: string | null;
    };
  };
  /** Save a new version of the system's level */
  "put /api/llm/system": {
    path: object;
    input: {
      values: {
        provider?: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        model?: string;
        fallback?: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
        temperature?: number;
        maxTokens?: number;
        monthlyBudgetMicros?: number;
        dailyBudgetMicros?: number;
        tenantBudgetMicros?: number;
        projectBudgetMicros?: number;
        runBudgetMicros?: number;
        reach?: "gaps" | "all";
        enabled?: boolean;
        prompt?: string;
      };
      replaces: number;
      reason: string;
    };
    reply: {
      id: string | null;
      level: "system" | "project" | "agent";
      project: { id: string; name: string } | null;
      tenant: { id: string; name: string } | null;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
      version: number;
      values: {
        provider?: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        model?: string;
        fallback?: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
        temperature?: number;
        maxTokens?: number;
        monthlyBudgetMicros?: number;
        dailyBudgetMicros?: number;
        tenantBudgetMicros?: number;
        projectBudgetMicros?: number;
        runBudgetMicros?: number;
        reach?: "gaps" | "all";
        enabled?: boolean;
        prompt?: string;
      };
      reason: string | null;
      author: { id: string; email: string | null } | null;
      createdAt: string | null;
    };
  };
  /** List the projects that say something otherwise */
  "get /api/llm/projects": {
    path: object;
    input: {
      page?: number;
      pageSize?: number;
      search?: string;
      sort?: "updatedAt:asc" | "updatedAt:desc" | "name:asc" | "name:desc";
    };
    reply: {
      items: {
        project: { id: string; name: string };
        tenant: { id: string; name: string };
        updatedAt: string;
        overrides: {
          level: "system" | "project" | "agent";
          agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
          version: number;
          names: string[];
        }[];
      }[];
      total: number;
      isTotalCapped: boolean;
      page: number;
      pageSize: number;
      totalPages: number;
    };
  };
  /** What a project says otherwise, and which of its agents do */
  "get /api/llm/projects/{id}": {
    path: { id: string };
    input: object;
    reply: {
      id: string | null;
      level: "system" | "project" | "agent";
      project: { id: string; name: string } | null;
      tenant: { id: string; name: string } | null;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
      version: number;
      values: {
        provider?: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        model?: string;
        fallback?: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
        temperature?: number;
        maxTokens?: number;
        monthlyBudgetMicros?: number;
        dailyBudgetMicros?: number;
        tenantBudgetMicros?: number;
        projectBudgetMicros?: number;
        runBudgetMicros?: number;
        reach?: "gaps" | "all";
        enabled?: boolean;
        prompt?: string;
      };
      reason: string | null;
      author: { id: string; email: string | null } | null;
      createdAt: string | null;
      agents: {
        level: "system" | "project" | "agent";
        agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
        version: number;
        names: string[];
      }[];
    };
  };
  /** Save a new version of a project's level */
  "put /api/llm/projects/{id}": {
    path: { id: string };
    input: {
      values: {
        provider?: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        model?: string;
        fallback?: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
        temperature?: number;
        maxTokens?: number;
        monthlyBudgetMicros?: number;
        dailyBudgetMicros?: number;
        tenantBudgetMicros?: number;
        projectBudgetMicros?: number;
        runBudgetMicros?: number;
        reach?: "gaps" | "all";
        enabled?: boolean;
        prompt?: string;
      };
      replaces: number;
      reason: string;
    };
    reply: {
      id: string | null;
      level: "system" | "project" | "agent";
      project: { id: string; name: string } | null;
      tenant: { id: string; name: string } | null;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
      version: number;
      values: {
        provider?: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        model?: string;
        fallback?: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
        temperature?: number;
        maxTokens?: number;
        monthlyBudgetMicros?: number;
        dailyBudgetMicros?: number;
        tenantBudgetMicros?: number;
        projectBudgetMicros?: number;
        runBudgetMicros?: number;
        reach?: "gaps" | "all";
        enabled?: boolean;
        prompt?: string;
      };
      reason: string | null;
      author: { id: string; email: string | null } | null;
      createdAt: string | null;
      agents: {
        level: "system" | "project" | "agent";
        agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
        version: number;
        names: string[];
      }[];
    };
  };
  /** Let the system's level apply to a project again */
  "delete /api/llm/projects/{id}": {
    path: { id: string };
    input: { replaces?: number; reason?: string };
    reply: {
      id: string | null;
      level: "system" | "project" | "agent";
      project: { id: string; name: string } | null;
      tenant: { id: string; name: string } | null;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
      version: number;
      values: {
        provider?: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        model?: string;
        fallback?: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
        temperature?: number;
        maxTokens?: number;
        monthlyBudgetMicros?: number;
        dailyBudgetMicros?: number;
        tenantBudgetMicros?: number;
        projectBudgetMicros?: number;
        runBudgetMicros?: number;
        reach?: "gaps" | "all";
        enabled?: boolean;
        prompt?: string;
      };
      reason: string | null;
      author: { id: string; email: string | null } | null;
      createdAt: string | null;
      agents: {
        level: "system" | "project" | "agent";
        agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
        version: number;
        names: string[];
      }[];
    };
  };
  /** What one agent does otherwise in a project */
  "get /api/llm/projects/{id}/agents/{agent}": {
    path: {
      id: string;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer";
    };
    input: object;
    reply: {
      id: string | null;
      level: "system" | "project" | "agent";
      project: { id: string; name: string } | null;
      tenant: { id: string; name: string } | null;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
      version: number;
      values: {
        provider?: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        model?: string;
        fallback?: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
        temperature?: number;
        maxTokens?: number;
        monthlyBudgetMicros?: number;
        dailyBudgetMicros?: number;
        tenantBudgetMicros?: number;
        projectBudgetMicros?: number;
        runBudgetMicros?: number;
        reach?: "gaps" | "all";
        enabled?: boolean;
        prompt?: string;
      };
      reason: string | null;
      author: { id: string; email: string | null } | null;
      createdAt: string | null;
    };
  };
  /** Save a new version of an agent's level */
  "put /api/llm/projects/{id}/agents/{agent}": {
    path: {
      id: string;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer";
    };
    input: {
      values: {
        provider?: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        model?: string;
        fallback?: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
        temperature?: number;
        maxTokens?: number;
        monthlyBudgetMicros?: number;
        dailyBudgetMicros?: number;
        tenantBudgetMicros?: number;
        projectBudgetMicros?: number;
        runBudgetMicros?: number;
        reach?: "gaps" | "all";
        enabled?: boolean;
        prompt?: string;
      };
      replaces: number;
      reason: string;
    };
    reply: {
      id: string | null;
      level: "system" | "project" | "agent";
      project: { id: string; name: string } | null;
      tenant: { id: string; name: string } | null;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
      version: number;
      values: {
        provider?: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        model?: string;
        fallback?: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
        temperature?: number;
        maxTokens?: number;
        monthlyBudgetMicros?: number;
        dailyBudgetMicros?: number;
        tenantBudgetMicros?: number;
        projectBudgetMicros?: number;
        runBudgetMicros?: number;
        reach?: "gaps" | "all";
        enabled?: boolean;
        prompt?: string;
      };
      reason: string | null;
      author: { id: string; email: string | null } | null;
      createdAt: string | null;
    };
  };
  /** Let the project's level apply to an agent again */
  "delete /api/llm/projects/{id}/agents/{agent}": {
    path: {
      id: string;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer";
    };
    input: { replaces?: number; reason?: string };
    reply: {
      id: string | null;
      level: "system" | "project" | "agent";
      project: { id: string; name: string } | null;
      tenant: { id: string; name: string } | null;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
      version: number;
      values: {
        provider?: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        model?: string;
        fallback?: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
        temperature?: number;
        maxTokens?: number;
        monthlyBudgetMicros?: number;
        dailyBudgetMicros?: number;
        tenantBudgetMicros?: number;
        projectBudgetMicros?: number;
        runBudgetMicros?: number;
        reach?: "gaps" | "all";
        enabled?: boolean;
        prompt?: string;
      };
      reason: string | null;
      author: { id: string; email: string | null } | null;
      createdAt: string | null;
    };
  };
  /** What holds for a project or agent, where each value comes from, and the composed prompt */
  "get /api/llm/effective": {
    path: object;
    input: {
      projectId?: "" | string;
      agent?: "" | "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer";
    };
    reply: {
      projectId: string | null;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
      values: {
        provider: {
          value: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
          level: "system" | "project" | "agent";
          version: number;
        };
        model: { value: string; level: "system" | "project" | "agent"; version: number };
        fallback: {
          value: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
          level: "system" | "project" | "agent";
          version: number;
        };
        temperature: { value: number; level: "system" | "project" | "agent"; version: number };
        maxTokens: { value: number; level: "system" | "project" | "agent"; version: number };
        monthlyBudgetMicros: { value: number; level: "system" | "project" | "agent"; version: number };
        dailyBudgetMicros: { value: number; level: "system" | "project" | "agent"; version: number };
        tenantBudgetMicros: { value: number; level: "system" | "project" | "agent"; version: number };
        projectBudgetMicros: { value: number; level: "system" | "project" | "agent"; version: number };
        runBudgetMicros: { value: number; level: "system" | "project" | "agent"; version: number };
        reach: { value: "gaps" | "all"; level: "system" | "project" | "agent"; version: number };
        enabled: { value: boolean; level: "system" | "project" | "agent"; version: number };
      };
      prompt: { text: string; parts: { level: "system" | "project" | "agent"; version: number; text: string }[] };
      versions: { system?: number; project?: number; agent?: number };
    };
  };
  /** Every save: who, when, why and what */
  "get /api/llm/history": {
    path: object;
    input: {
      after?: "" | string;
      limit?: number;
      level?: "" | "system" | "project" | "agent";
      projectId?: "" | string;
      agent?: "" | "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer";
      authorId?: "" | string;
    };
    reply: {
      items: {
        id: string;
        level: "system" | "project" | "agent";
        project: { id: string; name: string } | null;
        tenant: { id: string; name: string } | null;
        agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
        version: number;
        reason: string | null;
        author: { id: string; email: string | null } | null;
        createdAt: string | null;
        changes: { name: string; old: unknown; new: unknown }[];
        prompt: { addedLines: number; removedLines: number };
      }[];
      next: string | null;
    };
  };
  /** Read a version */
  "get /api/llm/history/{id}": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      level: "system" | "project" | "agent";
      project: { id: string; name: string } | null;
      tenant: { id: string; name: string } | null;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
      version: number;
      reason: string | null;
      author: { id: string; email: string | null } | null;
      createdAt: string | null;
      changes: { name: string; old: unknown; new: unknown }[];
      prompt: { addedLines: number; removedLines: number };
      values: {
        provider?: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        model?: string;
        fallback?: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
        temperature?: number;
        maxTokens?: number;
        monthlyBudgetMicros?: number;
        dailyBudgetMicros?: number;
        tenantBudgetMicros?: number;
        projectBudgetMicros?: number;
        runBudgetMicros?: number;
        reach?: "gaps" | "all";
        enabled?: boolean;
        prompt?: string;
      };
      isInForce: boolean;
      affectedProjects: number;
    };
  };
  /** Two versions side by side */
  "get /api/llm/history/{id}/diff": {
    path: { id: string };
    input: { against?: "" | string };
    reply: {
      from: { id: string | null; level: "system" | "project" | "agent"; version: number };
      to: { id: string | null; level: "system" | "project" | "agent"; version: number };
      values: { name: string; old: unknown; new: unknown }[];
      prompt: { kind: "same" | "added" | "removed"; text: string }[];
    };
  };
  /** Save a version again, as a new one */
  "post /api/llm/history/{id}/restore": {
    path: { id: string };
    input: { reason?: string; replaces?: number };
    reply: {
      id: string;
      level: "system" | "project" | "agent";
      project: { id: string; name: string } | null;
      tenant: { id: string; name: string } | null;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer" | null;
      version: number;
      reason: string | null;
      author: { id: string; email: string | null } | null;
      createdAt: string | null;
      changes: { name: string; old: unknown; new: unknown }[];
      prompt: { addedLines: number; removedLines: number };
      values: {
        provider?: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        model?: string;
        fallback?: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
        temperature?: number;
        maxTokens?: number;
        monthlyBudgetMicros?: number;
        dailyBudgetMicros?: number;
        tenantBudgetMicros?: number;
        projectBudgetMicros?: number;
        runBudgetMicros?: number;
        reach?: "gaps" | "all";
        enabled?: boolean;
        prompt?: string;
      };
      isInForce: boolean;
      affectedProjects: number;
    };
  };
  /** Who can answer agents, and who has a key */
  "get /api/llm/providers": {
    path: object;
    input: object;
    reply: {
      items: {
        provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        name: string;
        isConfigured: boolean;
        isUsable: boolean;
      }[];
    };
  };
  /** Ask a provider whether it takes the key */
  "post /api/llm/providers/{provider}/check": {
    path: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible" };
    input: object;
    reply: {
      provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
      outcome: "ok" | "refused" | "unreachable" | "not_configured";
      status: number | null;
      latencyMs: number;
      message: string;
    };
  };
  /** Spending, savings, speed and errors */
  "get /api/llm/stats": {
    path: object;
    input: { range?: "24h" | "7d" | "30d" | "90d" };
    reply: {
      range: "24h" | "7d" | "30d" | "90d";
      from: string;
      to: string;
      budgets: {
        month: { usedMicros: number; limitMicros: number; percent: number };
        day: { usedMicros: number; limitMicros: number; percent: number };
      };
      totals: {
        calls: number;
        failed: number;
        inputTokens: number;
        cachedTokens: number;
        outputTokens: number;
        costMicros: number;
        savedMicros: number;
        unpriced: number;
        averageLatencyMs: number | null;
      };
      errorRate: number | null;
      latencyMs: { p50: number | null; p95: number | null };
      savings: { cacheHits: number; cacheMicros: number; blueprintRuns: number; blueprintMicros: number | null };
      byProvider: { name: string; calls: number; failed: number; costMicros: number; averageLatencyMs: number | null }[];
      byModel: { name: string; calls: number; failed: number; costMicros: number; averageLatencyMs: number | null }[];
      byAgent: { name: string; calls: number; failed: number; costMicros: number; averageLatencyMs: number | null }[];
      openAlerts: number;
    };
  };
  /** Calls to models, with totals over the filter */
  "get /api/llm/logs": {
    path: object;
    input: {
      from?: "" | string;
      to?: "" | string;
      agent?: "" | "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer";
      provider?: "" | "blueprint" | "openai" | "anthropic" | "google" | "compatible";
      model?: "" | string;
      status?: "" | "succeeded" | "failed" | "refused";
      cache?: "" | "none" | "miss" | "hit";
      projectId?: "" | string;
      tenantId?: "" | string;
      runId?: "" | string;
      after?: string;
      limit?: number;
    };
    reply: {
      items: {
        id: string;
        at: string;
        tenant: { id: string; name: string };
        project: { id: string; name: string };
        runId: string;
        agent: string;
        taskId: string | null;
        provider: string;
        model: string;
        promptVersions: { system?: number; project?: number; agent?: number };
        inputTokens: number;
        cachedTokens: number;
        outputTokens: number;
        costMicros: number | null;
        savedMicros: number;
        latencyMs: number;
        cache: "none" | "miss" | "hit";
        status: "succeeded" | "failed" | "refused";
        errorCode: string | null;
        priceVersion: string | null;
      }[];
      next: string | null;
      totals: {
        calls: number;
        failed: number;
        inputTokens: number;
        cachedTokens: number;
        outputTokens: number;
        costMicros: number;
        savedMicros: number;
        unpriced: number;
        averageLatencyMs: number | null;
      } | null;
    };
  };
  /** Calls to models as CSV */
  "get /api/llm/logs/export": {
    path: object;
    input: {
      from?: "" | string;
      to?: "" | string;
      agent?: "" | "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer";
      provider?: "" | "blueprint" | "openai" | "anthropic" | "google" | "compatible";
      model?: "" | string;
      status?: "" | "succeeded" | "failed" | "refused";
      cache?: "" | "none" | "miss" | "hit";
      projectId?: "" | string;
      tenantId?: "" | string;
      runId?: "" | string;
    };
    reply: string;
  };
  /** What an admin should look at */
  "get /api/llm/alerts": {
    path: object;
    input: {
      page?: number;
      pageSize?: number;
      status?: "" | "open" | "resolved";
      kind?: "" | "budget_80" | "budget_95" | "budget_100" | "error_rate" | "provider_down";
    };
    reply: {
      items: {
        id: string;
        kind: "budget_80" | "budget_95" | "budget_100" | "error_rate" | "provider_down";
        subject: string;
        subjectName: string | null;
        period: string;
        message: string;
        status: "open" | "resolved";
        createdAt: string;
        resolvedAt: string | null;
        resolvedBy: { id: string; email: string | null } | null;
      }[];
      total: number;
      isTotalCapped: boolean;
      page: number;
      pageSize: number;
      totalPages: number;
    };
  };
  /** Mark an alert as dealt with */
  "post /api/llm/alerts/{id}/resolve": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      kind: "budget_80" | "budget_95" | "budget_100" | "error_rate" | "provider_down";
      subject: string;
      subjectName: string | null;
      period: string;
      message: string;
      status: "open" | "resolved";
      createdAt: string;
      resolvedAt: string | null;
      resolvedBy: { id: string; email: string | null } | null;
    };
  };
  /** List the blueprints */
  "get /api/llm/templates": {
    path: object;
    input: {
      search?: string;
      kind?: "" | "web-app" | "integration" | "command-line" | "static-site";
      enabled?: "" | "true" | "false";
    };
    reply: {
      items: {
        id: string;
        kind: "web-app" | "integration" | "command-line" | "static-site";
        name: string;
        version: string;
        description: string;
        delivers: string[];
        enabled: boolean;
        disabledAt: string | null;
        disabledBy: { id: string; email: string | null } | null;
      }[];
    };
  };
  /** Read a blueprint */
  "get /api/llm/templates/{id}": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      kind: "web-app" | "integration" | "command-line" | "static-site";
      name: string;
      version: string;
      description: string;
      delivers: string[];
      enabled: boolean;
      disabledAt: string | null;
      disabledBy: { id: string; email: string | null } | null;
    };
  };
  /** Let no new run use a blueprint */
  "post /api/llm/templates/{id}/disable": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      kind: "web-app" | "integration" | "command-line" | "static-site";
      name: string;
      version: string;
      description: string;
      delivers: string[];
      enabled: boolean;
      disabledAt: string | null;
      disabledBy: { id: string; email: string | null } | null;
    };
  };
  /** Let new runs use a blueprint again */
  "post /api/llm/templates/{id}/enable": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      kind: "web-app" | "integration" | "command-line" | "static-site";
      name: string;
      version: string;
      description: string;
      delivers: string[];
      enabled: boolean;
      disabledAt: string | null;
      disabledBy: { id: string; email: string | null } | null;
    };
  };
  /** A blueprint as a file */
  "get /api/llm/templates/{id}/export": {
    path: { id: string };
    input: object;
    reply: {
      id: string;
      kind: "web-app" | "integration" | "command-line" | "static-site";
      name: string;
      version: string;
      description: string;
      delivers: string[];
      format: "q2o.blueprint/1";
      exportedAt: string;
    };
  };
  /** Bind this device to an activation code */
  "post /api/device/activate": {
    path: object;
    input: { code: string; fingerprint: string; label?: string };
    reply: {
      device: { id: string; label: string | null };
      accessToken: string;
      expiresInSeconds: number;
      refreshToken: string;
    };
  };
  /** Exchange the refresh token, once, for the next pair */
  "post /api/device/refresh": {
    path: object;
    input: { refreshToken: string };
    reply: {
      device: { id: string; label: string | null };
      accessToken: string;
      expiresInSeconds: number;
      refreshToken: string;
    };
  };
  /** The keys that check access tokens (JWKS) */
  "get /api/device/keys": {
    path: object;
    input: object;
    reply: { keys: { kty: "OKP"; crv: "Ed25519"; x: string; kid: string; alg: "EdDSA"; use: "sig" }[] };
  };
  /** Say that the device is there */
  "post /api/device/heartbeat": {
    path: object;
    input: object;
    reply: { policyVersion: string; heartbeatSeconds: number };
  };
  /** What the device may, and what it shows */
  "get /api/device/policy": {
    path: object;
    input: object;
    reply: {
      version: string;
      device: { id: string; label: string | null };
      scopes: ("watch" | "comment" | "download")[];
      tenant: { name: string; logoUrl: string | null; primaryColor: string | null; namesPlatform: boolean };
      projects: { id: string; name: string; state: "pending" | "running" | "paused" | "completed" | "failed" }[];
      limits: { maxDevices: number | null; expiresAt: string | null };
      intervals: { heartbeatSeconds: number; refreshSeconds: number };
    };
  };
  /** Begin an attempt */
  "post /api/runner/boot": {
    path: object;
    input: object;
    reply: {
      run: { id: string; number: number; attempt: number; epoch: number };
      project: { name: string; description: string; objectives: string; slug: string };
      desired: "run" | "pause" | "cancel";
      config: {
        provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        runBudgetMicros?: number;
        agents?: Record<"orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer", {
          provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
          model: string;
          fallback: { provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible"; model: string }[];
          temperature: number;
          maxTokens: number;
          monthlyBudgetMicros: number;
          dailyBudgetMicros: number;
          tenantBudgetMicros: number;
          projectBudgetMicros: number;
          runBudgetMicros: number;
          reach: "gaps" | "all";
          enabled: boolean;
          versions: { system?: number; project?: number; agent?: number };
          prompt: number;
        }>;
        prompts?: string[];
        disabledBlueprints?: string[];
      };
      limits: { heartbeatSeconds: number; leaseSeconds: number; wallSeconds: number };
      checkpoint: { step: string; url: string; sha256: string } | null;
    };
  };
  /** Keep the lease */
  "post /api/runner/heartbeat": {
    path: object;
    input: object;
    reply: { desired: "run" | "pause" | "cancel"; leaseSeconds: number };
  };
  /** Report what happened */
  "post /api/runner/steps": {
    path: object;
    input: {
      seq: number;
      phase?: string;
      progress?: number;
      etaSeconds?: number;
      tasks?: {
        id: string;
        agent: string;
        title: string;
        status: "waiting" | "running" | "done" | "failed" | "skipped" | "nothing_to_do";
        summary?: string;
        dependsOn?: string[];
      }[];
      requirements?: {
        id: string;
        text: string;
        kind: string;
        priority: "must" | "should" | "could";
        status: "open" | "verified" | "gap";
        reason?: string;
      }[];
      checks?: {
        check: string;
        name: string;
        status: "passed" | "failed" | "skipped";
        requirementIds: string[];
        summary: string;
        durationMs: number;
      }[];
      pictures?: {
        page: "start" | "list" | "detail" | "form";
        screen: "wide" | "narrow";
        path: string;
        heading: string;
        width: number;
        height: number;
        key: string;
      }[];
      files?: { path: string; bytes: number }[];
      log?: { level: "info" | "warn" | "error"; text: string }[];
    };
    reply: { desired: "run" | "pause" | "cancel" };
  };
  /** Set money aside for a question to a model */
  "post /api/runner/reservations": {
    path: object;
    input: {
      id: string;
      agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer";
      provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
      model: string;
      mostMicros: number;
    };
    reply: { granted: true } | {
      granted: false;
      budget: "platform_month" | "platform_day" | "tenant_month" | "project" | "project_month" | "project_day" | "run" | "agent";
    };
  };
  /** Tell what models were asked */
  "post /api/runner/llm-calls": {
    path: object;
    input: {
      calls: {
        id: string;
        agent: "orchestrator" | "researcher" | "architect" | "coder" | "frontend" | "integration" | "workflow" | "mobile" | "infrastructure" | "testing" | "qa" | "security" | "writer";
        taskId?: string;
        provider: "blueprint" | "openai" | "anthropic" | "google" | "compatible";
        model: string;
        promptVersions: { system?: number; project?: number; agent?: number };
        inputTokens: number;
        cachedTokens?: number;
        outputTokens: number;
        costMicros: number | null;
        savedMicros?: number;
        priceVersion?: string;
        latencyMs: number;
        cache: "none" | "miss" | "hit";
        status: "succeeded" | "failed" | "refused";
        errorCode?: string;
      }[];
    };
    reply: { recorded: number };
  };
  /** Ask where to put a file */
  "post /api/runner/artifacts": {
    path: object;
    input: {
      kind: "zip" | "manifest" | "checkpoint" | "log" | "picture";
      sha256: string;
      bytes: number;
      contentType: string;
    };
    reply: { key: string; url: string; headers: { [name: string]: string }; expiresAt: string };
  };
  /** Keep a point to go on from */
  "post /api/runner/checkpoint": {
    path: object;
    input: { step: string; key: string; sha256: string };
    reply: { desired: "run" | "pause" | "cancel" };
  };
  /** Sign a manifest */
  "post /api/runner/sign": {
    path: object;
    input: { sha256: string };
    reply: { algorithm: "Ed25519"; keyId: string; publicKey: string; signature: string };
  };
  /** Deliver the result */
  "post /api/runner/complete": {
    path: object;
    input: { zipKey: string; manifestKey: string; sha256: string; bytes: number };
    reply: object;
  };
  /** Give up */
  "post /api/runner/fail": {
    path: object;
    input: { code: string; message: string; retryable: boolean };
    reply: object;
  };
  /** Stop, as told to */
  "post /api/runner/released": {
    path: object;
    input: { reason: "pause" | "cancel" | "sigterm" };
    reply: object;
  };
};
