/** Addresses are read in every spelling, written in one, and known for what they lead to. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addressKind,
  type AddressKind,
  embeddedIn,
  formatAddress,
  readIPv4,
  readIPv6,
} from "../../../src/core/network/address.ts";

describe("IPv4", () => {
  test.each<readonly [text: string, plain: string | null]>([
    ["127.0.0.1", "127.0.0.1"],
    ["127.1", "127.0.0.1"],
    ["127.0.1", "127.0.0.1"],
    ["2130706433", "127.0.0.1"],
    ["0x7f000001", "127.0.0.1"],
    ["0X7F.1", "127.0.0.1"],
    ["0177.0.0.01", "127.0.0.1"],
    ["0", "0.0.0.0"],
    ["0x", "0.0.0.0"],
    ["20.20.5141", "20.20.20.21"],
    ["020.20.20.21", "16.20.20.21"],
    ["4294967295", "255.255.255.255"],
    ["4294967296", null],
    ["256.0.0.1", null],
    ["1.2.3.256", null],
    ["1.2.65536", null],
    ["1.2.3.4.5", null],
    ["08.1.1.1", null],
    ["1..2", null],
    ["1.2.3.", null],
    ["-1", null],
    ["1e3", null],
    ["0xg", null],
    ["", null],
  ])("%j is %j", (text, plain) => {
    const bytes = readIPv4(text);
    expect(bytes === null ? null : formatAddress(bytes)).toBe(plain);
  });
});

describe("IPv6", () => {
  test.each<readonly [text: string, plain: string | null]>([
    ["::", "::"],
    ["::1", "::1"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["0000::0001", "::1"],
    ["FD00:EC2::254", "fd00:ec2::254"],
    ["2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
    ["1:2:3:4:5:6:0:8", "1:2:3:4:5:6:0:8"],
    ["::ffff:20.20.20.21", "20.20.20.21"],
    ["::ffff:1414:1415", "20.20.20.21"],
    ["::20.20.20.21", "::1414:1415"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["1:2:3:4:5:6:7:8::", null],
    ["1::2::3", null],
    [":::", null],
    ["1:2:3:4:5:6:7", null],
    ["1:2:3:4:5:6:7:8:9", null],
    ["12345::", null],
    ["::1%eth0", null],
    ["::ffff:020.1.1.1", null],
    ["::ffff:1.1.1", null],
    ["1.1.1.1::", null],
    ["g::", null],
    [":1", null],
    ["", null],
  ])("%j is %j", (text, plain) => {
    const bytes = readIPv6(text);
    expect(bytes === null ? null : formatAddress(bytes)).toBe(plain);
  });

  test("what is written reads back the same", () => {
    const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(group, { minLength: 16, maxLength: 16 }), (bytes) => {
        const text = formatAddress(bytes);
        const again = text.includes(":") ? readIPv6(text) : readIPv6(`::ffff:${text}`);
        expect(again).toEqual(bytes);
      }),
    );
  });
});

test.each<readonly [address: string, kind: AddressKind]>([
  ["20.20.20.20", "public"],
  ["9.255.255.255", "public"],
  ["10.0.0.0", "private"],
  ["10.255.255.255", "private"],
  ["11.0.0.0", "public"],
  ["172.15.255.255", "public"],
  ["172.16.0.0", "private"],
  ["172.31.255.255", "private"],
  ["172.32.0.0", "public"],
  ["192.168.0.1", "private"],
  ["192.169.0.1", "public"],
  ["127.255.255.255", "loopback"],
  ["0.0.0.0", "unspecified"],
  ["0.1.2.3", "unspecified"],
  ["169.254.1.1", "link-local"],
  ["169.254.169.254", "metadata"],
  ["168.63.129.16", "metadata"],
  ["100.63.255.255", "public"],
  ["100.64.0.0", "shared"],
  ["100.127.255.255", "shared"],
  ["100.128.0.0", "public"],
  ["100.100.100.200", "metadata"],
  ["192.0.2.1", "reserved"],
  ["198.18.0.1", "reserved"],
  ["198.19.255.255", "reserved"],
  ["198.20.0.1", "public"],
  ["223.255.255.255", "public"],
  ["224.0.0.251", "multicast"],
  ["239.255.255.255", "multicast"],
  ["240.0.0.1", "reserved"],
  ["255.255.255.255", "broadcast"],
  ["::", "unspecified"],
  ["::1", "loopback"],
  ["::1414:1415", "reserved"],
  ["2606:4700::1", "public"],
  ["2001:4860::8888", "public"],
  ["2001:db8::1", "reserved"],
  ["2001::1", "reserved"],
  ["2002:1414:1415::", "reserved"],
  ["64:ff9b::1414:1415", "public"],
  ["64:ff9b::7f00:1", "loopback"],
  ["64:ff9b::a9fe:a9fe", "metadata"],
  ["64:ff9b:1::1414:1415", "private"],
  ["fc00::1", "private"],
  ["fdff::1", "private"],
  ["fd00:ec2::254", "metadata"],
  ["fe80::1", "link-local"],
  ["febf::1", "link-local"],
  ["fec0::1", "private"],
  ["ff02::fb", "multicast"],
  ["4000::1", "reserved"],
  ["no address", "reserved"],
])("%s is %s", (address, kind) => {
  expect(addressKind(address)).toBe(kind);
});

test.each<readonly [address: string, inside: readonly string[]]>([
  ["20.20.20.21", []],
  ["2606:4700::1", []],
  ["64:ff9b::1414:1415", ["20.20.20.21"]],
  ["64:ff9b:1::1414:1415", ["20.20.20.21"]],
  ["2002:1414:1415::1", ["20.20.20.21"]],
  ["2001:0:102:304::ebeb:ebea", ["20.20.20.21"]],
  ["::1414:1415", ["20.20.20.21"]],
])("gateways may take %s for %j", (address, inside) => {
  expect(embeddedIn(address)).toEqual(inside);
});
