import * as z from "zod";

/** What a picture shows: which page of the software, where that is, and on which screen. Sizes are of the picture. */
export const Shown = z.object({
  page: z.enum(["start", "list", "detail", "form"]),
  screen: z.enum(["wide", "narrow"]),
  path: z.string(),
  heading: z.string(),
  width: z.number().int(),
  height: z.number().int(),
});
export type Shown = z.infer<typeof Shown>;
