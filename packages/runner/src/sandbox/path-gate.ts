/**
 * Which paths a delivered project may have. Every write goes through here, because a path is the cheapest way out of
 * a folder, and because the archive is unpacked on machines we do not know (Windows included).
 */

/** A path or a tree that may not be written; `message` names the offender and the reason. */
export class PathRefused extends Error {
  override readonly name = "PathRefused";
}

export type TreeLimits = { maxFiles: number; maxFileBytes: number; maxTotalBytes: number };

export const treeLimits: TreeLimits = { maxFiles: 5_000, maxFileBytes: 5_000_000, maxTotalBytes: 50_000_000 };

const maxPathBytes = 200;
const maxNameBytes = 100;
const maxDepth = 16;

/** Folders that belong to a tool, never to a project's sources. */
const reservedFolders = new Set([".git", ".hg", ".svn", "node_modules"]);
const windowsDevice = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
const forbidden = /[\u0000-\u001f\u007f-\u009f\\:*?"<>|\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd]/u;

/**
 * The path itself, when it is one a project may have: relative, normalised, in Unicode's composed form.
 *
 * @throws PathRefused otherwise. Nothing is repaired: two spellings of one path would be two files on one system and
 * one on another.
 */
export function gatePath(path: string): string {
  const refuse = (reason: string) => new PathRefused(`${JSON.stringify(path.slice(0, maxPathBytes))} ${reason}.`);
  if (path === "") throw refuse("is empty");
  if (Buffer.byteLength(path) > maxPathBytes) throw refuse(`is longer than ${maxPathBytes} bytes`);
  if (!path.isWellFormed()) throw refuse("is not well-formed Unicode");
  if (path.normalize("NFC") !== path) throw refuse("is not in composed form (NFC)");
  if (forbidden.test(path)) throw refuse("has a character that some file system forbids");
  if (path.startsWith("/")) throw refuse("is absolute");

  const names = path.split("/");
  if (names.length > maxDepth) throw refuse(`is deeper than ${maxDepth} folders`);
  for (const name of names) {
    if (name === "" || name === "." || name === "..") throw refuse("is not normalised");
    if (name.startsWith("~") || name.startsWith("-")) throw refuse("has a name that a shell reads as something else");
    if (name.endsWith(".") || name.endsWith(" ") || name.startsWith(" "))
      throw refuse("has a name that Windows would change");
    if (Buffer.byteLength(name) > maxNameBytes) throw refuse(`has a name longer than ${maxNameBytes} bytes`);
    if (windowsDevice.test(name)) throw refuse("has a name that Windows reserves");
    if (reservedFolders.has(name.toLowerCase())) throw refuse("lies in a folder that belongs to a tool");
  }
  return path;
}

/**
 * The same files, when all of them may be written together: no two that are one on a system that ignores case, none
 * that is also a folder of another, and not too many or too large.
 *
 * @throws PathRefused
 */
export function gateTree<Body extends string | Uint8Array>(
  files: ReadonlyMap<string, Body>,
  limits: TreeLimits = treeLimits,
): ReadonlyMap<string, Body> {
  if (files.size > limits.maxFiles) throw new PathRefused(`There are more than ${limits.maxFiles} files.`);
  const folded = new Map<string, string>();
  let total = 0;
  for (const [path, body] of files) {
    gatePath(path);
    const bytes = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
    total += bytes;
    if (bytes > limits.maxFileBytes) throw new PathRefused(`${path} is larger than ${limits.maxFileBytes} bytes.`);
    if (total > limits.maxTotalBytes)
      throw new PathRefused(`The files are larger than ${limits.maxTotalBytes} bytes together.`);
    const twin = folded.get(fold(path));
    if (twin !== undefined) throw new PathRefused(`${path} and ${twin} are one file where case is ignored.`);
    folded.set(fold(path), path);
  }
  refuseFileAsFolder(folded);
  return files;
}

function refuseFileAsFolder(folded: ReadonlyMap<string, string>) {
  for (const [key, path] of folded)
    for (let at = key.lastIndexOf("/"); at > 0; at = key.lastIndexOf("/", at - 1)) {
      const file = folded.get(key.slice(0, at));
      if (file !== undefined) throw new PathRefused(`${file} is a file and a folder of ${path} at once.`);
    }
}

const fold = (path: string) => path.toLowerCase().toUpperCase().toLowerCase();
