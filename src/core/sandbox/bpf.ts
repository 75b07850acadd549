/** Classic BPF instructions, as seccomp filters are made of; see the kernel's filter.h. */

/** One instruction: operation, jump lengths if true and if false, constant. */
export type Instruction = {
  readonly code: number;
  readonly ifTrue: number;
  readonly ifFalse: number;
  readonly constant: number;
};

export const CODE = {
  loadWord: 0x20,
  jumpIfEqual: 0x15,
  jumpIfAtLeast: 0x35,
  jumpIfAnyBit: 0x45,
  and: 0x54,
  end: 0x06,
};

/** Byte offsets in the kernel's `struct seccomp_data`. */
export const OFFSET = { number: 0, architecture: 4 } as const;

const ARGUMENTS_AT = 16;

/** Loads the lower 32 bits of a system call argument, on little-endian machines. */
export function loadArgument(index: 0 | 1 | 2 | 3 | 4 | 5): Instruction {
  return load(ARGUMENTS_AT + 8 * index);
}

export function load(offset: number): Instruction {
  return { code: CODE.loadWord, ifTrue: 0, ifFalse: 0, constant: offset };
}

export function and(mask: number): Instruction {
  return { code: CODE.and, ifTrue: 0, ifFalse: 0, constant: mask };
}

export function end(answer: number): Instruction {
  return { code: CODE.end, ifTrue: 0, ifFalse: 0, constant: answer };
}

/** Runs `then` if the loaded word equals `value`, otherwise what follows it. `then` has at most 255 instructions. */
export function whenEqual(value: number, then: readonly Instruction[]): readonly Instruction[] {
  return when(CODE.jumpIfEqual, value, then);
}

/** As `whenEqual`, for a word of at least `value`, unsigned. */
export function whenAtLeast(value: number, then: readonly Instruction[]): readonly Instruction[] {
  return when(CODE.jumpIfAtLeast, value, then);
}

/** As `whenEqual`, for a word that has any bit of `mask`. */
export function whenAnyBit(mask: number, then: readonly Instruction[]): readonly Instruction[] {
  return when(CODE.jumpIfAnyBit, mask, then);
}

/** As `whenEqual`, for a word that differs. */
export function whenOther(value: number, then: readonly Instruction[]): readonly Instruction[] {
  return [{ code: CODE.jumpIfEqual, ifTrue: lengthOf(then), ifFalse: 0, constant: value }, ...then];
}

function when(code: number, constant: number, then: readonly Instruction[]): readonly Instruction[] {
  return [{ code, ifTrue: 0, ifFalse: lengthOf(then), constant }, ...then];
}

function lengthOf(block: readonly Instruction[]): number {
  if (block.length > 255) throw new Error(`a jump over ${block.length} instructions does not fit`);
  return block.length;
}

/** The program as the kernel reads it: eight bytes an instruction, little-endian. */
export function assemble(program: readonly Instruction[]): Uint8Array {
  const bytes = new Uint8Array(program.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, { code, ifTrue, ifFalse, constant }] of program.entries()) {
    view.setUint16(index * 8, code, true);
    view.setUint8(index * 8 + 2, ifTrue);
    view.setUint8(index * 8 + 3, ifFalse);
    view.setUint32(index * 8 + 4, constant, true);
  }
  return bytes;
}
