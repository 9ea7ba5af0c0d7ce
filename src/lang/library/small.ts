import { plainClass } from '../../torch/classes.ts'
import { raise } from '../../torch/raised.ts'
import { float, int, none, str, tuple, type Value } from '../../torch/value.ts'
import type { BinaryOperator, Comparison } from '../ast.ts'
import { getAttribute } from '../attribute.ts'
import { binary, compare, unary } from '../operators.ts'
import { getSubscript } from '../subscript.ts'
import { type Library, moduleOf, native, natives } from './library.ts'

const clock = (): Value => float(Date.now() / 1000)

/** Python's `time`. A program does not wait here: `sleep` returns at once. */
export const time: Library = () =>
  moduleOf(
    'time',
    natives({
      time: clock,
      perf_counter: clock,
      monotonic: clock,
      process_time: clock,
      time_ns: () => int(Date.now() * 1_000_000),
      perf_counter_ns: () => int(Date.now() * 1000),
      sleep: () => none,
    }),
  )

/** Names of types for annotations, which are not looked at. */
const annotations =
  'Any List Dict Tuple Set FrozenSet Optional Union Callable Iterable Iterator Sequence Mapping Generator Type TypeVar Generic Literal Final ClassVar NoReturn Self TypeAlias Protocol Hashable Sized Collection Deque DefaultDict OrderedDict Counter Text'

/** Python's `typing`: its names can be written in annotations, and mean nothing more. */
export const typing: Library = () => {
  const members = new Map<string, Value>()
  for (const name of annotations.split(' '))
    members.set(
      name,
      plainClass(name, () => none, 'typing'),
    )
  members.set(
    'cast',
    native('cast', ([, value = none]) => value),
  )
  members.set(
    'overload',
    native('overload', ([f = none]) => f),
  )
  members.set('TYPE_CHECKING', { kind: 'bool', value: false })
  return moduleOf('typing', members)
}

/** `from __future__ import annotations`: what it switches on is so already. */
export const future: Library = () =>
  moduleOf('__future__', new Map(['annotations', 'division', 'print_function'].map((name) => [name, none])))

const letters = 'abcdefghijklmnopqrstuvwxyz'
const marks = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
const constants = {
  ascii_lowercase: letters,
  ascii_uppercase: letters.toUpperCase(),
  ascii_letters: letters + letters.toUpperCase(),
  digits: '0123456789',
  hexdigits: '0123456789abcdefABCDEF',
  octdigits: '01234567',
  punctuation: marks,
  whitespace: ' \t\n\r\v\f',
  printable: `0123456789${letters}${letters.toUpperCase()}${marks} \t\n\r\v\f`,
}

/** Python's `string`: its constants. */
export const string: Library = () =>
  moduleOf('string', new Map(Object.entries(constants).map(([name, text]) => [name, str(text)])))

/** Python's `warnings`: a program's warnings are not shown here, so there is nothing to filter. */
export const warnings: Library = () =>
  moduleOf('warnings', natives({ filterwarnings: () => none, simplefilter: () => none, warn: () => none }))

/** `tqdm`, whose bar goes to another stream than the text of a program: the loop alone is left of it. */
export const tqdm: Library = () =>
  moduleOf(
    'tqdm',
    natives({
      tqdm: ([values], keywords) => values ?? keywords.get('iterable') ?? none,
      trange: (args) => {
        const [first = int(0), second] = args
        const [start, stop] = second === undefined ? [int(0), first] : [first, second]
        if (start.kind !== 'int' || stop.kind !== 'int')
          return raise('TypeError', 'trange takes whole numbers', 'Write trange(n).')
        return { kind: 'range', start: start.value, stop: stop.value, step: 1 }
      },
    }),
  )

const binaries: Readonly<Record<string, BinaryOperator>> = {
  add: '+',
  sub: '-',
  mul: '*',
  truediv: '/',
  floordiv: '//',
  mod: '%',
  pow: '**',
  matmul: '@',
  and_: '&',
  or_: '|',
  xor: '^',
}

const comparisons: Readonly<Record<string, Comparison>> = {
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  eq: '==',
  ne: '!=',
  is_: 'is',
  is_not: 'is not',
}

/** Python's `operator`. */
export const operator: Library = (at) => {
  const members = natives({
    neg: ([x = none]) => unary(at.session, '-', x),
    contains: ([box = none, item = none]) => compare(at, 'in', item, box),
    getitem: ([box = none, index = none]) => getSubscript(at, box, index),
    itemgetter: (indices) =>
      native('itemgetter', ([object = none]) => {
        const found = indices.map((index) => getSubscript(at, object, index))
        return found.length === 1 ? found[0]! : tuple(found)
      }),
    attrgetter: (names) =>
      native('attrgetter', ([object = none]) => {
        const found = names.map((name) =>
          (name.kind === 'str' ? name.value.split('.') : []).reduce(
            (each, part) => getAttribute(at, each, part),
            object,
          ),
        )
        return found.length === 1 ? found[0]! : tuple(found)
      }),
  })
  for (const [name, symbol] of Object.entries(binaries))
    members.set(
      name,
      native(name, ([a = none, b = none]) => binary(at, symbol, a, b)),
    )
  for (const [name, symbol] of Object.entries(comparisons))
    members.set(
      name,
      native(name, ([a = none, b = none]) => compare(at, symbol, a, b)),
    )
  return moduleOf('operator', members)
}
