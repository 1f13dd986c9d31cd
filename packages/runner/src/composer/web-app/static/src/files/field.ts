import * as z from "zod";
import type { Field } from "../resource/fields.ts";
import type { StoredFile } from "../resource/files.ts";
import { accepted, inWords } from "./kinds.ts";
import { Upload } from "./upload.ts";

/** What a body may say of a file: one that is sent with it, or one that the record has already. */
export type Given = Upload | Pick<StoredFile, "id">;

/** A field that holds a file, or as many as `most` says. */
export function file<const O extends { label: string; required?: boolean; pictures?: boolean; most?: number }>(
  options: O,
): Field<Given | Given[], O["required"] extends true ? true : false> {
  const { label, pictures = false, most = 1 } = options;
  const required = (options.required ?? false) as O["required"] extends true ? true : false;
  const one = z
    .custom<Given>((value) => value instanceof Upload || isKept(value), "Send a file, or one that the record has.")
    .refine((value) => !(value instanceof Upload) || value.bytes.length > 0, "The file is empty.")
    .refine(
      (value) => !(value instanceof Upload) || (value.kind !== undefined && (!pictures || value.kind.isPicture)),
      pictures ? `Use a picture: ${inWords.pictures}.` : `Use ${inWords.any}.`,
    );
  const several = z
    .array(one, "Send a list of files.")
    .min(required ? 1 : 0, "This field is required.")
    .max(most, `Use at most ${most} files.`);
  return {
    kind: "file",
    label,
    required,
    unique: false,
    schema: most > 1 ? several : one,
    files: { pictures, most, accept: accepted(pictures), kinds: pictures ? inWords.pictures : inWords.any },
  };
}

const isKept = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";
