import type { Rule } from '../op.ts'
import type { Expr } from '../rule.ts'

/** An expression with some of its parts replaced, from the outside in; null keeps a part and looks inside it. */
export function rewritten(expr: Expr, replace: (part: Expr) => Expr | null): Expr {
  const other = replace(expr)
  if (other !== null) return other
  return expr.kind === 'apply' ? { ...expr, args: expr.args.map((arg) => rewritten(arg, replace)) } : expr
}

/** A multilinear or linear rule with other pulls. */
export const withPulls = (rule: Rule, pulls: readonly Expr[]): Rule =>
  rule.kind === 'elementwise' || rule.kind === 'given' || rule.kind === 'none' ? rule : { ...rule, pulls }
