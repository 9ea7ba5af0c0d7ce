import { didYouMean } from '../nearest.ts'
import { raise } from '../raised.ts'
import type { Session } from '../session.ts'
import { Bound, row } from '../signature.ts'
import { type Arguments, type FunctionValue, type InstanceValue, none, type TypeValue, type Value } from '../value.ts'

const quoted = (names: readonly string[]): string => {
  const all = names.map((name) => `'${name}'`)
  if (all.length < 2) return all.join('')
  return all.length === 2 ? all.join(' and ') : `${all.slice(0, -1).join(', ')}, and ${all.at(-1)}`
}

type Binder = (args: Arguments) => Bound

/** Signatures are read once; every program makes the classes anew. */
const known = new Map<string, Binder>()

/** The arguments of a function that PyTorch has written in Python, refused in Python's words; `self` counts as one of them. */
export function binder(signature: string): Binder {
  const found = known.get(signature) ?? newBinder(signature)
  known.set(signature, found)
  return found
}

function newBinder(signature: string): Binder {
  const { name, parameters } = row(signature, () => none)
  const variadic = parameters.findIndex((parameter) => parameter.variadic)
  const places = parameters.filter(({ keywordOnly, variadic: rest }) => !keywordOnly && !rest)
  const names = parameters.map((parameter) => parameter.name).filter((each) => each !== 'self')
  const least = places.filter(({ needed }) => needed).length
  return ({ positional, keywords }) => {
    const values = new Map<string, Value>()
    if (variadic < 0 && positional.length > places.length) {
      const count = least === places.length ? `${least}` : `from ${least} to ${places.length}`
      raise(
        'TypeError',
        `${name}() takes ${count} positional argument${places.length === 1 ? '' : 's'} but ${positional.length} were given`,
        `It takes: ${names.join(', ') || 'nothing'}.`,
      )
    }
    positional.forEach((value, i) => {
      const place = places[i]
      if (place !== undefined) values.set(place.name, value)
    })
    for (const [keyword, value] of keywords) {
      if (!names.includes(keyword))
        raise(
          'TypeError',
          `${name}() got an unexpected keyword argument '${keyword}'`,
          didYouMean(keyword, names, `It takes: ${names.join(', ')}.`),
        )
      if (values.has(keyword))
        raise('TypeError', `${name}() got multiple values for argument '${keyword}'`, 'Give each argument once.')
      values.set(keyword, value)
    }
    const missing = places.filter((place) => place.needed && !values.has(place.name)).map((place) => place.name)
    if (missing.length > 0)
      raise(
        'TypeError',
        `${name}() missing ${missing.length} required positional argument${missing.length === 1 ? '' : 's'}: ${quoted(missing)}`,
        'Give it what is missing.',
      )
    return new Bound(name, parameters, values, variadic < 0 ? [] : positional.slice(places.length))
  }
}

/** The object a method was called on; anything else cannot be reached from a program. */
export function selfOf(self: Value | undefined, name: string): InstanceValue {
  if (self?.kind === 'instance') return self
  return raise('TypeError', `${name}() needs an object of its class as self`, 'Call it on an object.')
}

/** A method of a class that PyTorch has written in Python, from a signature such as `step(self, closure=)`. */
export function pythonMethod(
  session: Session,
  owner: string,
  signature: string,
  call: (self: InstanceValue, args: Bound) => Value,
): readonly [string, FunctionValue] {
  const bind = binder(`${owner}.${signature}`)
  const name = signature.slice(0, signature.indexOf('('))
  return [
    name,
    {
      kind: 'function',
      name,
      flavour: 'builtin',
      parameters: row(signature, () => none).parameters,
      call: (args) => {
        session.charge(1)
        const given = bind(args)
        return call(selfOf(args.positional[0], name), given)
      },
    },
  ]
}

/** Whether an object's class inherits from one of a name in PyTorch. */
export const isOf = (value: Value, type: TypeValue): value is InstanceValue =>
  value.kind === 'instance' && value.type.order.includes(type)
