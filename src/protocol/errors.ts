/** Why a turn failed. */
import * as z from "zod/mini";
import { count, define, maybe } from "./define.ts";

export const CodexErrorInfo = define("CodexErrorInfo", () =>
  z.union([
    z.enum([
      "contextWindowExceeded",
      "sessionBudgetExceeded",
      "usageLimitExceeded",
      "rateLimitExceeded",
      "flexUnavailable",
      "serverOverloaded",
      "modelNotFound",
      "policyCapacityUnavailable",
      "cyberPolicy",
      "misalignmentPolicyViolation",
      "tooManyDenials",
      "internalServerError",
      "unauthorized",
      "badRequest",
      "threadRollbackFailed",
      "sandboxError",
      "other",
      "inferenceHookDenied",
    ]),
    z.object({ httpConnectionFailed: z.object({ httpStatusCode: maybe(count()) }) }),
    z.object({ responseStreamConnectionFailed: z.object({ httpStatusCode: maybe(count()) }) }),
    z.object({ responseStreamDisconnected: z.object({ httpStatusCode: maybe(count()) }) }),
    z.object({ responseTooManyFailedAttempts: z.object({ httpStatusCode: maybe(count()) }) }),
    z.object({ activeTurnNotSteerable: z.object({ turnKind: NonSteerableTurnKind() }) }),
    z.union([z.string(), z.object({})]),
  ]),
);

export const NonSteerableTurnKind = define("NonSteerableTurnKind", () => z.enum(["review", "compact"]));

export const MisalignmentErrorDetails = define("MisalignmentErrorDetails", () =>
  z.object({
    errorType: maybe(z.string()),
    detailedExplanation: maybe(z.string()),
    steer: maybe(MisalignmentSteer()),
    reviewTarget: maybe(z.string()),
  }),
);

export const MisalignmentSteer = define("MisalignmentSteer", () => z.object({ message: z.string() }));

export const TurnError = define("TurnError", () =>
  z.object({
    message: z.string(),
    codexErrorInfo: maybe(CodexErrorInfo()),
    additionalDetails: maybe(z.string()),
    misalignment: maybe(MisalignmentErrorDetails()),
  }),
);
