import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["scripts/fresh-build.mjs"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Else a bash whose input is a socket takes itself for a login from afar, and reads the start files of whoever tests.
    env: { SHLVL: "1" },
  },
});
