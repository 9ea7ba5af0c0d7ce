import { Raised, raise } from '../torch/raised.ts'
import { type IteratorValue, none, type Value } from '../torch/value.ts'
import { held, isException, thrownOf } from './exceptions.ts'
import { callWith } from './functions.ts'
import { type Methods, methodsFrom } from './method.ts'
import type { Operating } from './operators.ts'
import { takes } from './takes.ts'

/** The end of an iterator as an exception; what a generator returned comes with it. */
function ended(at: Operating, self: IteratorValue): never {
  const value = self.generator?.returned() ?? none
  const made = held(at.types, new Raised('StopIteration', '', 'The iterator has no more values.'))
  made.value.attributes.set('value', value)
  throw made
}

/** The next value of an iterator, or StopIteration. */
export const nextFrom = (at: Operating, self: IteratorValue, otherwise?: Value): Value =>
  self.next() ?? otherwise ?? ended(at, self)

export const iteratorMethods: Methods<IteratorValue> = methodsFrom<IteratorValue>({
  __next__: (at, self) => nextFrom(at, self),
  __iter__: (_, self) => self,
})

/** What only generators have. */
export const generatorMethods: Methods<IteratorValue> = methodsFrom<IteratorValue>({
  send: (at, self, args) => {
    takes('generator.send', args, 1)
    return self.generator?.send(args[0]!) ?? ended(at, self)
  },
  close: (_, self) => {
    self.generator?.close()
    return none
  },
  throw: (at, self, args) => {
    takes('throw', args, 1, 3)
    const [given = none] = args
    const made = given.kind === 'type' ? callWith(at, given) : given
    if (!isException(at.types, made))
      return raise(
        'TypeError',
        'exceptions must be classes or instances deriving from BaseException',
        'Give an exception.',
      )
    return self.generator?.throw(thrownOf(at.session, made)) ?? ended(at, self)
  },
})
