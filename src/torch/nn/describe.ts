import { send } from '../classes.ts'
import type { InstanceValue, Value } from '../value.ts'
import { partsOf } from './parts.ts'

const textOf = (value: Value | null): string => (value?.kind === 'str' ? value.value : '')

/** All lines but the first moved to the right, as PyTorch nests modules. */
export const indented = (text: string): string => text.split('\n').join('\n  ')

/** What a module inside another is shown as: by its own `__repr__`. */
export const shownModule = (child: InstanceValue | null): string =>
  child === null ? 'None' : textOf(send(child, '__repr__', []))

/** What `print(module)` shows, to the letter: `extra_repr` first, then each child on lines of its own. */
export function describe(self: InstanceValue): string {
  const extra = textOf(send(self, 'extra_repr', []))
  const extraLines = extra === '' ? [] : extra.split('\n')
  const children = [...partsOf(self).modules].map(([name, child]) => `(${name}): ${indented(shownModule(child))}`)
  return framed(self, extraLines, children)
}

/** A class name with lines in brackets; one line of its own stays on the line of the name. */
export function framed(self: InstanceValue, extra: readonly string[], children: readonly string[]): string {
  if (extra.length === 1 && children.length === 0) return `${self.type.name}(${extra[0]})`
  const lines = [...extra, ...children]
  return lines.length === 0 ? `${self.type.name}()` : `${self.type.name}(\n  ${lines.join('\n  ')}\n)`
}

/** What a `ModuleList` is shown as: equal neighbours once, as PyTorch does from version 2 on. */
export function describeList(self: InstanceValue): string {
  const blocks: { from: number; to: number; readonly text: string }[] = []
  ;[...partsOf(self).modules.values()].forEach((child, i) => {
    const text = shownModule(child)
    const last = blocks.at(-1)
    if (last?.text === text) last.to = i
    else blocks.push({ from: i, to: i, text })
  })
  const lines = blocks.map(({ from, to, text }) =>
    indented(from === to ? `(${from}): ${text}` : `(${from}-${to}): ${to - from + 1} x ${text}`),
  )
  return framed(self, [], lines)
}
