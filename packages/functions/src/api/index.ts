import { account } from "./account.ts";
import { admin } from "./admin.ts";
import { admins } from "./admins.ts";
import { allCodes } from "./all-codes.ts";
import { allDevices } from "./all-devices.ts";
import { audit } from "./audit.ts";
import { auth } from "./auth.ts";
import { billing } from "./billing.ts";
import { client } from "./client.ts";
import { codes } from "./codes.ts";
import { clientComments, comments } from "./comments.ts";
import { device } from "./device.ts";
import { devices } from "./devices.ts";
import { figures } from "./export.ts";
import { health } from "./health.ts";
import { identity } from "./identity.ts";
import { llm } from "./llm.ts";
import { members } from "./members.ts";
import { meta } from "./meta.ts";
import { ownAudit } from "./own-audit.ts";
import { plans } from "./plans.ts";
import { profile } from "./profile.ts";
import { open } from "./public.ts";
import { runner } from "./runner.ts";
import { tenant } from "./tenant.ts";
import { tenants } from "./tenants.ts";
import { work } from "./work.ts";

const resources = [
  health,
  ...auth,
  ...billing,
  ...open,
  ...profile,
  ...tenant,
  ...account,
  ...members,
  ...ownAudit,
  ...codes,
  ...devices,
  ...client,
  ...comments,
  ...clientComments,
  ...identity,
  ...admin,
  ...admins,
  ...allCodes,
  ...allDevices,
  ...tenants,
  ...plans,
  ...work,
  ...audit,
  ...figures,
  ...llm,
  ...device,
  ...runner,
];

/** The description of all routes, and itself. */
export const described = meta(resources);

/** Every route of the API, for those who test or describe all of them. */
export const routes = [...described, ...resources];
