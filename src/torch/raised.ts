/** A Python exception on its way to the user: its class, the sentence Python or PyTorch prints, and what to do about it. */
export class Raised extends Error {
  readonly type: string
  readonly hint: string

  constructor(type: string, message: string, hint: string) {
    super(message)
    this.type = type
    this.hint = hint
  }
}

/** Ends the program with an exception. */
export function raise(type: string, message: string, hint: string): never {
  throw new Raised(type, message, hint)
}
