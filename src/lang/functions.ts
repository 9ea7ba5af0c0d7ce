import { member } from '../torch/classes.ts'
import { didYouMean } from '../torch/nearest.ts'
import { raise } from '../torch/raised.ts'
import { type Arguments, type FunctionValue, str, tuple, typeName, type Value } from '../torch/value.ts'
import type { Elsewhere, Parameter, Signature } from './ast.ts'
import { keyOf } from './keys.ts'
import { comeBack, type Machine } from './machine.ts'
import type { Operating } from './operators.ts'
import { Scope } from './scope.ts'

/** The head of a function: its name, parameters, the defaults' values and the names that are its own. */
export interface Head {
  readonly name: string
  readonly qualname: string
  readonly signature: Signature
  readonly initials: readonly (Value | null)[]
  readonly locals: ReadonlySet<string>
  readonly elsewhere: Elsewhere | null
}

const quotedList = (names: readonly string[]): string => {
  const quoted = names.map((name) => `'${name}'`)
  if (quoted.length < 2) return quoted.join('')
  if (quoted.length === 2) return quoted.join(' and ')
  return `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`
}

const plural = (count: number): string => (count === 1 ? '' : 's')
const listed = ({ parameters }: Signature): string => parameters.map((parameter) => parameter.name).join(', ') || 'none'

function tooMany({ qualname, signature }: Head, positional: readonly Value[], keywordOnly: number): never {
  const { places } = signature
  const optional = places.filter((parameter) => parameter.initial !== null).length
  const count = optional === 0 ? `${places.length}` : `from ${places.length - optional} to ${places.length}`
  const were = positional.length === 1 ? 'was' : 'were'
  const also =
    keywordOnly === 0
      ? ''
      : ` positional argument${plural(positional.length)} (and ${keywordOnly} keyword-only argument${plural(keywordOnly)})`
  return raise(
    'TypeError',
    `${qualname}() takes ${count} positional argument${plural(places.length)} but ${positional.length}${also} ${also === '' ? were : 'were'} given`,
    `${qualname} has these parameters: ${listed(signature)}.`,
  )
}

/** Puts the arguments of a call to a function's parameters, or refuses in Python's words. */
function bind(head: Head, { positional, keywords }: Arguments, into: Map<string, Value>): void {
  const { qualname, signature, initials } = head
  const { parameters, places, rest } = signature
  const given = positional.length < places.length ? positional.length : places.length
  for (let i = 0; i < given; i++) into.set(places[i]!.name, positional[i]!)
  if (rest !== null) into.set(rest, tuple(positional.slice(places.length)))
  else if (positional.length > places.length)
    tooMany(head, positional, parameters.filter(({ name, kind }) => kind === 'keyword' && keywords.has(name)).length)
  if (keywords.size > 0 || signature.keywords !== null) named(head, keywords, into)
  if (given === parameters.length) return
  for (let i = 0; i < parameters.length; i++) {
    const { name } = parameters[i]!
    const initial = initials[i]
    if (initial !== null && initial !== undefined && !into.has(name)) into.set(name, initial)
  }
  for (const kind of ['positional', 'keyword'] as const) {
    const names = parameters.filter((each) => each.kind === kind && !into.has(each.name)).map(({ name }) => name)
    if (names.length > 0)
      raise(
        'TypeError',
        `${qualname}() missing ${names.length} required ${kind === 'keyword' ? 'keyword-only' : kind} argument${plural(names.length)}: ${quotedList(names)}`,
        'Give the function what it needs.',
      )
  }
}

function named({ qualname, signature }: Head, keywords: Arguments['keywords'], into: Map<string, Value>): void {
  const others = new Map<string, readonly [Value, Value]>()
  for (const [keyword, value] of keywords) {
    const known = signature.parameters.some(
      ({ name, kind }) => name === keyword && kind !== 'rest' && kind !== 'keywords',
    )
    if (!known && signature.keywords === null)
      raise(
        'TypeError',
        `${qualname}() got an unexpected keyword argument '${keyword}'`,
        didYouMean(
          keyword,
          signature.parameters.map(({ name }) => name),
          `${qualname} has these parameters: ${listed(signature)}.`,
        ),
      )
    if (known && into.has(keyword))
      raise('TypeError', `${qualname}() got multiple values for argument '${keyword}'`, 'Give each argument once.')
    if (known) into.set(keyword, value)
    else {
      const key = str(keyword)
      others.set(keyOf(key), [key, value])
    }
  }
  if (signature.keywords !== null) into.set(signature.keywords, { kind: 'dict', entries: others })
}

/** The value of each default, in the order of the parameters. */
export const initialsOf = (
  parameters: readonly Parameter[],
  evaluate: (initial: NonNullable<Parameter['initial']>) => Value,
): (Value | null)[] => parameters.map(({ initial }) => (initial === null ? null : evaluate(initial)))

/** A function of the program: binds its arguments and runs its body within the limit on nested calls. */
export function makeFunction(
  machine: Machine,
  around: Scope,
  head: Head,
  body: (scope: Scope) => Value,
): FunctionValue {
  const { locals, elsewhere } = head
  return {
    kind: 'function',
    name: head.name,
    flavour: 'user',
    call: (args) => {
      const inner = new Scope(around, locals, elsewhere)
      bind(head, args, inner.names)
      inner.first = args.positional[0] ?? null
      const { place, doing, values } = machine
      machine.frames.push(inner)
      machine.budget.enter()
      let result: Value
      try {
        result = body(inner)
      } finally {
        machine.budget.leave()
        machine.frames.pop()
      }
      // After it returns the program is where the call stands; after an error it stays where that came from.
      comeBack(machine, place, doing, values)
      return result
    },
    qualname: head.qualname,
  }
}

/** Calls a value. */
export function callValue(at: Operating, callee: Value, args: Arguments): Value {
  if (callee.kind === 'function') return callee.call(args)
  if (callee.kind === 'type' && callee.call !== null) return callee.call(args)
  if (callee.kind === 'instance') {
    const found = member(callee.type, '__call__')
    if (found !== null)
      return callValue(at, found, { positional: [callee, ...args.positional], keywords: args.keywords })
  }
  if (callee.kind === 'descriptor' && callee.flavour === 'staticmethod') return callValue(at, callee.get, args)
  if (callee.kind === 'grad_mode') return callee.call(args)
  return raise(
    'TypeError',
    callee.kind === 'type'
      ? `cannot create '${callee.name}' instances`
      : `'${typeName(callee)}' object is not callable`,
    'Only functions can be called; is an operator missing before the bracket?',
  )
}

const noKeywords: ReadonlyMap<string, Value> = new Map()

/** Calls a value with arguments by their place. */
export const callWith = (at: Operating, callee: Value, ...positional: readonly Value[]): Value =>
  callValue(at, callee, { positional, keywords: noKeywords })
