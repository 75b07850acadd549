/** Why a turn failed, as clients sort it. */
import { expect, test } from "vitest";
import { showFault } from "../../../src/surfaces/server/show-thread.ts";

const SORTED: readonly [status: number | null, info: unknown][] = [
  [null, "other"],
  [200, "other"],
  [400, "other"],
  [401, { httpConnectionFailed: { httpStatusCode: 401 } }],
  [429, { responseTooManyFailedAttempts: { httpStatusCode: 429 } }],
  [500, "internalServerError"],
  [503, { httpConnectionFailed: { httpStatusCode: 503 } }],
];
test.each(SORTED)("an endpoint that answers %s", (status, info) => {
  expect(showFault("why", status)).toEqual({
    message: "why",
    codexErrorInfo: info,
    additionalDetails: null,
    misalignment: null,
  });
});
