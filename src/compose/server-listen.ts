/** Where `assent app-server` takes clients besides its own standard streams. */
import { listenOnUnixSocket } from "../effects/unix-listener.ts";
import { listenOnWebSocket, newToken, readToken } from "../effects/web-socket.ts";
import type { Wire } from "../engine/wire.ts";
import { never } from "../kit/never.ts";
import { err, ok, type Result } from "../kit/result.ts";
import type { ServeOptions } from "../surfaces/cli/app-server.ts";

export type Place = {
  /** One line for whoever started it. */
  readonly says: string;
  readonly close: () => Promise<void>;
};

/** An error is one line for a person. */
export async function listenAt(options: ServeOptions, accept: (wire: Wire) => void): Promise<Result<Place, string>> {
  const { listen, tokenFile } = options;
  switch (listen.kind) {
    case "stdio":
      return err("standard input is no place to listen at");
    case "unix": {
      const there = await listenOnUnixSocket(listen.path, accept);
      if (!there.ok) return err(there.error.why);
      return ok({ says: `listening at ${there.value.address}`, close: there.value.close });
    }
    case "ws": {
      const token = tokenFile === null ? ok(newToken()) : readToken(tokenFile);
      if (!token.ok) return token;
      const there = await listenOnWebSocket(listen.url, token.value, accept);
      if (!there.ok) return err(there.error.why);
      const shown = tokenFile === null ? `; the token is ${token.value}` : "";
      return ok({ says: `listening at ${there.value.address}${shown}`, close: there.value.close });
    }
    default:
      return never(listen);
  }
}
