import { nearest } from '../torch/nearest.ts'
import { raise } from '../torch/raised.ts'
import type { Value } from '../torch/value.ts'
import type { Elsewhere } from './ast.ts'
import { forgotten } from './forgotten.ts'

const nothing: ReadonlySet<string> = new Set()

/** The names of a program, of one call of a function, of a class body or of a comprehension. A function sees the names around it, but assigns only its own. */
export class Scope {
  readonly names = new Map<string, Value>()
  readonly parent: Scope | null
  /** The scope that functions made here see: a class body is not seen from its methods. */
  readonly closure: Scope
  readonly #locals: ReadonlySet<string>
  readonly #elsewhere: Elsewhere | null
  readonly #inner: boolean
  /** The first argument of the call: what `super()` starts from. */
  first: Value | null = null

  constructor(
    parent: Scope | null,
    locals: ReadonlySet<string> = nothing,
    elsewhere: Elsewhere | null = null,
    kind: 'block' | 'class' | 'comprehension' = 'block',
  ) {
    this.parent = parent
    this.#locals = locals
    this.#elsewhere = elsewhere
    this.closure = kind === 'class' && parent !== null ? parent : this
    this.#inner = kind === 'comprehension'
  }

  get(name: string): Value {
    let scope: Scope = this
    for (;;) {
      const value = scope.names.get(name)
      if (value !== undefined) return value
      if (scope.#locals.has(name)) return unbound(name, scope === this)
      if (scope.parent === null) return unknown(name, this)
      scope = scope.#elsewhere?.get(name) === 'global' ? scope.#program() : scope.parent
    }
  }

  /** The value of a name, or null where `get` finds none. */
  find(name: string): Value | null {
    let scope: Scope = this
    for (;;) {
      const value = scope.names.get(name)
      if (value !== undefined) return value
      if (scope.#locals.has(name) || scope.parent === null) return null
      scope = scope.#elsewhere?.get(name) === 'global' ? scope.#program() : scope.parent
    }
  }

  /** The names that have a value here, the program's own before Python's. */
  *known(): Generator<readonly [string, Value]> {
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) yield* scope.names
  }

  set(name: string, value: Value): void {
    if (this.#elsewhere === null) this.names.set(name, value)
    else this.#owner(name).names.set(name, value)
  }

  /** `name := value`: a comprehension hands it to the function around. */
  setAround(name: string, value: Value): void {
    let scope: Scope = this
    while (scope.#inner && scope.parent !== null) scope = scope.parent
    scope.set(name, value)
  }

  delete(name: string): void {
    if (this.#owner(name).names.delete(name)) return
    if (this.#locals.has(name)) unbound(name, true)
    raise('NameError', `name '${name}' is not defined`, 'Only a name that has a value can be deleted.')
  }

  /** The scope of the whole program: the one above it holds what Python knows by itself. */
  #program(): Scope {
    let scope: Scope = this
    while (scope.parent?.parent != null) scope = scope.parent
    return scope
  }

  #owner(name: string): Scope {
    const where = this.#elsewhere?.get(name)
    if (where === undefined) return this
    if (where === 'global') return this.#program()
    let scope = this.parent
    while (scope !== null && !scope.#locals.has(name))
      scope = scope.#elsewhere?.has(name) ? scope.#owner(name) : scope.parent
    return (
      scope ??
      raise('SyntaxError', `no binding for nonlocal '${name}' found`, 'nonlocal means a name of a function around.')
    )
  }
}

function unbound(name: string, here: boolean): never {
  return here
    ? raise(
        'UnboundLocalError',
        `cannot access local variable '${name}' where it is not associated with a value`,
        `Give ${name} a value first: a name that a function assigns is its own.`,
      )
    : raise(
        'NameError',
        `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
        `Give ${name} a value in the function around first.`,
      )
}

const unknown = (name: string, scope: Scope): never =>
  raise('NameError', `name '${name}' is not defined`, () => {
    const exact = ownAttribute(name, scope) ?? member(name, scope)
    const advice = exact === null ? forgotten(name) : null
    const meant = exact ?? nearest(name, namesIn(scope))
    return (
      advice ??
      (meant === null ? `Give ${name} a value before this line, or check its spelling.` : `Did you mean '${meant}'?`)
    )
  })

function* namesIn(scope: Scope): Generator<string> {
  for (const [name] of scope.known()) yield name
}

/** An attribute of the object whose method runs, where `self.` was forgotten. */
function ownAttribute(name: string, scope: Scope): string | null {
  const self = scope.find('self')
  return self?.kind === 'instance' && self.attributes.has(name) ? `self.${name}` : null
}

/** The shortest name that is taken for a function of a module without the module's name. */
const shortest = 3

/** What an imported module has under just this name; a module in it is imported by itself. */
function member(name: string, scope: Scope): string | null {
  if (name.length < shortest || name.startsWith('_')) return null
  for (const [known, value] of scope.known())
    if (value.kind === 'module' && (value.members.get(name)?.kind ?? 'module') !== 'module') return `${known}.${name}`
  return null
}
