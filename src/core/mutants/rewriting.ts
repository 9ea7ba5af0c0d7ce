import type { Rule } from '../op.ts'
import type { Expr } from '../rule.ts'

/** An expression with some of its parts replaced, from the outside in; null keeps a part and looks inside it. */
export function rewritten(expr: Expr, replace: (part: Expr) => Expr | null): Expr {
  const other = replace(expr)
  if (other !== null) return other
  return expr.kind === 'apply' ? { ...expr, args: expr.args.map((arg) => rewritten(arg, replace)) } : expr
}

/** Whether an expression has a part of some kind. */
export const mentions = (expr: Expr, is: (part: Expr) => boolean): boolean =>
  is(expr) || (expr.kind === 'apply' && expr.args.some((arg) => mentions(arg, is)))

/** The pulls of a rule that states them; none of an element-wise one. */
export const pullsOf = (rule: Rule): readonly Expr[] =>
  rule.kind === 'elementwise' || rule.kind === 'none' ? [] : rule.pulls

/** A multilinear or linear rule with other pulls. */
export const withPulls = (rule: Rule, pulls: readonly Expr[]): Rule =>
  rule.kind === 'elementwise' || rule.kind === 'none' ? rule : { ...rule, pulls }
