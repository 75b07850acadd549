/** Fetches a small file over HTTPS: no redirect, bounded in time and size. */
import { get } from "node:https";
import { err, ok, type Result } from "../kit/result.ts";
import { systemWords } from "./text-file.ts";

/** `same`: the server says that what `etag` names is what it still has. */
export type Answer =
  | { readonly kind: "body"; readonly body: Buffer; readonly etag: string | null }
  | { readonly kind: "same" };

/** @param etag of what is known; null for nothing. Errors are plain words. */
export type Download = (url: string, etag: string | null) => Promise<Result<Answer, string>>;

export type DownloadLimits = {
  readonly timeoutMs: number;
  readonly bytesMax: number;
  /** Certificates that are trusted instead of the usual ones, PEM; null for the usual ones. */
  readonly ca: string | null;
};

export const DOWNLOAD_LIMITS: DownloadLimits = { timeoutMs: 10_000, bytesMax: 1024 * 1024, ca: null };

export function downloader({ timeoutMs, bytesMax, ca }: DownloadLimits): Download {
  return (url, etag) =>
    new Promise((resolve) => {
      const fail = (why: string): void => resolve(err(`${url} cannot be fetched: ${why}`));
      const headers = etag === null ? {} : { "if-none-match": etag };
      const signal = AbortSignal.timeout(timeoutMs);
      const request = get(url, { headers, signal, agent: false, ...(ca === null ? {} : { ca }) }, (response) => {
        const { statusCode = 0 } = response;
        if (statusCode === 304 && etag !== null) {
          response.resume();
          resolve(ok({ kind: "same" }));
          return;
        }
        if (statusCode !== 200) {
          response.destroy();
          fail(`the server answers with status ${statusCode}`);
          return;
        }
        const parts: Buffer[] = [];
        let length = 0;
        response.on("data", (part: Buffer) => {
          length += part.length;
          if (length <= bytesMax) parts.push(part);
          else {
            response.destroy();
            fail(`it is larger than ${bytesMax} bytes`);
          }
        });
        response.on("end", () => {
          const tag = response.headers.etag ?? null;
          if (response.complete) resolve(ok({ kind: "body", body: Buffer.concat(parts), etag: tag }));
          else fail("the server broke off");
        });
        response.on("error", (error) => fail(signal.aborted ? `no answer in ${timeoutMs} ms` : systemWords(error)));
      });
      request.on("error", (error) => fail(signal.aborted ? `no answer in ${timeoutMs} ms` : systemWords(error)));
    });
}
