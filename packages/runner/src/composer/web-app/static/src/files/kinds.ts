/** What a file is, told by its bytes: what its name or its sender say of it is never believed. */
export type Kind = { type: string; extensions: readonly string[]; isPicture?: true };

const pictures = {
  jpeg: { type: "image/jpeg", extensions: ["jpg", "jpeg"], isPicture: true },
  png: { type: "image/png", extensions: ["png"], isPicture: true },
  gif: { type: "image/gif", extensions: ["gif"], isPicture: true },
  webp: { type: "image/webp", extensions: ["webp"], isPicture: true },
} as const satisfies Record<string, Kind>;

const pdf: Kind = { type: "application/pdf", extensions: ["pdf"] };

/** Documents that are archives inside, by what stands near their beginning or in their list of entries. */
const archives: readonly (Kind & { holds: string })[] = [
  { ...office("wordprocessingml.document", "docx"), holds: "word/" },
  { ...office("spreadsheetml.sheet", "xlsx"), holds: "xl/" },
  { ...office("presentationml.presentation", "pptx"), holds: "ppt/" },
  { ...open("text", "odt"), holds: "mimetypeapplication/vnd.oasis.opendocument.text" },
  { ...open("spreadsheet", "ods"), holds: "mimetypeapplication/vnd.oasis.opendocument.spreadsheet" },
  { ...open("presentation", "odp"), holds: "mimetypeapplication/vnd.oasis.opendocument.presentation" },
];

function office(format: string, extension: string): Kind {
  return { type: `application/vnd.openxmlformats-officedocument.${format}`, extensions: [extension] };
}

function open(format: string, extension: string): Kind {
  return { type: `application/vnd.oasis.opendocument.${format}`, extensions: [extension] };
}

const text: Kind = { type: "text/plain; charset=utf-8", extensions: ["txt", "md", "log"] };
const csv: Kind = { type: "text/csv; charset=utf-8", extensions: ["csv"] };

/** In words, for refusals and descriptions. */
export const inWords = {
  pictures: "JPEG, PNG, GIF or WebP",
  any: "a picture, PDF, Word, Excel, PowerPoint, OpenDocument, CSV or plain text",
};

/** For the file chooser of a browser. */
export const accepted = (isOfPictures: boolean): string =>
  (isOfPictures
    ? Object.values(pictures).map(({ type }) => type)
    : [...Object.values(pictures), pdf, ...archives, text, csv].flatMap(({ extensions }) =>
        extensions.map((each) => `.${each}`),
      )
  ).join(",");

/** The kind of a file; undefined for what is none of those that are taken, an SVG or a page with scripts among them. */
export function kindOf(bytes: Uint8Array, name: string): Kind | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 16)).toString("latin1");
  if (start.startsWith("\xff\xd8\xff")) return pictures.jpeg;
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return pictures.png;
  if (/^GIF8[79]a/.test(start)) return pictures.gif;
  if (/^RIFF[^]{4}WEBP/.test(start)) return pictures.webp;
  if (start.startsWith("%PDF-")) return pdf;
  if (start.startsWith("PK\x03\x04")) return archiveOf(bytes);
  if (!isText(bytes)) return undefined;
  return /\.csv$/i.test(name) ? csv : text;
}

function archiveOf(bytes: Uint8Array): Kind | undefined {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const head = whole.subarray(30, 130).toString("latin1");
  const isOffice = whole.includes("[Content_Types].xml");
  const found = archives.find(({ holds }) =>
    holds.startsWith("mimetype") ? head.startsWith(holds) : isOffice && whole.includes(holds),
  );
  return found && { type: found.type, extensions: found.extensions };
}

/** Whether it is text that people write: UTF-8 without the signs that only programs use. */
function isText(bytes: Uint8Array): boolean {
  try {
    const words = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return !/[\0-\x08\x0e-\x1f\x7f]/.test(words);
  } catch {
    return false;
  }
}

/**
 * A file's name as it is given back: without folders and invisible signs, and with an ending that fits what it is, so
 * that nothing opens as a program or a page which was taken as text.
 */
export function nameFor(given: string, kind: Kind | undefined): string {
  const plain = (given.split(/[/\\]/).at(-1) ?? "")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*]+/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  const name = plain === "" ? "file" : plain;
  const [ending] = name.toLowerCase().match(/(?<=\.)[a-z0-9]{1,8}$/) ?? [];
  const fits = kind === undefined || (ending !== undefined && kind.extensions.includes(ending));
  const kept = fits && ending ? `.${name.slice(-ending.length)}` : `.${kind?.extensions[0] ?? "bin"}`;
  const stem = fits && ending ? name.slice(0, -ending.length - 1) : name;
  return `${[...stem].slice(0, 100).join("").trimEnd()}${kept}`;
}
