/** Points in time as data; only a `Clock` port reads the real one. */

/** Milliseconds since the Unix epoch. */
export type Millis = number;
