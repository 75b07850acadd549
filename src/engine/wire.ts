/** A connection to a client, as whole messages. */

export type Received =
  | { readonly kind: "text"; readonly text: string }
  /** A message was longer than `bytesMax`; it was read past and not kept. */
  | { readonly kind: "too-long"; readonly bytesMax: number }
  /** It was no UTF-8. */
  | { readonly kind: "not-text" };

export type WireObserver = {
  readonly received: (message: Received) => void;
  /** Exactly once, whoever ended it; nothing is received after it. */
  readonly ended: () => void;
};

export interface Wire {
  /** To be called once; nothing that came before is lost. */
  start(observer: WireObserver): void;
  /** One message, without an end of line in it. What is sent after the end is dropped. */
  send(text: string): void;
  /** Bytes that were sent and that nobody took yet. */
  backlog(): number;
  /** Hands over what waits, as far as it is taken soon, and ends. `why` reaches the client where there is a place for it. */
  end(why: string): void;
}

/** A place where clients connect. */
export type Listening = {
  /** As a client writes it. */
  readonly address: string;
  /** Takes no more clients, ends the wires that are open, and leaves nothing behind. */
  readonly close: () => Promise<void>;
};

/** `why` is for a person: what is wrong, where, what to do. */
export type CannotListen = { readonly why: string };
