import { Binding, type Written } from '../core/notation.ts'
import { type Expr, mentions } from '../core/rule.ts'
import { scalar, type Tensor } from '../core/tensor.ts'
import type { Step, Trace } from '../core/trace.ts'
import { type Term, typeset } from '../core/typeset.ts'
import type { UpdateSymbol } from '../core/update.ts'
import { type Subject, subjectOf } from './formula.ts'
import { lowerOf, placeOf } from './levels.ts'
import { written } from './number.ts'
import { writtenTensor } from './quantity.ts'
import { derivativeSymbol } from './symbols.ts'

/** A step of an update. */
export type UpdateStep = Extract<Step, { readonly kind: 'update' }>

/** One line of an update, typeset: which optimizer, whose line it is, and `m ← β₁·m + (1 − β₁)·g` in symbols, in numbers, and worked out. */
export interface UpdateFormula {
  readonly optimizer: string
  /** The parameter that learns. */
  readonly parameter: Written
  /** What the line gives a new value. */
  readonly target: UpdateSymbol
  readonly rule: Written
  readonly numbers: Written
  readonly result: Written
  /** What PyTorch calls the symbols of the line, where that is not what they are written as: `γ is lr`. */
  readonly names: readonly string[]
}

/** The values of a rule's symbols when one of its lines is carried out: undefined for what has none yet. */
export function symbolValues({ update, line }: UpdateStep): readonly (Tensor | undefined)[] {
  const values: (Tensor | undefined)[] = update.before.map((value) => value ?? undefined)
  for (const [i, { to }] of update.rule.lines.slice(0, line).entries()) values[to] = update.after[i]
  return values
}

/** The formula of step `n`, which is one of an update. */
export function updateFormula(trace: Trace, n: number, step: UpdateStep): UpdateFormula {
  const { rule, after } = step.update
  const { to, from } = rule.lines[step.line]!
  const target = rule.symbols[to]!
  const values = symbolValues(step)
  const result = after[step.line]!
  const names = symbolsWritten(trace, step)
  const term = (index: number, reading: 'symbols' | 'numbers'): Term => {
    const value = values[index] ?? result
    const number = writtenTensor(value, { kind: 'learning', step: n, symbol: index })
    return { written: reading === 'symbols' ? names[index]! : number, value }
  }
  const read = (reading: 'symbols' | 'numbers'): Written => {
    const args = rule.symbols.map((_, index) => term(index, reading))
    return typeset(from, { args, output: nothing, flow: nothing }, written, result.dtype).written
  }
  const [left, right] = [names[to]!, read('symbols')]
  return {
    optimizer: rule.optimizer,
    parameter: parameterWritten(trace, step),
    target,
    rule: {
      tex: `${left.tex} \\leftarrow ${right.tex}`,
      plain: `${left.plain} ← ${right.plain}`,
      binding: Binding.cases,
      rank: right.rank,
    },
    numbers: read('numbers'),
    result: writtenTensor(result, { kind: 'learned', step: n }),
    names: rule.symbols.flatMap((symbol, index) => (mentionsSymbol(from, index, to) ? calledOtherwise(symbol) : [])),
  }
}

/** How the symbols of a line are written. */
export function symbolsWritten(trace: Trace, step: UpdateStep): readonly Written[] {
  const { rule, after } = step.update
  const values = symbolValues(step)
  return rule.symbols.map((symbol, i) => symbolWritten(trace, step, symbol, values[i] ?? after[step.line]!))
}

const nothing: Term = { written: { tex: '', plain: '', binding: Binding.atom, rank: 0 }, value: scalar(0) }

const mentionsSymbol = (from: Expr, index: number, to: number): boolean =>
  index === to || mentions(from, (part) => part.kind === 'arg' && part.index === index)

function calledOtherwise({ role, key, plain }: UpdateSymbol): string[] {
  const named = (role === 'state' || role === 'number') && /^[a-z]\w*$/.test(key) && key !== plain
  return named ? [`${plain} is ${key}`] : []
}

/** The trace of the tensors, and the node of the parameter in it: a rule is about whole tensors at every level. */
function ofTensors(
  trace: Trace,
  { node }: UpdateStep,
): { readonly subject: Subject; readonly base: Trace; readonly at: number } {
  const base = lowerOf(trace)?.base ?? trace
  return { subject: subjectOf(base), base, at: base === trace ? node : placeOf(trace, node).node }
}

/** A sign of the graph of tensors, which at a lower level links to no node of the picture. */
const linkedIn = (trace: Trace, base: Trace, sign: Written): Written =>
  trace === base ? sign : { ...sign, tex: sign.tex.replace(/\\htmlData\{node=\d+(?:, as=\w+)?\}/g, '') }

/** How a parameter that learns is written. */
export function parameterWritten(trace: Trace, step: UpdateStep): Written {
  const { subject, base, at } = ofTensors(trace, step)
  return linkedIn(trace, base, subject.symbols[at]!.written)
}

/** A symbol of the rule: the parameter by its own sign, its gradient as ∂J/∂w where it is that of this pass alone, else as w.grad. */
function symbolWritten(trace: Trace, step: UpdateStep, symbol: UpdateSymbol, value: Tensor): Written {
  const { role, tex, plain, binding } = symbol
  const rank = value.shape.length
  if (role === 'parameter') return parameterWritten(trace, step)
  if (role !== 'gradient') return { tex, plain, binding, rank }
  const { subject, base, at } = ofTensors(trace, step)
  const own = subject.gradient[at]
  const same = own?.data.every((entry, i) => Object.is(entry, value.data[i]))
  if (same && !base.held.has(at))
    return linkedIn(trace, base, derivativeSymbol(subject.symbols, subject.graph.output, at))
  const name = parameterWritten(trace, step)
  return { tex: `${name.tex}\\texttt{.grad}`, plain: `${name.plain}.grad`, binding: Binding.atom, rank }
}
