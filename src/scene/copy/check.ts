import type { Tensor } from '../../core/tensor.ts'
import { pythonList } from './python-literal.ts'

/** The most numbers of a tensor that are written out. */
const mostNumbers = 400

/** How far PyTorch's numbers may be from the page's: sums are added in another order on other computers. */
const tolerance = 'rtol=1e-4, atol=1e-6'

/** A check of one tensor: exact for whole numbers and truth values. */
export function check(name: string, tensor: Tensor): string {
  const { dtype } = tensor
  const made = `torch.tensor(${pythonList(tensor)}, dtype=torch.${dtype})`
  if (dtype === 'bool' || dtype === 'int64') return `assert torch.equal(${name}, ${made})`
  const nan = tensor.data.some(Number.isNaN) ? ', equal_nan=True' : ''
  return `assert torch.allclose(${name}, ${made}, ${tolerance}${nan})`
}

/** Whether a tensor is written out. */
export const isShort = ({ data }: Tensor): boolean => data.length <= mostNumbers && data.length > 0

/** How a program reaches a parameter of a module that a variable holds: `net.hidden[0].weight`. */
export function reached(module: string, path: string): string {
  const parts = path.split('.')
  if (!parts.every((part) => /^\w+$/.test(part))) return `${module}.get_parameter(${JSON.stringify(path)})`
  return module + parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('')
}
