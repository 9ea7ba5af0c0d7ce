import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepForOffline } from './offline.ts'

beforeEach(() => {
  vi.stubGlobal('requestIdleCallback', (work: () => void) => work())
})
afterEach(() => {
  vi.unstubAllGlobals()
})

/** Stands in for what a browser says when it is asked for its service workers. */
const browser = (serviceWorker: () => unknown): void => {
  vi.stubGlobal('navigator', Object.defineProperty({}, 'serviceWorker', { get: serviceWorker }))
}

test('a published page asks for the service worker beside it', () => {
  const register = vi.fn(async () => undefined)
  browser(() => ({ register }))
  keepForOffline('production')
  expect(register.mock.calls).toEqual([[expect.stringMatching(/^\.?\/sw\.js$/)]])
})

test('nothing is kept while developing, testing, and in the single file', () => {
  const register = vi.fn(async () => undefined)
  browser(() => ({ register }))
  for (const mode of ['development', 'test', 'single']) keepForOffline(mode)
  expect(register).not.toHaveBeenCalled()
})

test('where service workers are missing, forbidden or fail, the page goes on', async () => {
  const forbidden = (): never => {
    throw new DOMException('The document is sandboxed', 'SecurityError')
  }
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  for (const answer of [() => undefined, forbidden, () => ({ register: async () => forbidden() })]) {
    browser(answer)
    expect(() => keepForOffline('production')).not.toThrow()
  }
  await new Promise((resolve) => setTimeout(resolve))
  process.off('unhandledRejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})
