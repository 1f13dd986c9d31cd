import { Actor } from "@q2o/core/actor";
import { log, withLogContext } from "@q2o/core/base";
import { Webhook } from "@q2o/core/webhook";
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from "aws-lambda";
import { withPorts } from "../edge/ports.ts";
import { problem } from "../edge/problem.ts";
import { settings } from "../edge/settings.ts";
import { verify } from "./signature.ts";

/** Stripe's post box: kept when the signature is right, and answered only then. What it means is decided from the row. */
export const handler = withPorts(
  ["database", "queues", "webhook"],
  (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> =>
    withLogContext({ requestId: event.requestContext.requestId }, async () => {
      const { STRIPE_WEBHOOK_SECRET: secrets } = settings("webhook");
      const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8").toString("utf8");
      const stripeEvent = verify(body, event.headers["stripe-signature"] ?? "", secrets);
      if (!stripeEvent) return toResult(problem(400, "webhook.refused", "The signature or the body is not right."));
      try {
        await Actor.provide({ type: "platform" }, () => Webhook.store({ ...stripeEvent, payload: JSON.parse(body) }));
        return { statusCode: 200, headers: { "content-type": "application/json" }, body: '{"received":true}' };
      } catch (error) {
        log.error("webhook.unstored", error);
        // Stripe comes again.
        return toResult(problem(500, "internal.error", "Not stored."));
      }
    }),
);

const toResult = ({ status, headers = {}, body }: ReturnType<typeof problem>) => ({
  statusCode: status,
  headers,
  body: JSON.stringify(body),
});
