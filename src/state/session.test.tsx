import { expect, test, vi } from 'vitest'
import { programConventions } from '../scene/conventions.ts'
import { encodeLink } from './link.ts'
import { linkDefaults } from './link-schema.ts'
import { returnToOwn, startSession } from './session.ts'
import { openStorage } from './storage.ts'
import { store } from './store.ts'

test('a link opened, and one left, stop what plays', async () => {
  startSession()
  store.setState({ playing: true })
  location.hash = encodeLink({ ...linkDefaults, source: 'x = 1', cursor: { episode: 0, step: 2 } })
  await vi.waitFor(() => expect(store.getState().origin).toBe('shared'))
  expect([store.getState().playing, store.getState().cursor.step]).toEqual([false, 2])
  store.setState({ playing: true })
  returnToOwn()
  expect([store.getState().origin, store.getState().playing]).toEqual(['own', false])
})

test('while a beat shows another notation, the reader’s own is kept beside it', async () => {
  const own = { ...programConventions, notation: 'lecture' } as const
  store.setState({ origin: 'own', conventions: programConventions, ownConventions: own })
  await vi.waitFor(() => expect(openStorage().read().work).toMatchObject({ ownConventions: own }))
})
