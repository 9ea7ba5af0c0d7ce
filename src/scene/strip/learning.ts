import { evaluate } from '../../core/evaluate.ts'
import { numberBinding, type Written } from '../../core/notation.ts'
import type { Expr } from '../../core/rule.ts'
import { scalar, type Tensor } from '../../core/tensor.ts'
import type { Trace } from '../../core/trace.ts'
import { typeset } from '../../core/typeset.ts'
import { ledgerOf } from '../ledger.ts'
import { finely, plainNumber } from '../number.ts'
import { symbolsWritten, symbolValues, type UpdateStep } from '../update.ts'
import { type Block, blockOf, type Sign, sign } from './block.ts'
import type { Strip } from './strip.ts'

type Pieces = readonly (Block | Sign)[]

/** A part of an update's line as blocks, and how tightly it holds together: sums before products before all else. */
interface Read {
  readonly pieces: Pieces
  readonly tight: 0 | 1 | 2
}

/** What an update line reads: the values of its symbols, and how they are drawn. */
interface Line {
  readonly values: readonly Tensor[]
  readonly draw: (symbol: number) => Pieces
  readonly dtype: Tensor['dtype']
}

const isNumber = ({ shape }: Tensor): boolean => shape.length === 0

/** A line of an update as blocks: the new value, and what it is computed from, entry by entry; null where all of it is single numbers. */
export function learningStrip(trace: Trace, step: UpdateStep): Strip | null {
  const { rule, after } = step.update
  const { to, from } = rule.lines[step.line]!
  const result = after[step.line]!
  if (isNumber(result)) return null
  const values = symbolValues(step).map((value) => value ?? result)
  const labels = symbolsWritten(trace, step)
  const own = ledgerOf(trace).gradient[step.node]
  const drawn = (symbol: number, value: Tensor): Block => {
    const { role } = rule.symbols[symbol]!
    const isOwn = role === 'parameter' || (role === 'gradient' && own?.data.every((x, i) => x === value.data[i]))
    const kind = role === 'parameter' ? 'value' : role === 'gradient' ? 'gradient' : 'plain'
    return blockOf({ written: labels[symbol]!, value }, kind, isOwn === true ? step.node : null, 'column')
  }
  const line: Line = {
    values,
    draw: (symbol) => {
      const value = values[symbol]!
      return isNumber(value) ? [sign(plainNumber(value.data[0]!))] : [drawn(symbol, value)]
    },
    dtype: result.dtype,
  }
  return {
    result: blockOf(
      { written: labels[to]!, value: result },
      rule.symbols[to]!.role === 'parameter' ? 'value' : 'plain',
      null,
      'column',
    ),
    sign: '←',
    pieces: read(from, line).pieces,
    opened: (at) => entryOf(from, line, at),
  }
}

function read(expr: Expr, line: Line): Read {
  const within = (part: Expr, least: 0 | 1 | 2): Pieces => {
    const { pieces, tight } = read(part, line)
    return tight < least ? [sign('('), ...pieces, sign(')')] : pieces
  }
  if (expr.kind === 'arg') return { pieces: line.draw(expr.index), tight: 2 }
  if (expr.kind === 'constant') return { pieces: [sign(plainNumber(expr.value))], tight: 2 }
  if (expr.kind !== 'apply') throw new Error('a line of an update names its symbols only')
  const [p, q] = expr.args as readonly [Expr, Expr]
  switch (expr.op) {
    case 'add':
      return { pieces: [...within(p, 0), sign('+'), ...within(q, 0)], tight: 0 }
    case 'sub':
      return { pieces: [...within(p, 0), sign('−'), ...within(q, 1)], tight: 0 }
    case 'mul': {
      const between = [p, q].some((part) => isNumber(worthOf(part, line))) ? '·' : '∘'
      return { pieces: [...within(p, 1), sign(between), ...within(q, 1)], tight: 1 }
    }
    case 'div':
      return { pieces: [...within(p, 1), sign('÷'), ...within(q, 2)], tight: 1 }
    case 'neg':
      return { pieces: [sign('−'), ...within(p, 1)], tight: 0 }
    case 'sqrt':
      return { pieces: [sign('√'), sign('('), ...read(p, line).pieces, sign(')')], tight: 2 }
    case 'maximum':
      return {
        pieces: [sign('max'), sign('('), ...read(p, line).pieces, sign(','), ...read(q, line).pieces, sign(')')],
        tight: 2,
      }
    default: {
      const label: Written = { tex: '', plain: '', binding: 0, rank: 0 }
      return { pieces: [blockOf({ written: label, value: worthOf(expr, line) }, 'plain', null, 'column')], tight: 2 }
    }
  }
}

const nothing = scalar(0)

const worthOf = (expr: Expr, { values, dtype }: Line): Tensor =>
  evaluate(expr, { args: values, output: nothing, flow: nothing }, dtype)

/** One entry of the line in numbers, worked out: with as many digits as a float has, for a step is small. */
function entryOf(from: Expr, { values, dtype }: Line, at: number): Written {
  const number = (value: number): Written => ({
    ...finely(value),
    binding: numberBinding(finely(value).plain),
    rank: 0,
  })
  const args = values.map((value) => {
    const entry = isNumber(value) ? value : scalar(value.data[at] ?? Number.NaN, value.dtype)
    return { written: number(entry.data[0]!), value: entry }
  })
  const none = { written: number(0), value: nothing }
  const { written, value } = typeset(from, { args, output: none, flow: none }, finely, dtype)
  const result = finely(value.data[0]!)
  return { ...written, tex: `${written.tex} = ${result.tex}`, plain: `${written.plain} = ${result.plain}` }
}
