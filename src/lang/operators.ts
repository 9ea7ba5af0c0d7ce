import { difference, elementwise, negative, raised } from '../torch/binary.ts'
import { member, send } from '../torch/classes.ts'
import { checkWritable, overwrite } from '../torch/inplace.ts'
import { matmul } from '../torch/matmul.ts'
import { operand } from '../torch/operand.ts'
import { quotient, remaining } from '../torch/pointwise/division.ts'
import { bits, inverted } from '../torch/pointwise/logic.ts'
import { floated, positive } from '../torch/pointwise/one.ts'
import { unsupported } from '../torch/pointwise.ts'
import { raise } from '../torch/raised.ts'
import { type Session, tensorOf } from '../torch/session.ts'
import {
  bool,
  isNumber,
  list,
  str,
  type TensorValue,
  type TypeValue,
  tuple,
  typeName,
  type Value,
} from '../torch/value.ts'
import type { BinaryOperator, Comparison } from './ast.ts'
import type { Budget } from './budget.ts'
import { counted } from './counters.ts'
import { collect, walk } from './iterate.ts'
import { keyOf } from './keys.ts'
import { arithmetic, exactInt } from './number.ts'
import { comparedObjects, overloaded, specials } from './overloading.ts'
import { percent } from './percent.ts'
import { combined, merged, subset } from './sets.ts'
import { equal, truth } from './truth.ts'

/** What operators need of the running program. */
export interface Operating {
  readonly session: Session
  readonly budget: Budget
  /** Python's own classes by their names. */
  readonly types: Map<string, TypeValue>
}

const symbolOf = (operator: BinaryOperator): string => (operator === '**' ? '** or pow()' : operator)

/** A binary operator on tensors; null where PyTorch has none for these. */
function tensorBinary(session: Session, operator: BinaryOperator, left: Value, right: Value): TensorValue | null {
  const beside = left.kind === 'tensor' ? left : right.kind === 'tensor' ? right : null
  if (beside === null) return null
  if (operator === '@') return left.kind === 'tensor' && right.kind === 'tensor' ? matmul(session, left, right) : null
  const a = operand(session, left, beside)
  const b = a === null ? null : operand(session, right, beside)
  if (a === null || b === null) return null
  switch (operator) {
    case '+':
      return elementwise(session, 'add', a, b, 'AddBackward0')
    case '-':
      return difference(session, a, b, left.kind === 'tensor' ? 'SubBackward0' : 'RsubBackward1')
    case '*':
      return elementwise(session, 'mul', a, b, 'MulBackward0')
    case '/':
      return elementwise(
        session,
        'div',
        floated(session, a),
        floated(session, b),
        left.kind === 'tensor' ? 'DivBackward0' : 'MulBackward0',
      )
    case '**':
      return raised(session, a, b, right.kind !== 'tensor')
    case '//':
      return quotient(session, a, b, 'floor', null)
    case '%':
      return remaining(
        session,
        'remainder',
        a,
        b,
        left.kind !== 'tensor' ? 'left' : right.kind !== 'tensor' ? 'right' : null,
      )
    case '&':
      return bits(session, 'and', a, b)
    case '|':
      return bits(session, 'or', a, b)
    case '^':
      return bits(session, 'xor', a, b)
    case '<<':
      return bits(session, 'lshift', a, b)
    case '>>':
      return bits(session, 'rshift', a, b)
  }
}

function repeated(budget: Budget, items: Value, times: Value): Value | null {
  if (times.kind !== 'int' && times.kind !== 'bool') return null
  const count = Math.max(0, Number(times.value))
  if (items.kind === 'str') {
    budget.allocate(items.value.length * count)
    return str(items.value.repeat(count))
  }
  if (items.kind !== 'list' && items.kind !== 'tuple') return null
  budget.allocate(items.items.length * count)
  const all = Array.from({ length: count }, () => items.items).flat()
  return items.kind === 'list' ? list(all) : { kind: 'tuple', items: all }
}

function joined(budget: Budget, left: Value, right: Value): Value | null {
  if (left.kind === 'str') {
    if (right.kind !== 'str')
      raise(
        'TypeError',
        `can only concatenate str (not "${typeName(right)}") to str`,
        'Turn it into text with str(...), or use an f-string.',
      )
    budget.allocate(left.value.length + right.value.length)
    return str(left.value + right.value)
  }
  for (const kind of ['list', 'tuple'] as const) {
    if (left.kind !== kind) continue
    if (right.kind !== kind)
      return raise('TypeError', `can only concatenate ${kind} (not "${typeName(right)}") to ${kind}`, `Add a ${kind}.`)
    budget.allocate(left.items.length + right.items.length)
    const items = [...left.items, ...right.items]
    if (left.kind === 'list') return list(items)
    return left.size === true ? { kind: 'tuple', items, size: true } : { kind: 'tuple', items }
  }
  return null
}

/** `left operator right`. */
export function binary(at: Operating, operator: BinaryOperator, left: Value, right: Value): Value {
  if (isNumber(left) && isNumber(right)) {
    const result = arithmetic(operator, left, right)
    if (result !== null) return result
  }
  if (left.kind === 'instance' || (right.kind === 'instance' && !(left.kind === 'str' && operator === '%')))
    return overloaded(operator, left, right) ?? unsupported(symbolOf(operator), left, right)
  const tensor = tensorBinary(at.session, operator, left, right)
  if (tensor !== null) return tensor
  return between(at, operator, left, right) ?? unsupported(symbolOf(operator), left, right)
}

const isSequence = ({ kind }: Value): boolean => kind === 'str' || kind === 'list' || kind === 'tuple'

/** Python's words where a list or text is to be repeated by what is no whole number. */
function notRepeated(left: Value, right: Value): null {
  const times = isSequence(left) ? right : isSequence(right) ? left : null
  if (times !== null)
    raise('TypeError', `can't multiply sequence by non-int of type '${typeName(times)}'`, 'Repeat by a whole number.')
  return null
}

/** An operator between lists, texts, sets or dictionaries; null where they have none. */
function between(at: Operating, operator: BinaryOperator, left: Value, right: Value): Value | null {
  switch (operator) {
    case '+':
      return counted(at, operator, left, right) ?? joined(at.budget, left, right)
    case '*':
      return repeated(at.budget, left, right) ?? repeated(at.budget, right, left) ?? notRepeated(left, right)
    case '%':
      return left.kind === 'str' ? str(percent(at, left.value, right)) : null
    case '|':
      if (left.kind === 'dict' && right.kind === 'dict')
        return counted(at, operator, left, right) ?? { ...left, entries: new Map([...left.entries, ...right.entries]) }
      if ((left.kind === 'type' || left.kind === 'none') && (right.kind === 'type' || right.kind === 'none'))
        return tuple([left, right])
      return combined(operator, left, right)
    case '&':
    case '-':
      return counted(at, operator, left, right) ?? combined(operator, left, right)
    case '^':
      return combined(operator, left, right)
    case '/':
    case '//':
    case '**':
    case '@':
    case '<<':
    case '>>':
      return null
  }
}

/** `target operator= value`: a tensor or list is changed in place. */
export function updated(at: Operating, operator: BinaryOperator, target: Value, value: Value): Value {
  const { session, budget } = at
  if (target.kind === 'list' && operator === '+' && (value.kind === 'list' || value.kind === 'tuple')) {
    budget.allocate(value.items.length)
    for (const item of [...value.items]) target.items.push(item)
    return target
  }
  if (target.kind === 'list' && operator === '+') {
    for (const item of collect(at, value)) target.items.push(item)
    return target
  }
  if (target.kind === 'set' && value.kind === 'set' && !target.frozen) return merged(operator, target, value)
  if (target.kind === 'dict' && value.kind === 'dict' && operator === '|') {
    for (const [key, entry] of value.entries) target.entries.set(key, entry)
    return target
  }
  if (target.kind === 'instance') {
    const result = send(target, specials[operator].replace('__', '__i'), [value])
    if (result !== null && result.kind !== 'not_implemented') return result
    return overloaded(operator, target, value) ?? unsupported(`${operator}=`, target, value)
  }
  if (target.kind !== 'tensor' || operator === '@') return binary(at, operator, target, value)
  checkWritable(session, target)
  const result = tensorBinary(session, operator, target, value)
  if (result === null) return unsupported(`${operator}=`, target, value)
  return overwrite(session, target, result)
}

/** `-x`, `+x`, `~x`. */
export function unary(session: Session, operator: '-' | '+' | '~', value: Value): Value {
  if (value.kind === 'instance') {
    const result = send(value, operator === '-' ? '__neg__' : operator === '+' ? '__pos__' : '__invert__', [])
    if (result !== null) return result
  }
  if (value.kind === 'tensor') {
    if (operator === '-') return negative(session, value)
    return operator === '+' ? positive(session, value) : inverted(session, value)
  }
  if (value.kind === 'bool' || value.kind === 'int') {
    const x = Number(value.value)
    return exactInt(operator === '-' ? -x : operator === '~' ? -x - 1 : x)
  }
  if (value.kind === 'float' && operator !== '~')
    return { kind: 'float', value: operator === '-' ? -value.value : value.value }
  return raise(
    'TypeError',
    `bad operand type for unary ${operator}: '${typeName(value)}'`,
    'Only numbers and tensors have a sign.',
  )
}

const tensorComparisons = { '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge', '==': 'eq', '!=': 'ne' } as const

type Order = keyof typeof tensorComparisons

function ordered(operator: Order, a: number | string, b: number | string): boolean {
  switch (operator) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    case '==':
      return a === b
    case '!=':
      return a !== b
  }
}

function ranked(session: Session, operator: Order, left: Value, right: Value): Value {
  if (isNumber(left) && isNumber(right)) return bool(ordered(operator, Number(left.value), Number(right.value)))
  const beside = left.kind === 'tensor' ? left : right.kind === 'tensor' ? right : null
  if (beside !== null) {
    const a = operand(session, left, beside)
    const b = a === null ? null : operand(session, right, beside)
    if (a !== null && b !== null) return elementwise(session, tensorComparisons[operator], a, b, '')
    if (operator === '==' || operator === '!=') return bool(operator === '!=')
  }
  if (left.kind === 'instance' || right.kind === 'instance') {
    const result = comparedObjects(session, operator, left, right)
    if (result !== null) return result
  }
  if (operator === '==' || operator === '!=') return bool(equal(session, left, right) === (operator === '=='))
  if (left.kind === 'str' && right.kind === 'str') return bool(ordered(operator, left.value, right.value))
  if ((left.kind === 'list' && right.kind === 'list') || (left.kind === 'tuple' && right.kind === 'tuple')) {
    const others = right.items
    const at = left.items.findIndex(
      (item, i) => others[i] !== undefined && item !== others[i] && !equal(session, item, others[i]!),
    )
    if (at < 0) return bool(ordered(operator, left.items.length, others.length))
    return ranked(session, operator, left.items[at]!, others[at]!)
  }
  if (left.kind === 'set' && right.kind === 'set') return bool(subset(operator, left, right))
  return raise(
    'TypeError',
    `'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`,
    'Compare numbers with numbers.',
  )
}

function contains(at: Operating, box: Value, item: Value): boolean {
  const { session } = at
  if (box.kind === 'str') {
    if (item.kind !== 'str')
      raise('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`, 'Search for a text.')
    return box.value.includes(item.value)
  }
  if (box.kind === 'list' || box.kind === 'tuple')
    return box.items.some((each) => {
      session.charge(1)
      return each === item || truth(session, ranked(session, '==', each, item))
    })
  if (box.kind === 'dict' || box.kind === 'set') return box.entries.has(keyOf(item))
  if (box.kind === 'view' && box.of === 'keys') return box.dict.entries.has(keyOf(item))
  if (box.kind === 'instance') {
    const result = send(box, '__contains__', [item])
    if (result !== null) return truth(session, result)
    if (member(box.type, '__iter__') === null && member(box.type, '__getitem__') === null) return refuseIn(box)
  }
  if (box.kind === 'instance' || box.kind === 'view' || box.kind === 'iterator') {
    const next = walk(at, box)
    for (let each = next(); each !== null; each = next()) if (each === item || equal(session, each, item)) return true
    return false
  }
  if (box.kind === 'tensor') {
    const other = isNumber(item) || item.kind === 'tensor' ? item : null
    if (other !== null) {
      const same = ranked(session, '==', box, other)
      return same.kind === 'tensor' && tensorOf(session, same).data.some((value: number) => value !== 0)
    }
  }
  if (box.kind === 'range' && isNumber(item)) {
    const offset = (Number(item.value) - box.start) / box.step
    return (
      Number.isInteger(offset) &&
      offset >= 0 &&
      box.start + offset * box.step !== box.stop &&
      offset < (box.stop - box.start) / box.step
    )
  }
  return refuseIn(box)
}

const refuseIn = (box: Value): never =>
  raise(
    'TypeError',
    `argument of type '${typeName(box)}' is not iterable`,
    'Search in a list, a tuple, a dictionary or a text.',
  )

/** One comparison; a tensor for tensors, else a bool. */
export function compare(at: Operating, operator: Comparison, left: Value, right: Value): Value {
  switch (operator) {
    case 'in':
      return bool(contains(at, right, left))
    case 'not in':
      return bool(!contains(at, right, left))
    case 'is':
      return bool(identical(left, right))
    case 'is not':
      return bool(!identical(left, right))
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
      return ranked(at.session, operator, left, right)
  }
}

function identical(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a.kind === 'int' && b.kind === 'int') return a.value === b.value
  if (a.kind === 'str' && b.kind === 'str') return a.value === b.value
  if (a.kind === 'dtype' && b.kind === 'dtype') return a.dtype === b.dtype
  if (a.kind === 'bool' && b.kind === 'bool') return a.value === b.value
  return (a.kind === 'none' || a.kind === 'ellipsis' || a.kind === 'not_implemented') && a.kind === b.kind
}
