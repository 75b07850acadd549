/** Programs that ask the network something, or join two ends of a connection. */
import { prefixOf, showValue, textOf, type Value } from "../../script/value.ts";
import type { Effect } from "../effect.ts";
import { hostOf, isLoopback, networkKind } from "../hosts.ts";
import type { Addition, Call, OptionTable, Row } from "../row.ts";
import { effect, onPath, type Scene } from "../scene.ts";

const PING: OptionTable = {
  "-V --version -h --help": "informs",
  "-4 -6 -a -A -b -B -d -D -L -n -q -r -R -U -v -O -H": "ok",
  "-c= -C= -e= -F= -i= -I= -l= -m= -M= -N= -p= -Q= -s= -S= -t= -T= -w= -W=": "ok",
  "-f": { danger: "floods a host with packets" },
};

const NETCAT: OptionTable = {
  "-e= --exec= -c= --sh-exec= --lua-exec=": { danger: "lets whoever is at the other end run a program" },
  "--proxy=": "network",
  "-x=": "unknown",
  "-U --unixsock": "ok",
  "-l --listen -k --keep-open -L": "ok",
  "-z -4 -6 -n --nodns -u --udp -v -vv --verbose -t --telnet -C --crlf -d -D -N -b --broker --chat -r -S -h": "ok",
  "--ssl --ssl-verify --sctp --recv-only --send-only --no-shutdown -F --allow-nothing": "ok",
  "-w= --wait= -i= --idle-timeout= -p= --source-port= -s= --source= -X= --proxy-type= --proxy-auth= -q= -T= -I= -O=":
    "ok",
  "-V= -M= -m= -W= --max-conns= -g= -G= --delay= --allow= --deny= --ssl-alpn= --ssl-ciphers= -P=": "ok",
  "-o= --output= --hex-dump=": "write",
  "--ssl-cert= --ssl-key= --ssl-trustfile= --allowfile= --denyfile=": "read",
  "--version --help": "informs",
};

const NMAP: OptionTable = {
  "-oN= -oX= -oG= -oS= -oA= --append-output": "write",
  "-iL= --excludefile=": "read",
  "--script= --script-args= -iR= --datadir= --servicedb= --versiondb=": "unknown",
  "-p= -g= -D= -S= -e= --source-port= --max-retries= --host-timeout= --min-rate= --max-rate= --top-ports=": "ok",
  "-V --version -h --help": "informs",
};

export const NETWORK: readonly Row[] = [
  { names: ["ping", "ping6", "fping"], about: "asks whether a host answers", options: PING, operands: "network" },
  {
    names: ["traceroute", "traceroute6", "tracepath", "tracepath6", "mtr", "tcptraceroute"],
    about: "shows the way to a host",
    effects: ["network"],
    safe: "no",
  },
  {
    names: ["dig", "nslookup", "host", "whois", "drill", "delv", "kdig", "doggo", "resolvectl"],
    about: "asks the directory of names",
    effects: ["network"],
    anyOption: true,
    safe: "no",
  },
  {
    names: ["nmap", "masscan", "zmap"],
    about: "looks which ports of a host are open",
    options: NMAP,
    singleDash: true,
    operands: "network",
    safe: "no",
  },
  { names: ["nc", "ncat", "netcat"], about: "connects its input and output to a port", options: NETCAT, hook: netcat },
  { names: ["socat"], about: "joins two ends", anyOption: true, safe: "no", hook: socat },
  { names: ["telnet"], about: "talks to a port", operands: { first: ["network"] }, anyOption: true, safe: "no" },
  { names: ["websocat", "wscat", "grpcurl", "grpc_cli"], about: "talks to a service", anyOption: true, hook: called },
  {
    names: ["ab", "hey", "wrk", "wrk2", "siege", "vegeta", "k6", "autocannon", "oha", "bombardier"],
    about: "puts a server under load",
    anyOption: true,
    hook: called,
  },
  {
    names: [
      "ngrok",
      "cloudflared",
      "localtunnel",
      "lt",
      "bore",
      "frpc",
      "chisel",
      "tailscale",
      "zerotier-cli",
      "wg-quick",
    ],
    about: "opens this machine to the network",
    anyOption: true,
    effects: ["network"],
    hook: opens,
  },
  {
    names: ["ssh-keyscan"],
    about: "asks hosts for their keys",
    effects: ["network"],
    anyOption: true,
    safe: "no",
  },
];

function netcat(call: Call, scene: Scene): Addition {
  const [first] = call.operands;
  if (call.has("-U")) return { effects: first === undefined ? [] : [onPath("network-local", first, scene)] };
  if (call.has("-l")) return { effects: [effect("network-local")] };
  return { effects: first === undefined ? [] : [networkKind(first)] };
}

/** The words that look like an address; a host without one cannot be told from other words. */
function called({ operands, given, strange }: Call): Addition {
  const words = [...operands, ...strange, ...given.flatMap(({ value }) => value ?? [])];
  const hosts = words.filter((word) => /^[a-z]+:\/\/|^[\w.-]+:\d+(?:\/|$)|^localhost\b/i.test(prefixOf(word)));
  return { effects: hosts.length === 0 ? [effect("network")] : hosts.map(networkKind), unsafe: true };
}

const CONNECTS = /^(?:tcp|udp|sctp|openssl|ssl|socks|socks4|socks4a|socks5|proxy|ip|dccp|vsock)[\w-]*:/i;
const LISTENS = /^[\w-]*(?:listen|-l)\d*:|^(?:udp|ip)[46]?-recv/i;
const RUNS = /^(?:exec|system|shell):/i;

function socat({ operands }: Call, scene: Scene): Addition {
  const effects: Effect[] = [];
  for (const operand of operands) effects.push(...endOf(operand, scene));
  const runs = operands.some((operand) => RUNS.test(prefixOf(operand)));
  const isOpen = operands.some((operand) => LISTENS.test(prefixOf(operand)));
  const leavesMachine = effects.some(({ kind }) => kind === "network");
  return {
    effects,
    danger: runs && (isOpen || leavesMachine) ? "lets whoever is at the other end run a program" : null,
  };
}

function endOf(operand: Value, scene: Scene): readonly Effect[] {
  const text = textOf(operand);
  if (text === null) return [effect("network", showValue(operand)), effect("unknown")];
  const rest = text.slice(text.indexOf(":") + 1).replace(/,.*$/s, "");
  const path = { pieces: [{ kind: "text", text: rest } as const], many: false };
  if (RUNS.test(text)) return [effect("runs", rest)];
  if (LISTENS.test(text)) return [effect("network-local", text)];
  if (CONNECTS.test(text)) {
    const host = hostOf(path);
    return [effect(host !== null && isLoopback(host) ? "network-local" : "network", text)];
  }
  if (/^unix[\w-]*:/i.test(text)) return [onPath("network-local", path, scene)];
  if (/^(?:open|file|create|gopen|pipe|\/|\.)/i.test(text)) {
    return [onPath("write", /^[/.]/.test(text) ? operand : path, scene)];
  }
  return /^(?:-|stdio|stdin|stdout|pty)/i.test(text) ? [] : [effect("unknown")];
}

function opens({ operands: [first] }: Call): Addition {
  const isAsking = first === undefined || /^(?:version|help|completion|status|ip|list|ls)$/.test(textOf(first) ?? "");
  return { danger: isAsking ? null : "opens this machine to others" };
}
