#!/usr/bin/env node
/** The entry point: finds the subcommand and loads nothing else. */
process.stderr.write("assent: not built yet\n");
process.exitCode = 64;
