/** Permissions beyond a sandbox's own: files and network. */
import * as z from "zod/mini";
import { count, define, maybe } from "./define.ts";
import { LegacyAppPathString } from "./scalars.ts";

export const AdditionalFileSystemPermissions = define("AdditionalFileSystemPermissions", () =>
  z.object({
    read: maybe(z.array(LegacyAppPathString())),
    write: maybe(z.array(LegacyAppPathString())),
    globScanMaxDepth: maybe(count()),
    entries: maybe(z.array(FileSystemSandboxEntry())),
  }),
);

export const FileSystemSandboxEntry = define("FileSystemSandboxEntry", () =>
  z.object({ path: FileSystemPath(), access: FileSystemAccessMode() }),
);

export const FileSystemPath = define("FileSystemPath", () =>
  z.discriminatedUnion("type", [
    z.object({ path: LegacyAppPathString(), type: z.literal("path") }),
    z.object({ pattern: z.string(), type: z.literal("glob_pattern") }),
    z.object({ type: z.literal("special"), value: FileSystemSpecialPath() }),
  ]),
);

export const FileSystemSpecialPath = define("FileSystemSpecialPath", () =>
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("root") }),
    z.object({ kind: z.literal("minimal") }),
    z.object({ kind: z.literal("project_roots"), subpath: maybe(LegacyAppPathString()) }),
    z.object({ kind: z.literal("tmpdir") }),
    z.object({ kind: z.literal("slash_tmp") }),
    z.object({ kind: z.literal("unknown"), path: z.string(), subpath: maybe(LegacyAppPathString()) }),
  ]),
);

export const FileSystemAccessMode = define("FileSystemAccessMode", () => z.enum(["read", "write", "deny"]));

export const AdditionalNetworkPermissions = define("AdditionalNetworkPermissions", () =>
  z.object({ enabled: maybe(z.boolean()) }),
);

export const NetworkApprovalProtocol = define("NetworkApprovalProtocol", () =>
  z.enum(["http", "https", "socks5Tcp", "socks5Udp"]),
);

export const RequestPermissionProfile = define("RequestPermissionProfile", () =>
  z.object({ network: maybe(AdditionalNetworkPermissions()), fileSystem: maybe(AdditionalFileSystemPermissions()) }),
);
