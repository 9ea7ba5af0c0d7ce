import type { Attrs, OpName } from './op.ts'

/**
 * A derivative rule as data: an expression over an op's inputs, its output and what flows along the edge.
 * One fold, `interpret`, reads it three ways, each an `Algebra`: evaluated to a tensor, typeset to a formula, elaborated to graph nodes.
 */
export type Expr =
  | { readonly kind: 'arg'; readonly index: number }
  | { readonly kind: 'output' }
  | { readonly kind: 'flow' }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'apply'; readonly op: OpName; readonly args: readonly Expr[]; readonly attrs: Attrs }

/** An argument of the op. */
export const arg = (index: number): Expr => ({ kind: 'arg', index })
/** The first argument. */
export const a = arg(0)
/** The second argument. */
export const b = arg(1)
/** The op's output. */
export const y: Expr = { kind: 'output' }
/** What flows along the edge: the upstream gradient in reverse mode, the tangent in forward mode. */
export const flow: Expr = { kind: 'flow' }
/** A number. */
export const constant = (value: number): Expr => ({ kind: 'constant', value })
/** An op of the registry applied to expressions. */
export const apply = (op: OpName, args: readonly Expr[], attrs: Attrs = {}): Expr => ({
  kind: 'apply',
  op,
  args,
  attrs,
})

export const times = (left: Expr, right: Expr): Expr => apply('mul', [left, right])
export const plus = (left: Expr, right: Expr): Expr => apply('add', [left, right])
export const minus = (left: Expr, right: Expr): Expr => apply('sub', [left, right])
export const over = (left: Expr, right: Expr): Expr => apply('div', [left, right])
export const power = (base: Expr, exponent: Expr): Expr => apply('pow', [base, exponent])
export const negative = (e: Expr): Expr => apply('neg', [e])

/** Whether an expression is a part of some kind, or has one. */
export const mentions = (expr: Expr, is: (part: Expr) => boolean): boolean =>
  is(expr) || (expr.kind === 'apply' && expr.args.some((arg) => mentions(arg, is)))

/** What each part of an expression means in one reading. */
export interface Algebra<T> {
  arg(index: number): T
  output(): T
  flow(): T
  constant(value: number): T
  apply(op: OpName, args: readonly T[], attrs: Attrs): T
}

/** Reads an expression in an algebra. */
export function interpret<T>(expr: Expr, algebra: Algebra<T>): T {
  switch (expr.kind) {
    case 'arg':
      return algebra.arg(expr.index)
    case 'output':
      return algebra.output()
    case 'flow':
      return algebra.flow()
    case 'constant':
      return algebra.constant(expr.value)
    case 'apply':
      return algebra.apply(
        expr.op,
        expr.args.map((arg) => interpret(arg, algebra)),
        expr.attrs,
      )
  }
}
