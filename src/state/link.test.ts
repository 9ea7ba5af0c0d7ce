import fc from 'fast-check'
import { strToU8, zlibSync } from 'fflate'
import { expect, test } from 'vitest'
import { crc32 } from './crc32.ts'
import { decodeLink, encodeLink, type LinkState, linkSize } from './link.ts'

const state: LinkState = {
  source: 'import torch\nw = torch.tensor(3.0, requires_grad=True)\nloss = w * w\nloss.backward()\n',
  cursor: { episode: 0, step: 2 },
  selected: 0,
  present: true,
}

/** A link in format 1 with any content, well-formed on the outside. */
function wrapped(content: string): string {
  const payload = Buffer.from(zlibSync(strToU8(content))).toString('base64url')
  return `1.${payload.length}.${crc32(payload)}.${payload}`
}

const anyState = fc.record({
  source: fc.string({ unit: 'grapheme', maxLength: 300 }),
  cursor: fc.record({ episode: fc.nat(1000), step: fc.nat(100_000) }),
  selected: fc.option(fc.nat(10_000), { nil: null }),
  present: fc.boolean(),
})

test('what is encoded is decoded to the same state', () => {
  fc.assert(
    fc.property(anyState, (any) => {
      expect(decodeLink(encodeLink(any))).toEqual({ kind: 'ok', state: any })
    }),
  )
})

test('CRC-32 is the one of zip and PNG', () => expect(crc32('123456789')).toBe('cbf43926'))

test('every one-character corruption of a link is refused', () => {
  const link = encodeLink(state)
  for (let at = 0; at < link.length; at++)
    for (const other of ['A', 'b', '0', '9', '-', '_', '.', '%', 'é']) {
      if (link[at] === other) continue
      const decoded = decodeLink(link.slice(0, at) + other + link.slice(at + 1))
      if (decoded.kind === 'ok') expect(decoded.state).toEqual(state)
    }
})

test('a link that lost its end says how much arrived', () => {
  const link = encodeLink(state)
  const length = Number(link.split('.')[1])
  expect(decodeLink(link.slice(0, -10))).toMatchObject({
    kind: 'error',
    message: expect.stringContaining(`${length - 10} of ${length} characters`),
  })
})

test('what mail and chat do to a link is undone', () => {
  const link = encodeLink(state)
  for (const changed of [
    `#${link}`,
    `%23${link}`,
    `${link})`,
    `${link}.`,
    `${link},`,
    `${link.slice(0, 40)}\n${link.slice(40)}`,
    ` ${link} `,
    `${link}&amp;utm=x`,
  ])
    expect(decodeLink(changed), changed.slice(-20)).toEqual({ kind: 'ok', state })
})

test('a link from a newer version says so and keeps its bytes', () => {
  const newer = encodeLink(state).replace(/^1/, '2')
  expect(decodeLink(newer)).toEqual({ kind: 'newer', version: 2, raw: newer })
})

test('content that does not fit is refused: wrong types, too long, too deep, no object', () => {
  const refused = [
    '{}',
    '[]',
    '"s"',
    '{"s":1}',
    '{"s":"x","n":-1}',
    '{"s":"x","n":1.5}',
    '{"s":"x","n":1e99}',
    '{"s":"x","p":1}',
    'not JSON',
    '['.repeat(50_000),
    `{"s":"${'x'.repeat(20_001)}"}`,
  ]
  for (const content of refused) expect(decodeLink(wrapped(content)).kind, content.slice(0, 30)).toBe('error')
})

test('unknown keys are dropped, and no prototype is touched', () => {
  const decoded = decodeLink(wrapped('{"s":"x","z":1,"__proto__":{"present":true},"constructor":{}}'))
  expect(decoded).toEqual({
    kind: 'ok',
    state: { source: 'x', cursor: { episode: 0, step: 0 }, selected: null, present: false },
  })
  expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype)
})

test('a bomb is not inflated', () => {
  expect(decodeLink(wrapped(`{"s":"${'x'.repeat(20_000_000)}"}`)).kind).toBe('error')
  expect(decodeLink('1'.repeat(40_000)).kind).toBe('error')
})

test('garbage never throws', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      expect(decodeLink(text).kind).not.toBe('ok')
      expect(['ok', 'error']).toContain(decodeLink(wrapped(text)).kind)
    }),
  )
})

test('defaults are left out, so links stay short', () => {
  expect(encodeLink({ ...state, cursor: { episode: 0, step: 0 }, selected: null, present: false }).length).toBeLessThan(
    encodeLink(state).length,
  )
  expect(linkSize(state).note).toBeNull()
})
