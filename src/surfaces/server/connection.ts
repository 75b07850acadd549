/** One client: who it is, what it asks, what it is told. */
import type { Wire } from "../../engine/wire.ts";
import type { ClientMethod, ParamsOf } from "../../protocol/messages.ts";
import { VERSION } from "../../version.ts";
import type { JsonObject } from "../../kit/json.ts";
import { errorText } from "../../kit/result.ts";
import { answer, type Answered, refuse } from "./answer.ts";
import { type Capabilities, type Client, type ClientInfo, NO_CAPABILITIES } from "./client.ts";
import { connectPeer, type Peer } from "./json-rpc.ts";
import { methodOf } from "./methods.ts";
import type { Server } from "./server.ts";

export type ConnectionPorts = {
  /** What stands for this machine in the answer to `initialize`. */
  readonly system: { readonly family: string; readonly os: string; readonly words: string };
  /** Tells a client of the settings once it is there, a line at a time; nothing waits for it. */
  readonly startNotices: (tell: (summary: string) => void) => Promise<void>;
  /** Something of ours failed; one line. */
  readonly failed: (why: string) => void;
};

/** Serves the client at the other end of `wire`; the promise resolves when it has gone. */
export function connect(wire: Wire, server: Server, ports: ConnectionPorts): Promise<void> {
  return new Promise((resolve) => {
    let info: ClientInfo = { name: "", title: null, version: "" };
    let capabilities: Capabilities = NO_CAPABILITIES;
    let isHere = true;
    const client: Client = {
      info: () => info,
      capabilities: () => capabilities,
      isHere: () => isHere,
      notify(method, params) {
        if (!capabilities.optedOut.has(method)) peer.notify(method, params);
      },
      request: (method, params, replied) => peer.request(method, params, replied),
      withdraw: (id) => peer.withdraw(id),
    };

    function initialize(params: ParamsOf<"initialize">): Answered {
      const { name, title, version } = params.clientInfo;
      info = { name, title: title ?? null, version };
      capabilities = capabilitiesOf(params);
      server.joined(client);
      return answer(describeServer(info, server, ports), () => void tellStart());
    }

    async function tellStart(): Promise<void> {
      try {
        await ports.startNotices((summary) => client.notify("configWarning", { summary, details: null }));
      } catch (error) {
        ports.failed(errorText(error));
      }
    }

    async function dispatch<M extends ClientMethod>(method: M, params: ParamsOf<M>): Promise<Answered> {
      const act = methodOf(method);
      if (act === null) return refuse(`${method} is not supported by this version of assent`);
      return act(params, { client, server });
    }

    const peer: Peer = connectPeer(
      wire,
      {
        request: async (method, params) =>
          method === "initialize"
            ? initialize(params as ParamsOf<"initialize">)
            : dispatch(method, params as ParamsOf<typeof method>),
        notified: () => undefined,
        stray: (id) =>
          client.notify("warning", {
            threadId: null,
            message: `no question waits for an answer with the id ${String(id)}`,
          }),
        mayExperiment: () => capabilities.isExperimental,
        failed: (error) => ports.failed(errorText(error)),
        ended() {
          isHere = false;
          server.left(client);
          resolve();
        },
      },
      server.ports.now,
    );
  });
}

function capabilitiesOf({ capabilities }: ParamsOf<"initialize">): Capabilities {
  const isExperimental = capabilities?.experimentalApi === true;
  return {
    isExperimental,
    details: isExperimental && capabilities?.assent?.details === true,
    hasPeople: capabilities?.requiredHumanApproval === true,
    optedOut: new Set(capabilities?.optOutNotificationMethods ?? []),
  };
}

function describeServer(info: ClientInfo, server: Server, { system }: ConnectionPorts): JsonObject {
  const client = [info.name, info.version].filter((word) => word !== "").join("; ");
  return {
    userAgent: `${info.name}/${VERSION} (${system.words}) assent (${client})`,
    codexHome: server.ports.machine.home,
    platformFamily: system.family,
    platformOs: system.os,
  };
}
