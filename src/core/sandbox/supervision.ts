/** What the native supervisor tells of a running command, and what it is told. */

/** A program that is about to start inside, started by the command that was granted; it waits until it is answered. */
export type ExecEvent = {
  /** As seen from outside the sandbox. */
  readonly pid: number;
  /** Words of the processes above it, outermost first, without the one that starts. */
  readonly ancestors: readonly (readonly string[])[];
  /** The file as the caller named it, made absolute; null where it has no name (memfd, a descriptor). */
  readonly path: string | null;
  readonly argv: readonly string[];
  /** Absolute. */
  readonly cwd: string;
};

/** `allow-same`: the very same file, words and folder need not be asked about again in this run. */
export type ExecAnswer = "allow" | "allow-same" | "refuse";

/** Something the sandbox stopped, known from the call itself. */
export type Attempt =
  /** Absolute; it was to be opened, made or moved for writing. A folder that was to be made ends in `/`. */
  | { readonly kind: "write"; readonly path: string }
  /** A Unix socket that none of the command's own processes listens on. */
  | { readonly kind: "socket"; readonly path: string }
  /** An address that cannot be reached from inside. */
  | { readonly kind: "address"; readonly address: string; readonly port: number }
  /** A host that was asked of the proxy and refused. */
  | { readonly kind: "host"; readonly host: string; readonly port: number };

/**
 * Covers what stands at a path, in the sandbox of one run and while it runs: a folder looks empty, a file cannot be
 * read, neither can be written. Does nothing where nothing stands there any more. What cannot be covered ends the run.
 *
 * @param path absolute
 */
export type Cover = (is: "folder" | "file", path: string) => void;

/** What is wanted of the supervisor for one run. */
export type Supervision = {
  /** Null: programs start without being asked about. */
  readonly exec: ((event: ExecEvent) => Promise<ExecAnswer>) | null;
  /** Null: no proxy. Gets what listens inside the sandbox, as `net.Server` on the host's side takes it over. */
  readonly proxy: ((listener: unknown) => void) | null;
  /** Each thing that was stopped, once. */
  readonly attempt: (attempt: Attempt) => void;
};

export const UNSUPERVISED: Supervision = { exec: null, proxy: null, attempt: () => undefined };

/** The port on the sandbox's own loopback where the proxy answers, HTTP and SOCKS5 alike. */
export const PROXY_PORT = 61_080;
