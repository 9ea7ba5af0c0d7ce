import type { Value } from '../torch/value.ts'
import type { Operating } from './operators.ts'

export function percent(_at: Operating, text: string, _value: Value): string {
  return text
}
