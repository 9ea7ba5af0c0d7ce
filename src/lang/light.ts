import { bool, float, int, isNumber, numberOf, type Value } from '../torch/value.ts'
import type { Comparison, Expression } from './ast.ts'
import { arithmetic } from './number.ts'
import type { Scope } from './scope.ts'

/** What a light expression may look at: names that hold numbers, and tensors of one number that a training step makes. */
export interface Sight {
  readonly scope: Scope
  /** The number in the tensor of a name; null where that is not known. */
  readonly item: (name: string) => number | null
}

/** An expression that does nothing but reckon with numbers; null where a name holds something else. Throws Python's errors. */
export type Light = (at: Sight) => Value | null

const comparisons: Partial<Record<Comparison, (x: number, y: number) => boolean>> = {
  '<': (x, y) => x < y,
  '<=': (x, y) => x <= y,
  '>': (x, y) => x > y,
  '>=': (x, y) => x >= y,
  '==': (x, y) => x === y,
  '!=': (x, y) => x !== y,
}

/** Reads an expression as a light one; null where it is none. */
export function lightOf(expression: Expression): Light | null {
  switch (expression.kind) {
    case 'number':
      return () => expression.value
    case 'name':
      return ({ scope }) => {
        const value = scope.find(expression.name)
        return value !== null && isNumber(value) ? value : null
      }
    case 'constant':
      return isNumber(expression.value) ? () => expression.value : null
    case 'unary': {
      const operand = lightOf(expression.operand)
      if (operand === null) return null
      if (expression.operator === 'not') return (at) => truly(operand(at), (x) => bool(!x))
      return expression.operator === '-' ? (at) => negative(operand(at)) : null
    }
    case 'binary': {
      const { operator } = expression
      const [left, right] = [lightOf(expression.left), lightOf(expression.right)]
      if (left === null || right === null) return null
      return (at) => {
        const p = left(at)
        const q = right(at)
        return p === null || q === null || !isNumber(p) || !isNumber(q) ? null : arithmetic(operator, p, q)
      }
    }
    case 'compare': {
      const [only, ...others] = expression.rest
      const compare = only === undefined || others.length > 0 ? undefined : comparisons[only.operator]
      const [left, right] = [lightOf(expression.first), only === undefined ? null : lightOf(only.right)]
      if (compare === undefined || left === null || right === null) return null
      return (at) => {
        const p = left(at)
        const q = right(at)
        return p !== null && q !== null && isNumber(p) && isNumber(q) ? bool(compare(numberOf(p), numberOf(q))) : null
      }
    }
    case 'call': {
      const { callee, args } = expression
      if (callee.kind !== 'attribute' || callee.name !== 'item' || args.length > 0) return null
      const { object } = callee
      if (object.kind !== 'name') return null
      return ({ item }) => {
        const value = item(object.name)
        return value === null ? null : float(value)
      }
    }
    default:
      return null
  }
}

const truly = (value: Value | null, then: (truth: boolean) => Value): Value | null =>
  value !== null && isNumber(value) ? then(numberOf(value) !== 0) : null

const negative = (value: Value | null): Value | null =>
  value?.kind === 'int' || value?.kind === 'float' ? arithmetic('*', value, int(-1)) : null
