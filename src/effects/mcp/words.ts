/** What went wrong with a server, in one line for a person or a model. */
import type { Sdk } from "./sdk.ts";

const CHARS_MAX = 400;

/** Several lines as one, and not too long a one; not escaped. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  return line.length <= CHARS_MAX ? line : `${line.slice(0, CHARS_MAX)}…`;
}

/** What the library throws when a server does not answer as it should; names as in Codex where it has some. */
export function faultWords(error: unknown, sdk: Sdk): string {
  if (error instanceof sdk.UnauthorizedError) return signInWords(401);
  if (error instanceof sdk.SdkHttpError) {
    const { status } = error;
    return status === 401 || status === 403 ? signInWords(status) : `the server answered with HTTP status ${status}`;
  }
  if (error instanceof sdk.ProtocolError) return `Mcp error: ${error.code}: ${oneLine(error.message)}`;
  if (error instanceof sdk.SdkError) {
    const { SdkErrorCode } = sdk;
    switch (error.code) {
      case SdkErrorCode.ConnectionClosed:
      case SdkErrorCode.NotConnected:
      case SdkErrorCode.SendFailed:
        return "Transport closed";
      case SdkErrorCode.InvalidResult:
      case SdkErrorCode.UnsupportedResultType:
        return "Unexpected response type";
      default:
        return oneLine(error.message);
    }
  }
  return plainWords(error);
}

function signInWords(status: number): string {
  return (
    `the server wants a sign-in (HTTP status ${status}), and signing in by OAuth is not supported: ` +
    "put a token into a variable and name that in bearer_token_env_var"
  );
}

/** Of a connection that fails the code lies behind the message. */
function plainWords(error: unknown): string {
  if (!(error instanceof Error)) return oneLine(String(error));
  const { cause } = error;
  const inner = cause instanceof Error ? ` (${oneLine(cause.message)})` : "";
  return `${oneLine(error.message)}${inner}`;
}
