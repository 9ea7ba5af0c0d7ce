import { answer } from './answer.ts'
import type { Scope } from './figures.ts'
import type { Prose } from './prose.ts'

/** Prose as plain text, for titles and screen readers. */
export const plainProse = (prose: Prose, scope: Scope): string =>
  prose
    .map((piece) => (typeof piece === 'string' ? piece.replaceAll(/[*`]/g, '') : (answer(piece, scope)?.plain ?? '?')))
    .join('')

/** Whether prose asks something that the run does not have. */
export const isUnknown = (prose: Prose, scope: Scope): boolean =>
  prose.some((piece) => typeof piece !== 'string' && answer(piece, scope) === null)
