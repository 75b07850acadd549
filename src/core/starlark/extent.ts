/** Where something stands in a source text. */

/** Offset into the source, in UTF-16 units. Lines and columns are worked out of it where they are wanted. */
export type Place = number;
/** From a first character to behind the last one. Nodes are extents themselves, for there are very many of them. */
export type Extent = { readonly start: Place; readonly end: Place };

/** 1-based line and column; columns count code points. */
export type Position = { readonly line: number; readonly column: number };
export type Span = { readonly start: Position; readonly end: Position };
