import { raise } from '../torch/raised.ts'
import { type Arguments, type FunctionValue, tuple, typeName, type Value } from '../torch/value.ts'
import type { Parameter } from './ast.ts'
import type { Machine } from './machine.ts'

/** The head of a function: its name, parameters and the defaults' values. */
export interface Head {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly initials: readonly (Value | null)[]
}

const quotedList = (names: readonly string[]): string => {
  const quoted = names.map((name) => `'${name}'`)
  if (quoted.length < 2) return quoted.join('')
  if (quoted.length === 2) return quoted.join(' and ')
  return `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`
}

const plural = (count: number): string => (count === 1 ? '' : 's')

/** Puts the arguments of a call to a function's parameters, or refuses in Python's words. */
function bind({ name, parameters, initials }: Head, { positional, keywords }: Arguments): Map<string, Value> {
  const values = new Map<string, Value>()
  const places = parameters.filter((parameter) => parameter.kind === 'positional')
  const rest = parameters.find((parameter) => parameter.kind === 'rest')
  if (positional.length > places.length && rest === undefined) {
    const optional = places.filter((parameter) => parameter.initial !== null).length
    const count = optional === 0 ? `${places.length}` : `from ${places.length - optional} to ${places.length}`
    raise(
      'TypeError',
      `${name}() takes ${count} positional argument${plural(places.length)} but ${positional.length} ${positional.length === 1 ? 'was' : 'were'} given`,
      `${name} has these parameters: ${parameters.map((parameter) => parameter.name).join(', ') || 'none'}.`,
    )
  }
  places.forEach((parameter, i) => {
    const value = positional[i]
    if (value !== undefined) values.set(parameter.name, value)
  })
  if (rest !== undefined) values.set(rest.name, tuple(positional.slice(places.length)))
  for (const [keyword, value] of keywords) {
    if (!parameters.some((parameter) => parameter.name === keyword && parameter.kind !== 'rest'))
      raise(
        'TypeError',
        `${name}() got an unexpected keyword argument '${keyword}'`,
        `${name} has these parameters: ${parameters.map((parameter) => parameter.name).join(', ') || 'none'}.`,
      )
    if (values.has(keyword))
      raise('TypeError', `${name}() got multiple values for argument '${keyword}'`, 'Give each argument once.')
    values.set(keyword, value)
  }
  parameters.forEach((parameter, i) => {
    const initial = initials[i]
    if (!values.has(parameter.name) && initial !== null && initial !== undefined) values.set(parameter.name, initial)
  })
  const missing = (kind: Parameter['kind']): string[] =>
    parameters
      .filter((parameter) => parameter.kind === kind && !values.has(parameter.name))
      .map((parameter) => parameter.name)
  for (const [kind, words] of [
    ['positional', 'positional'],
    ['keyword', 'keyword-only'],
  ] as const) {
    const names = missing(kind)
    if (names.length > 0)
      raise(
        'TypeError',
        `${name}() missing ${names.length} required ${words} argument${plural(names.length)}: ${quotedList(names)}`,
        'Give the function what it needs.',
      )
  }
  return values
}

/** A function of the program: binds its arguments and runs its body within the limit on nested calls. */
export function makeFunction(
  machine: Machine,
  head: Head,
  body: (args: ReadonlyMap<string, Value>) => Value,
): FunctionValue {
  return {
    kind: 'function',
    name: head.name,
    flavour: 'user',
    call: (args) => {
      const values = bind(head, args)
      return machine.budget.call(() => body(values))
    },
  }
}

/** Calls a value. */
export function callValue(callee: Value, args: Arguments): Value {
  if (callee.kind === 'function') return callee.call(args)
  if (callee.kind === 'type' && callee.call !== null) return callee.call(args)
  return raise(
    'TypeError',
    callee.kind === 'type'
      ? `cannot create '${callee.name}' instances`
      : `'${typeName(callee)}' object is not callable`,
    'Only functions can be called; is an operator missing before the bracket?',
  )
}
