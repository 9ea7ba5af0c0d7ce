import { raise } from '../torch/raised.ts'
import type { Value } from '../torch/value.ts'

/** The names of a program or of one call of a function. A function sees the names around it, but assigns only its own. */
export class Scope {
  readonly names = new Map<string, Value>()
  readonly #parent: Scope | null
  readonly #locals: ReadonlySet<string>

  constructor(parent: Scope | null, locals: ReadonlySet<string> = new Set()) {
    this.#parent = parent
    this.#locals = locals
  }

  get(name: string): Value {
    const value = this.names.get(name)
    if (value !== undefined) return value
    if (this.#locals.has(name))
      raise(
        'UnboundLocalError',
        `cannot access local variable '${name}' where it is not associated with a value`,
        `Give ${name} a value first: a name that a function assigns is its own.`,
      )
    if (this.#parent === null)
      raise(
        'NameError',
        `name '${name}' is not defined`,
        `Give ${name} a value before this line, or check its spelling.`,
      )
    return this.#parent.get(name)
  }

  /** The value that `name += …` starts from: inside a function, only the function's own. */
  own(name: string): Value {
    return this.names.get(name) ?? this.get(name)
  }

  set(name: string, value: Value): void {
    this.names.set(name, value)
  }

  delete(name: string): void {
    if (!this.names.delete(name))
      raise('NameError', `name '${name}' is not defined`, 'Only a name that has a value can be deleted.')
  }
}
