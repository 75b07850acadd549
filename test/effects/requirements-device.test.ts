/** Requirements of a device manager, read from property lists in folders of the test's own. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deviceRequirements } from "../../src/effects/requirements-device.ts";

const folder = mkdtempSync(join(tmpdir(), "assent-device-"));
const [machine, user] = [join(folder, "machine.plist"), join(folder, "user.plist")];
const preferences = { files: [machine, user], read: (file: string) => readFileSync(file, "utf8") };

function write(file: string, inner: string): void {
  writeFileSync(file, `<plist version="1.0"><dict>${inner}</dict></plist>`);
}

function coded(text: string): string {
  return `<key>requirements_toml_base64</key><string>${Buffer.from(text).toString("base64")}</string>`;
}

test("each file counts that holds requirements, and none that is not there", () => {
  expect(deviceRequirements(preferences)).toEqual({ ok: true, value: [] });
  write(user, coded('allowed_sandbox_modes = ["read-only"]'));
  const found = { layer: "device", file: user, text: 'allowed_sandbox_modes = ["read-only"]' };
  expect(deviceRequirements(preferences)).toEqual({ ok: true, value: [found] });
  write(machine, "<key>config_toml_base64</key><string>eA==</string>");
  expect(deviceRequirements(preferences)).toEqual({ ok: true, value: [found] });
  write(machine, coded("x"));
  expect(deviceRequirements(preferences)).toEqual({
    ok: true,
    value: [{ layer: "device", file: machine, text: "x" }, found],
  });
});

test.each([
  ["no property list", "no XML", "it holds no dictionary"],
  [
    "no base64",
    "<plist><dict><key>requirements_toml_base64</key><string>%</string></dict></plist>",
    "is not UTF-8 text in base64",
  ],
  [
    "no UTF-8",
    "<plist><dict><key>requirements_toml_base64</key><string>/w==</string></dict></plist>",
    "is not UTF-8 text in base64",
  ],
])("a file that is %s stops the start", (_name, text, why) => {
  writeFileSync(machine, text);
  const words = why.startsWith("is") ? `requirements_toml_base64 ${why}` : why;
  expect(deviceRequirements(preferences)).toEqual({
    ok: false,
    error: { kind: "unreadable", file: machine, why: words },
  });
});

test("a file that cannot be read stops the start", () => {
  expect(deviceRequirements({ ...preferences, files: [folder] })).toMatchObject({
    error: { kind: "unreadable", file: folder },
  });
});
