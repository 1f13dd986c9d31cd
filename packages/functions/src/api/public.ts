import { activate } from "@q2o/core/project/activate";
import { ClientActivated } from "@q2o/core/project/client/schema";
import { branding } from "@q2o/core/tenant/branding";
import { Branding } from "@q2o/core/tenant/schema";
import { at } from "../edge/route.ts";
import { signedIn } from "./signed.ts";

const anybody = at("public");

/** How clients come in, and under whose name. */
export const open = [
  anybody("post /api/public/activate-project", {
    summary: "Open a project with its activation code",
    verb: activate,
    reply: ClientActivated,
    answer: signedIn,
    refuses: ["unauthenticated", "limited"],
  }),
  anybody("get /api/public/branding", {
    summary: "How a tenant looks, by slug or domain",
    verb: branding,
    reply: Branding,
    refuses: ["missing"],
  }),
];
