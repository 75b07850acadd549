/**
 * Puts off what clears up after a run.
 *
 * It takes time, and the next run may want the same things to stand again. What is put off is done soon after, at the latest when this process ends; a process that is killed leaves it to
 * whoever clears up after those.
 */

/** So long things stand for the next run. */
const LINGER_MS = 100;
/** Until the next run has started and waits. */
const MOMENT_MS = 3;
const waiting = new Map<() => void, NodeJS.Timeout>();
let isListening = false;

/** @param task must not throw, and must not take long */
export function putOff(task: () => void): void {
  if (!isListening) process.once("exit", doAll);
  isListening = true;
  wait(task, LINGER_MS);
}

/** To be called when the next run holds what it needs: what is put off can be done while that one runs. */
export function hasBeenTakenOver(): void {
  for (const [task, timer] of waiting) {
    clearTimeout(timer);
    wait(task, MOMENT_MS);
  }
}

function wait(task: () => void, ms: number): void {
  const timer = setTimeout(() => {
    waiting.delete(task);
    task();
  }, ms);
  waiting.set(task, timer.unref());
}

function doAll(): void {
  for (const [task, timer] of waiting) {
    clearTimeout(timer);
    task();
  }
  waiting.clear();
}
