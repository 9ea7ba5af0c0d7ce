import { apply, minus, over, plus, times } from '../rule.ts'
import { RuleWriter } from '../update.ts'
import { direction, once, oneMinus, quotient } from './shared.ts'

/** Which parts Adam has; `decoupled`: the weights shrink by themselves, as in AdamW. */
export interface AdamParts extends Readonly<Record<string, boolean>> {
  readonly maximize: boolean
  readonly decay: boolean
  readonly decoupled: boolean
  readonly amsgrad: boolean
}

/** Adam and AdamW as PyTorch computes them: both averages, the denominator √v/√(1 − β₂ᵗ) + ε, and the step. Source: Kingma & Ba, arXiv:1412.6980. */
export const adam = once((parts: AdamParts) => {
  const write = new RuleWriter()
  const { w } = write
  if (parts.decay && parts.decoupled)
    write.set(w, times(w, write.number('shrinking', '(1 - \\gamma\\lambda)', '(1 − γλ)')))
  const g = direction(write, { ...parts, decay: parts.decay && !parts.decoupled })
  const m = write.state('exp_avg', 'm')
  const v = write.state('exp_avg_sq', 'v')
  const beta1 = write.number('beta1', '\\beta_1', 'β₁')
  const beta2 = write.number('beta2', '\\beta_2', 'β₂')
  write.set(m, plus(times(beta1, m), times(oneMinus(write, 'beta1', '\\beta_1', 'β₁'), g)))
  write.set(v, plus(times(beta2, v), times(times(oneMinus(write, 'beta2', '\\beta_2', 'β₂'), g), g)))
  let largest = v
  if (parts.amsgrad) {
    largest = write.state('max_exp_avg_sq', '\\hat v', 'v̂')
    write.set(largest, apply('maximum', [largest, v]))
  }
  const correction = write.number('bias_correction2_sqrt', '\\sqrt{1 - \\beta_2^t}', '√(1 − β₂ᵗ)')
  const epsilon = write.number('eps', '\\varepsilon', 'ε')
  const root = over(apply('sqrt', [largest]), correction)
  const scale = write.between('denom', ['s', 's'], plus(root, epsilon))
  const step = write.number('step_size', '\\frac{\\gamma}{1 - \\beta_1^t}', 'γ/(1 − β₁ᵗ)', quotient)
  write.set(w, minus(w, over(times(step, m), scale)))
  return write.rule(parts.decoupled ? 'AdamW' : 'Adam')
})
