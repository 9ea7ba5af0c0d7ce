import { type Dtype, sizeOf, type Tensor, tensor } from '../../core/tensor.ts'
import type { Generator } from '../random/generator.ts'

/** Numbers drawn equally likely between two bounds, as `tensor.uniform_(from, to)` draws them. */
export const uniform = (
  generator: Generator,
  shape: readonly number[],
  from: number,
  to: number,
  dtype: Dtype,
): Tensor => {
  const count = sizeOf(shape)
  const data = dtype === 'float64' ? generator.uniform64(count, from, to) : generator.uniform(count, from, to)
  return tensor(data, shape, dtype)
}

/** Numbers drawn around a mean, as `tensor.normal_(mean, std)` draws them. */
export const normal = (
  generator: Generator,
  shape: readonly number[],
  mean: number,
  std: number,
  dtype: Dtype,
): Tensor => {
  const count = sizeOf(shape)
  const data = dtype === 'float64' ? generator.normal64(count, mean, std) : generator.normal(count, mean, std)
  return tensor(data, shape, dtype)
}

/** How far from 0 PyTorch draws the weights and the bias of a linear layer by default: kaiming_uniform_ with a = √5, and 1/√(fan in). */
export function linearBounds(fanIn: number): { readonly weight: number; readonly bias: number } {
  const gain = Math.sqrt(2 / (1 + Math.sqrt(5) ** 2))
  const std = gain / Math.sqrt(fanIn)
  return { weight: Math.sqrt(3) * std, bias: fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0 }
}
