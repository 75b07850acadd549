/** A promise that somebody else resolves. */

export type Gate = { readonly opened: Promise<void>; readonly open: () => void };

export function makeGate(): Gate {
  let open = nothing;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

function nothing(): void {
  // Stands until the promise is made, which is at once.
}
