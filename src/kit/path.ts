/** POSIX paths as text; nothing here looks at a disk. */

/**
 * An absolute path without `.`, `..`, doubled or trailing slashes.
 *
 * @param base absolute; the folder that a relative `path` starts from
 */
export function resolvePath(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** True if `path` is `folder` or lies below it; both absolute and normalised. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || folder === "/" || path.startsWith(`${folder}/`);
}

/** The last component; empty for the root. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
