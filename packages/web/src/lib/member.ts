import { useResource } from "./resource.ts";

/** Who is signed in. Nothing is offered that the role may not do; the API refuses it anyhow. */
export function useSelf() {
  const session = useResource("/api/tenant/auth/session");
  const role = session.data?.member.role;
  return {
    isKnown: role !== undefined,
    tenantId: session.data?.tenant.id,
    mayOwn: role === "owner",
    mayBuild: role === "owner" || role === "builder",
    mayPay: role === "owner" || role === "billing",
  };
}
