import * as z from "zod";
import { feedOf, Instant } from "../base/base.schema.ts";

/** A line of a run's log as a client reads it. */
export const ClientLine = z.object({ id: z.string(), at: Instant, type: z.string(), text: z.string() });
export const ClientFeed = feedOf(ClientLine);
