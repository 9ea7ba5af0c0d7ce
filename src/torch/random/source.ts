import { makeClass, method } from '../classes.ts'
import { cpu } from '../device.ts'
import { raise } from '../raised.ts'
import type { Session } from '../session.ts'
import type { Bound } from '../signature.ts'
import { type InstanceValue, int, isNumber, none, type TypeValue, typeName, type Value } from '../value.ts'
import { Generator } from './generator.ts'

/** A seed as a program gives it. */
export function seedOf(value: Value): bigint {
  if (!isNumber(value))
    return raise(
      'TypeError',
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
      'A seed is a whole number.',
    )
  return BigInt(Math.trunc(Number(value.value)))
}

/** A seed as a Python number, as long as it is exact. */
export function seedNumber(generator: Generator): Value {
  const seed = Number(generator.initialSeed)
  return Number.isSafeInteger(seed)
    ? int(seed)
    : raise('OverflowError', 'integers beyond 2**53 are not supported here', 'Use a smaller seed.')
}

/** Seeds by chance; here that is the generator's own next number, so that a program always does the same. */
export function reseed(generator: Generator): Value {
  generator.seed(generator.random64() & 0x1fffffffffffffn)
  return seedNumber(generator)
}

/** The class `torch.Generator` and the object that stands for the session's own generator. */
export function generatorClass(session: Session): { readonly type: TypeValue; readonly standard: InstanceValue } {
  const of = (self: InstanceValue): Generator => session.generators.get(self) ?? session.generator
  const type = makeClass({
    name: 'Generator',
    module: 'torch._C',
    members: new Map<string, Value>([
      method(session, '__init__(self, device=)', (_, self) => {
        self.attributes.set('device', cpu)
        session.generators.set(self, new Generator(67280421310721n))
        return none
      }),
      method(session, 'manual_seed(self, seed)', (args, self) => {
        of(self).seed(seedOf(args.value('seed')))
        return self
      }),
      method(session, 'initial_seed(self)', (_, self) => seedNumber(of(self))),
      method(session, 'seed(self)', (_, self) => reseed(of(self))),
    ]),
  })
  const standard: InstanceValue = { kind: 'instance', type, attributes: new Map([['device', cpu]]) }
  session.generators.set(standard, session.generator)
  return { type, standard }
}

/** The generator a call names, else the session's own. */
export function generatorOf(session: Session, args: Bound): Generator {
  const value = args.get('generator')
  if (value === null) return session.generator
  const found = value.kind === 'instance' ? session.generators.get(value) : undefined
  return found ?? args.refuse('generator', 'torch._C.Generator', value)
}
