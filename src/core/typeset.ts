import { contextOf } from './context.ts'
import type { Bindings } from './evaluate.ts'
import { notate, numberBinding, type Written } from './notation.ts'
import type { Attrs, OpName } from './op.ts'
import { ops } from './registry.ts'
import { type Expr, interpret } from './rule.ts'
import { type Dtype, item, scalar, type Tensor } from './tensor.ts'

/** A written piece together with its value. `literal` marks numbers that stand in the rule or the program as numbers: those are worked out, 2·e^{2−1} being written 2·e. */
export interface Term {
  readonly written: Written
  readonly value: Tensor
  readonly literal?: boolean
}

/** How a number is written, in TeX and in plain text. */
export type NumberWriter = (value: number) => { readonly tex: string; readonly plain: string }

/** A number as a term. */
export function numberTerm(value: number, write: NumberWriter, dtype: Dtype): Term {
  const text = write(value)
  const written = { ...text, binding: numberBinding(text.plain), rank: 0 }
  return { written, value: scalar(value, dtype), literal: true }
}

/**
 * Second reading of a rule: a formula. What the symbols are written as is the caller's: names for the formula in symbols, numbers for the same
 * formula with numbers in. Every piece carries its value, so what is written cannot drift from what is computed.
 */
export const typeset = (expr: Expr, at: Bindings<Term>, write: NumberWriter, dtype: Dtype): Term =>
  interpret<Term>(expr, {
    arg: (index) => at.args[index]!,
    output: () => at.output,
    flow: () => at.flow,
    constant: (value) => numberTerm(value, write, dtype),
    apply: (op, args, attrs) => applied(op, args, attrs, write, dtype),
  })

/** An op applied to terms. Numbers of the rule are worked out, a choice that a number decides is made. */
export function applied(op: OpName, args: readonly Term[], attrs: Attrs, write: NumberWriter, dtype: Dtype): Term {
  const values = args.map((arg) => arg.value)
  const value = ops[op].forward(values, attrs)
  if (args.every((arg) => arg.literal === true) && value.data.length === 1) return numberTerm(item(value), write, dtype)
  if (op === 'where' && args[0]!.literal === true) return item(args[0]!.value) !== 0 ? args[1]! : args[2]!
  if (op === 'pow' && args[1]!.literal === true && item(args[1]!.value) === 1) return args[0]!
  const pieces = args.map((arg) => arg.written)
  return { written: notate(ops[op].notation(contextOf(values, value, attrs)), pieces, value.shape.length), value }
}
