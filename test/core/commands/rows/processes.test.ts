/** Ending, stopping and looking into processes. */
import { expect, test } from "vitest";
import { briefOf } from "../brief.ts";

const TABLE: readonly [line: string, does: string][] = [
  ["kill 12345", "process 12345"],
  ["kill -9 12345", "process 12345"],
  ["kill %1", "process %1"],
  ["kill -l", ""],
  ["kill -9 -1", "process -1 ! ends every process of the person"],
  ["kill -- -1", "process -1 ! ends every process of the person"],
  ["kill -s KILL 1", "process 1 ! ends what runs the machine"],
  ["kill -TERM 1", "process 1 ! ends what runs the machine"],
  ["kill -15 -12345", "process -12345"],
  ["killall -9 node", "process node ! ends processes that it did not start (node)"],
  ["killall apt", "process apt"],
  ["pkill nginx", "process nginx"],
  ["pkill -f vite", "process vite"],
  ["pkill -9 -f vite", "process vite ! ends processes that it did not start (vite)"],
  ["pkill -KILL node", "process node ! ends processes that it did not start (node)"],
  ["pkill -u you", "process you ! ends processes that it did not start"],
  ["node x.js && pkill -9 node", "process node"],
  ["fuser 5432/tcp", ""],
  ["fuser -k 5432/tcp", "process ! ends whatever uses a file or a port"],
  ["xkill -a", "process ! ends processes that it did not start"],
  ["gdb --version", "= anywhere"],
  ["gdb -p 1234 -batch", "process, read 1234 ! looks into a process that runs already"],
  ["gdb ./app core", "runs, read ./app"],
  ["strace -p 1", "process ! looks into a process that runs already"],
  ["strace ls", "runs"],
  ["gcore 1234", "process ! looks into a process that runs already"],
  ["py-spy top --pid 12", "process ! looks into a process that runs already"],
  ["renice -n 5 1234", "process, privilege"],
  ["top -b -n 1", "= anywhere"],
  ["stress --vm 8", "process ! uses up what the machine has"],
];
test.each(TABLE)("%s", (line, does) => {
  expect(briefOf(line)).toBe(does);
});
