import type { Value } from './value.ts'

type Members = ReadonlyMap<string, Value>

/** The members of a module that are made when a program first asks for one: most programs need few of them. */
class Later implements Members {
  #make: (() => Members) | null
  #made: Members = new Map()

  constructor(make: () => Members) {
    this.#make = make
  }

  get #members(): Members {
    if (this.#make !== null) {
      const make = this.#make
      this.#make = null
      this.#made = make()
    }
    return this.#made
  }

  get size(): number {
    return this.#members.size
  }

  get(name: string): Value | undefined {
    return this.#members.get(name)
  }

  has(name: string): boolean {
    return this.#members.has(name)
  }

  keys(): MapIterator<string> {
    return this.#members.keys()
  }

  values(): MapIterator<Value> {
    return this.#members.values()
  }

  entries(): MapIterator<[string, Value]> {
    return this.#members.entries()
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.#members.entries()
  }

  forEach(f: (value: Value, name: string, members: Members) => void): void {
    this.#members.forEach(f)
  }
}

/** Members that `make` gives when they are first asked for. */
export const later = (make: () => Members): Members => new Later(make)
