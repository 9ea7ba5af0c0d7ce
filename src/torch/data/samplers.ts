import { makeClass } from '../classes.ts'
import { generator as generatorOver, itemsOf } from '../items.ts'
import { pythonMethod } from '../nn/python.ts'
import { Generator } from '../random/generator.ts'
import type { Session } from '../session.ts'
import { type InstanceValue, int, none, type TypeValue, type Value } from '../value.ts'
import { lengthOf } from './dataset.ts'

/** The generator a program gave, or the one all random numbers come from. */
export const sourceOf = (session: Session, value: Value | null): Generator =>
  (value?.kind === 'instance' ? session.generators.get(value) : undefined) ?? session.generator

/** 63 random bits, as `torch.empty((), dtype=torch.int64).random_()` draws them. */
export const drawSeed = (source: Generator): bigint => source.random64() % 2n ** 63n

/** 0 … n − 1 in random order, as PyTorch's RandomSampler gives them: a generator that is not given is seeded from the global one. */
export function* shuffled(
  session: Session,
  n: number,
  given: Value | null,
): globalThis.Generator<number, void, undefined> {
  const source = given?.kind === 'instance' ? sourceOf(session, given) : new Generator(drawSeed(session.generator))
  yield* source.permutation(n)
  // PyTorch draws another order for what is left, which is nothing.
  source.permutation(n)
}

/** `count` of 0 … n − 1, each drawn anew; in blocks of 32, as PyTorch draws them. */
export function* replaced(
  session: Session,
  n: number,
  count: number,
  given: Value | null,
): globalThis.Generator<number, void, undefined> {
  const source = given?.kind === 'instance' ? sourceOf(session, given) : new Generator(drawSeed(session.generator))
  for (let left = count; left > 0; left -= 32) yield* source.integers(Math.min(32, left), 0, n)
}

const whole = (values: Iterable<number>): Iterable<Value> => ({
  *[Symbol.iterator]() {
    for (const value of values) yield int(value)
  },
})

const setting = (self: InstanceValue, name: string): Value => self.attributes.get(name) ?? none

/** The samplers a program can hand to a DataLoader. */
export function samplerClasses(session: Session): TypeValue[] {
  const base = makeClass({ name: 'Sampler', module: 'torch.utils.data.sampler' })
  const sampler = (
    name: string,
    parameters: readonly string[],
    iterate: (self: InstanceValue) => Iterable<number>,
    count: (self: InstanceValue) => number,
  ): TypeValue => {
    const names = parameters.map((each) => each.replace('=', ''))
    return makeClass({
      name,
      module: 'torch.utils.data.sampler',
      bases: [base],
      members: new Map<string, Value>([
        pythonMethod(session, name, `__init__(self, ${parameters.join(', ')})`, (self, args) => {
          for (const each of names) self.attributes.set(each, args.value(each))
          return none
        }),
        pythonMethod(session, name, '__iter__(self)', (self) => generatorOver(whole(iterate(self)))),
        pythonMethod(session, name, '__len__(self)', (self) => int(count(self))),
      ]),
    })
  }
  const source = (self: InstanceValue): number => lengthOf(session, setting(self, 'data_source'))
  const indicesOf = (self: InstanceValue): number[] =>
    [...itemsOf(setting(self, 'indices'))].map((each) => (each.kind === 'int' ? each.value : 0))
  const wanted = (self: InstanceValue): number => {
    const given = setting(self, 'num_samples')
    return given.kind === 'int' ? given.value : source(self)
  }
  const isReplaced = (self: InstanceValue): boolean => {
    const given = setting(self, 'replacement')
    return given.kind === 'bool' && given.value
  }
  return [
    base,
    sampler('SequentialSampler', ['data_source'], (self) => Array.from({ length: source(self) }, (_, i) => i), source),
    sampler(
      'RandomSampler',
      ['data_source', 'replacement=', 'num_samples=', 'generator='],
      (self) =>
        isReplaced(self)
          ? replaced(session, source(self), wanted(self), setting(self, 'generator'))
          : shuffled(session, source(self), setting(self, 'generator')),
      wanted,
    ),
    sampler(
      'SubsetRandomSampler',
      ['indices', 'generator='],
      (self) => {
        const indices = indicesOf(self)
        return Array.from(
          sourceOf(session, setting(self, 'generator')).permutation(indices.length),
          (i) => indices[i] ?? 0,
        )
      },
      (self) => indicesOf(self).length,
    ),
  ]
}
