import { boolean, nullable, number, object, picklist, safeParse, string, unknown } from 'valibot'
import { layouts, notations, weightShapes } from '../scene/conventions.ts'
import { type LinkState, packed, unpacked } from './link-schema.ts'
import { pick } from './pick.ts'
import { linkStateOf } from './session.ts'
import type { State } from './store.ts'

const others = [
  'original',
  'ownConventions',
  'blank',
  'playing',
  'asking',
  'theme',
  'letterKeys',
  'clock',
] as const satisfies readonly (keyof State)[]

/** What two windows of a lecture have in common: what a link restores, and what a projector and its lecturer need beside it. */
export type SharedState = LinkState & Pick<State, (typeof others)[number]>

const schema = object({
  link: unknown(),
  original: nullable(string()),
  ownConventions: nullable(
    object({ notation: picklist(notations), layout: picklist(layouts), weights: picklist(weightShapes) }),
  ),
  blank: boolean(),
  playing: boolean(),
  asking: boolean(),
  theme: picklist(['system', 'light', 'dark', 'projector']),
  letterKeys: boolean(),
  clock: object({ since: nullable(number()), before: number(), lesson: nullable(string()), begun: number() }),
})

/** What a window shares; null while a beat is being arranged, because only what is arranged is shared. */
export const sharedOf = (state: State): SharedState | null =>
  state.arriving ? null : { ...linkStateOf(state), ...pick(state, others) }

/** Shared state as plain data. */
export const packShared = (state: SharedState) => ({
  ...pick(state, others),
  original: state.original === state.source ? null : state.original,
  link: packed(state),
})

/** The shared state in plain data, built anew field by field; null where it is none. */
export function unpackShared(content: unknown): SharedState | null {
  const { success, output } = safeParse(schema, content)
  const link = success ? unpacked(output.link) : null
  if (!success || link === null) return null
  const { link: _, original, ...rest } = output
  return { ...link, ...rest, original: original ?? link.source }
}

/** Whether two shared states say different things. */
export const isOther = (before: SharedState, now: SharedState): boolean =>
  JSON.stringify(packShared(before)) !== JSON.stringify(packShared(now))
