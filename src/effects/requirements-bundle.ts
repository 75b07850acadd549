/** Fetches the signed bundle of requirements, keeps it, and falls back on what it kept. */
import { createPublicKey, verify } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import {
  type Asked,
  type Bundle,
  type BundleConfig,
  isDue,
  isExpired,
  readBundle,
  whyNotTaken,
} from "../core/config/bundle.ts";
import type { ConfigError } from "../core/config/error.ts";
import { objectIn } from "../kit/json.ts";
import { err, ok, type Result } from "../kit/result.ts";
import type { Download } from "./download.ts";
import { readTextFileNow, systemWords } from "./text-file.ts";

export type BundleWanted = {
  readonly config: BundleConfig;
  /** Absolute: where the last good one is kept; only assent writes there. */
  readonly folder: string;
  readonly download: Download;
  readonly nowMs: number;
};

/** `fault`: what a person should know though there is a bundle, a whole sentence; null for nothing. */
export type LoadedBundle = { readonly bundle: Bundle; readonly fault: string | null };

/**
 * The bundle that counts now. One that is kept is verified again each time it is read, and counts until it expires; the
 * server is asked after an hour. With neither a good answer nor a good one kept it is an error, and nothing starts.
 */
export async function loadBundle(wanted: BundleWanted): Promise<Result<LoadedBundle, ConfigError>> {
  const { config, folder, nowMs } = wanted;
  const kept = readKept(folder, config);
  const usable = kept !== null && !isExpired(kept.bundle, nowMs) ? kept : null;
  if (usable !== null && !isDue(usable, nowMs)) return ok({ bundle: usable.bundle, fault: null });
  const fetched = await fetchBundle(wanted, kept);
  if (fetched.ok) {
    return ok({ bundle: fetched.value.bundle, fault: keep(folder, fetched.value) });
  }
  if (usable === null) return err({ kind: "no-requirements", from: config.url, why: fetched.error });
  const unkept = keep(folder, { ...usable, triedAtMs: nowMs });
  const since = usable.answeredAtMs === null ? "" : ` of ${new Date(usable.answeredAtMs).toISOString()}`;
  return ok({
    bundle: usable.bundle,
    fault: `${fetched.error}; the requirements${since} still hold${unkept === null ? "" : `; ${unkept}`}`,
  });
}

/** As it is kept: the very bytes that were signed, in base64. */
type Kept = Asked & {
  readonly url: string;
  readonly body: string;
  readonly signature: string;
  readonly etag: string | null;
  readonly bundle: Bundle;
};

const FILE = "bundle.json";

async function fetchBundle(
  { config, download, nowMs }: BundleWanted,
  kept: Kept | null,
): Promise<Result<Kept, string>> {
  const isAgain = kept !== null && !isExpired(kept.bundle, nowMs);
  const answer = await download(config.url, isAgain ? kept.etag : null);
  if (!answer.ok) return answer;
  if (answer.value.kind === "same") {
    return isAgain
      ? ok({ ...kept, answeredAtMs: nowMs, triedAtMs: null })
      : err(`${config.url} says that nothing changed, and nothing is known`);
  }
  const signed = await download(`${config.url}.sig`, null);
  if (!signed.ok) return signed;
  if (signed.value.kind === "same") return err(`${config.url}.sig gives no signature`);
  const body = answer.value.body.toString("base64");
  const signature = signed.value.body.toString("latin1").trim();
  const bundle = verified(config, body, signature);
  if (!bundle.ok) return err(`the bundle at ${config.url} does not count: ${bundle.error}`);
  const why = whyNotTaken(bundle.value, kept?.bundle ?? null, nowMs);
  if (why !== null) return err(`the bundle at ${config.url} does not count: ${why}`);
  const { etag } = answer.value;
  return ok({ url: config.url, body, signature, etag, answeredAtMs: nowMs, triedAtMs: null, bundle: bundle.value });
}

/** What the bytes say, if the key signed them. @param body base64; `signature` likewise */
function verified({ publicKey }: BundleConfig, body: string, signature: string): Result<Bundle, string> {
  if (!/^[A-Za-z0-9+/]{86}==$/.test(signature)) return err("its signature is not 64 bytes in base64");
  const bytes = Buffer.from(body, "base64");
  const key = createPublicKey({
    key: Buffer.concat([SPKI_OF_ED25519, Buffer.from(publicKey, "base64")]),
    format: "der",
    type: "spki",
  });
  if (!verify(null, bytes, key, Buffer.from(signature, "base64")))
    return err("it was not signed with the key that is set");
  return readBundle(bytes.toString("utf8"));
}

/** What stands before the 32 bytes of such a key. Source: RFC 8410. */
const SPKI_OF_ED25519 = Buffer.from("302a300506032b6570032100", "hex");

/** Null where nothing is kept, or nothing that the key has signed: somebody else wrote it, or for another address. */
function readKept(folder: string, config: BundleConfig): Kept | null {
  const read = readTextFileNow(`${folder}/${FILE}`);
  if (!read.ok || read.value === null) return null;
  // A torn file is as good as none: it is fetched again.
  const value = objectIn(read.value.text);
  if (value === null) return null;
  const { url, body, signature, etag, answered_at: answered, tried_at: tried } = value;
  if (url !== config.url || typeof body !== "string" || typeof signature !== "string") return null;
  const bundle = verified(config, body, signature);
  if (!bundle.ok) return null;
  return {
    url: config.url,
    body,
    signature,
    etag: typeof etag === "string" ? etag : null,
    answeredAtMs: typeof answered === "number" ? answered : null,
    triedAtMs: typeof tried === "number" ? tried : null,
    bundle: bundle.value,
  };
}

/** Whole or not at all. What is wrong, in words: a disk that takes nothing costs the next start a question to the server. */
function keep(folder: string, { url, body, signature, etag, answeredAtMs, triedAtMs }: Kept): string | null {
  const text = JSON.stringify({ url, body, signature, etag, answered_at: answeredAtMs, tried_at: triedAtMs });
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    replaceFile(`${folder}/${FILE}`, text);
    return null;
  } catch (error) {
    return `the requirements of ${url} cannot be kept: ${systemWords(error)}`;
  }
}

function replaceFile(path: string, text: string): void {
  const aside = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(aside, "w", 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(aside, path);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}
