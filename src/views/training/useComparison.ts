import { useMemo } from 'react'
import { hyperparameterOf } from '../../lang/hyperparameters/hyperparameters.ts'
import type { Slide } from '../../state/slide.ts'
import type { Comparison } from './LossCurve.tsx'

/** The curve that was drawn before the slider was moved, beside the one that is drawn now; null where both are of one program. */
export function useComparison(slide: Slide | null, source: string | undefined): Comparison | null {
  const before = slide?.before ?? null
  const id = slide?.id ?? ''
  const key = slide?.gesture ?? 0
  return useMemo(() => {
    if (before === null || source === undefined || before.source === source) return null
    return { key, losses: before.losses, label: told(source, id), before: told(before.source, id) }
  }, [before, source, id, key])
}

/** What a hyperparameter is in a program: `lr = 0.01`. */
function told(source: string, id: string): string {
  const one = hyperparameterOf(source, id)
  return one === undefined ? '' : `${one.label} = ${one.text}`
}
