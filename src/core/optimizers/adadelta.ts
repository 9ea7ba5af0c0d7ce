import { apply, minus, over, plus, times } from '../rule.ts'
import { RuleWriter } from '../update.ts'
import { direction, learningRate, once, oneMinus } from './shared.ts'

/** Which parts Adadelta has. */
export interface AdadeltaParts extends Readonly<Record<string, boolean>> {
  readonly maximize: boolean
  readonly decay: boolean
}

/** Adadelta as PyTorch computes it. Source: Zeiler, arXiv:1212.5701. */
export const adadelta = once((parts: AdadeltaParts) => {
  const write = new RuleWriter()
  const g = direction(write, parts)
  const v = write.state('square_avg', 'v')
  const u = write.state('acc_delta', 'u')
  const rho = write.number('rho', '\\rho', 'ρ')
  const rest = oneMinus(write, 'rho', '\\rho', 'ρ')
  const epsilon = write.number('eps', '\\varepsilon', 'ε')
  const root = (of: typeof v) => apply('sqrt', [plus(of, epsilon)])
  write.set(v, plus(times(rho, v), times(times(rest, g), g)))
  const step = write.between('delta', ['\\Delta', 'Δ'], times(over(root(u), root(v)), g))
  write.set(u, plus(times(rho, u), times(times(rest, step), step)))
  write.set(write.w, minus(write.w, times(learningRate(write), step)))
  return write.rule('Adadelta')
})
