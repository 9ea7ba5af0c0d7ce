import { autogradTexts } from './autograd.ts'
import { dataTexts } from './data.ts'
import type { Entry } from './entry.ts'
import { functionalTexts } from './functional.ts'
import { functionTexts } from './functions.ts'
import { libraryTexts } from './library.ts'
import { moduleTexts } from './modules.ts'
import { nnTexts } from './nn.ts'
import { optimTexts } from './optim.ts'
import { pythonTexts } from './python.ts'
import { tensorTexts } from './tensors.ts'

/** Every text, by its path. No path has two. */
export const documentation: ReadonlyMap<string, Entry> = new Map(
  [
    ...moduleTexts,
    ...functionTexts,
    ...tensorTexts,
    ...nnTexts,
    ...functionalTexts,
    ...optimTexts,
    ...dataTexts,
    ...autogradTexts,
    ...pythonTexts,
    ...libraryTexts,
  ].map((entry) => [entry.path, entry]),
)

/** Where a class is described that stands in several modules. */
export const canonical = (path: string): string =>
  path
    .replace(/^torch\.nn\.(modules|parameter)\.(?=[A-Z])/, 'torch.nn.')
    .replace(/^torch\.autograd\.function\./, 'torch.autograd.')
    .replace(/^torch\.autograd\.grad_mode\./, 'torch.')

/** What an object of a class has besides what its class has itself: `torch.nn.Linear` is a `torch.nn.Module`. */
export function baseOf(path: string): string | null {
  if (path === 'torch.nn.Module' || path === 'torch.optim.Optimizer') return null
  if (path === 'torch.nn.Parameter') return 'torch.Tensor'
  if (/^torch\.nn\.[A-Z]\w*$/.test(path)) return 'torch.nn.Module'
  if (/^torch\.optim\.[A-Z]\w*$/.test(path)) return 'torch.optim.Optimizer'
  if (/^torch\.optim\.lr_scheduler\.(?!LRScheduler$)[A-Z]\w*$/.test(path)) return 'torch.optim.lr_scheduler.LRScheduler'
  return null
}

/** The texts of what stands directly in a module, or of what an object of a class has. */
export function membersOf(path: string): Entry[] {
  const own = [...documentation.values()].filter(
    (entry) => entry.path === `${path}.${entry.name}` && entry.path.length === path.length + 1 + entry.name.length,
  )
  const base = baseOf(path)
  return base === null
    ? own
    : [...own, ...membersOf(base).filter(({ name }) => own.every((each) => each.name !== name))]
}

/** The text of one member, looked up as Python looks for it. */
export function memberOf(path: string, name: string): Entry | null {
  const base = baseOf(path)
  return documentation.get(canonical(`${path}.${name}`)) ?? (base === null ? null : memberOf(base, name))
}
