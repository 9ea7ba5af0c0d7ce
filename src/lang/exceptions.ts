import { inherits, makeClass } from '../torch/classes.ts'
import { type Raised, raise } from '../torch/raised.ts'
import type { Session } from '../torch/session.ts'
import {
  type Arguments,
  type FunctionValue,
  type InstanceValue,
  none,
  str,
  type TypeValue,
  tuple,
  type Value,
} from '../torch/value.ts'
import { repr, text } from './show.ts'
import { Thrown } from './thrown.ts'

/** Python's exceptions: each class before those that inherit from it, with its own base. */
const hierarchy: readonly (readonly [string, string])[] = [
  ['Exception', 'BaseException'],
  ['SystemExit', 'BaseException'],
  ['KeyboardInterrupt', 'BaseException'],
  ['GeneratorExit', 'BaseException'],
  ['ArithmeticError', 'Exception'],
  ['FloatingPointError', 'ArithmeticError'],
  ['OverflowError', 'ArithmeticError'],
  ['ZeroDivisionError', 'ArithmeticError'],
  ['AssertionError', 'Exception'],
  ['AttributeError', 'Exception'],
  ['BufferError', 'Exception'],
  ['EOFError', 'Exception'],
  ['ImportError', 'Exception'],
  ['ModuleNotFoundError', 'ImportError'],
  ['LookupError', 'Exception'],
  ['IndexError', 'LookupError'],
  ['KeyError', 'LookupError'],
  ['MemoryError', 'Exception'],
  ['NameError', 'Exception'],
  ['UnboundLocalError', 'NameError'],
  ['OSError', 'Exception'],
  ['FileNotFoundError', 'OSError'],
  ['FileExistsError', 'OSError'],
  ['PermissionError', 'OSError'],
  ['ConnectionError', 'OSError'],
  ['TimeoutError', 'OSError'],
  ['ReferenceError', 'Exception'],
  ['RuntimeError', 'Exception'],
  ['NotImplementedError', 'RuntimeError'],
  ['RecursionError', 'RuntimeError'],
  ['StopIteration', 'Exception'],
  ['StopAsyncIteration', 'Exception'],
  ['SyntaxError', 'Exception'],
  ['IndentationError', 'SyntaxError'],
  ['SystemError', 'Exception'],
  ['TypeError', 'Exception'],
  ['ValueError', 'Exception'],
  ['UnicodeError', 'ValueError'],
  ['Warning', 'Exception'],
  ['DeprecationWarning', 'Warning'],
  ['FutureWarning', 'Warning'],
  ['RuntimeWarning', 'Warning'],
  ['UserWarning', 'Warning'],
]

const native = (name: string, call: (self: InstanceValue, args: Arguments) => Value): [string, FunctionValue] => [
  name,
  {
    kind: 'function',
    name,
    flavour: 'builtin',
    call: (args) => {
      const [self, ...positional] = args.positional
      return self?.kind === 'instance'
        ? call(self, { ...args, positional })
        : raise('TypeError', `descriptor '${name}' needs an argument`, 'Call it on an exception.')
    },
  },
]

/** What an exception was made with. */
const argsOf = (self: InstanceValue): readonly Value[] => {
  const args = self.attributes.get('args')
  return args?.kind === 'tuple' ? args.items : []
}

/** The classes of Python's exceptions, by their names. */
export function exceptionsOf(session: Session): Map<string, TypeValue> {
  const made: FunctionValue = {
    kind: 'function',
    name: '__new__',
    flavour: 'builtin',
    call: ({ positional: [type, ...args] }) =>
      type?.kind === 'type'
        ? { kind: 'instance', type, attributes: new Map([['args', tuple(args)]]) }
        : raise('TypeError', 'BaseException.__new__(X): X is not a type object', 'Give it a class.'),
  }
  const members = new Map<string, Value>([
    ['__new__', made],
    native('__init__', (self, { positional, keywords }) => {
      if (keywords.size > 0)
        raise('TypeError', `${self.type.name}() takes no keyword arguments`, 'Give the message without a name.')
      self.attributes.set('args', tuple(positional))
      return none
    }),
    native('__str__', (self) => {
      const args = argsOf(self)
      const [first] = args
      return str(first === undefined ? '' : args.length === 1 ? text(session, first) : repr(session, tuple(args)))
    }),
    native('__repr__', (self) => {
      const args = argsOf(self)
      return str(`${self.type.name}(${args.map((arg) => repr(session, arg)).join(', ')})`)
    }),
    native('with_traceback', (self) => self),
    native('add_note', () => none),
    ['__cause__', none],
    ['__context__', none],
    ['__traceback__', none],
  ])
  const types = new Map([['BaseException', makeClass({ name: 'BaseException', module: 'builtins', members })]])
  for (const [name, base] of hierarchy)
    types.set(name, makeClass({ name, module: 'builtins', bases: [types.get(base)!] }))
  types.get('KeyError')!.members.set(
    ...native('__str__', (self) => {
      const args = argsOf(self)
      const [first] = args
      return str(first === undefined ? '' : args.length === 1 ? repr(session, first) : repr(session, tuple(args)))
    }),
  )
  return types
}

type Types = ReadonlyMap<string, TypeValue>

/** Whether a value is an exception. */
export const isException = (types: Types, value: Value): value is InstanceValue =>
  value.kind === 'instance' && inherits(value.type, types.get('BaseException')!)

const hint = 'The program raises this itself: look at the condition before it.'
const known = new WeakMap<InstanceValue, Thrown>()

/** An exception of the program, ready to be thrown: the same each time, so that it keeps its place. */
export function thrownOf(session: Session, value: InstanceValue): Thrown {
  const before = known.get(value)
  if (before !== undefined) return before
  const made = new Thrown(value, value.type.name, text(session, value), hint)
  known.set(value, made)
  return made
}

/** An exception raised by Python or PyTorch as an object that the program can hold. */
export function held(types: Types, error: Raised): Thrown {
  if (error instanceof Thrown) return error
  const type = types.get(error.type) ?? types.get('RuntimeError')!
  const args = tuple(error.message === '' ? [] : [str(error.message)])
  const value: InstanceValue = { kind: 'instance', type, attributes: new Map([['args', args]]) }
  const made = new Thrown(value, error.type, error.message, () => error.hint, error.clash)
  known.set(value, made)
  return made
}

/** Raises KeyError for a key. */
export function noKey(at: { readonly session: Session; readonly types: Types }, key: Value, advice: string): never {
  const type = at.types.get('KeyError')!
  const value: InstanceValue = { kind: 'instance', type, attributes: new Map([['args', tuple([key])]]) }
  const made = new Thrown(value, 'KeyError', text(at.session, value), advice)
  known.set(value, made)
  throw made
}
